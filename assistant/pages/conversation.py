"""The conversation of one browser tab: what was asked, what came of it, and the way back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from assistant.assembly import Assistant
from assistant.masking.personal import Mask
from assistant.records import Answer, Outcome, Question, Statement, policy
from corpus.errors import NpqError, QuestionRejected
from index.records import Passage

log = logging.getLogger(__name__)
MAX_REPLY_WORDS = 20


def _new_id() -> str:
    return uuid4().hex[:12]


@dataclass(frozen=True)
class Asked:
    """A question as typed; `alone` when it was a button and needs nothing said before."""

    text: str
    alone: bool = False
    id: str = field(default_factory=_new_id)


@dataclass(frozen=True)
class Exchange:
    """A question and its answer, with the passages it cites; or the problem there was."""

    asked: Asked
    answer: Answer | None = None
    passages: dict[str, Passage] = field(default_factory=dict)
    problem: str = ""
    rejected: bool = False


@dataclass
class KeptAs:
    """Under which id a conversation is in our records, by which mask, and if it is there at all."""

    id: str = field(default_factory=lambda: uuid4().hex)
    mask: Mask = field(default_factory=Mask)
    kept: bool = False


@dataclass
class Conversation:
    """Exchanges, oldest first; questions still to answer; and what was there before.

    `kept_as` and `previous_kept_as` are where the two conversations are in our records.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    waiting: list[Asked] = field(default_factory=list)
    previous: list[Exchange] = field(default_factory=list)
    kept_as: KeptAs = field(default_factory=KeptAs)
    previous_kept_as: KeptAs = field(default_factory=KeptAs)
    deletion: str = ""

    def ask(self, text: str, *, alone: bool = False) -> None:
        """Put a question in line; it stays there until it has an answer."""
        self.deletion = ""
        self.waiting.append(Asked(text, alone))

    def history(self) -> tuple[str, ...]:
        """Return the person's earlier turns, oldest first, without those that failed."""
        return tuple(
            exchange.asked.text
            for exchange in self.exchanges
            if exchange.answer is not None and exchange.answer.outcome is not Outcome.REFUSED
        )

    def question(self, asked: Asked) -> Question:
        """Return what the assistant is given for a question in line."""
        history = () if asked.alone else self.history()
        return Question(text=self._joined(asked), history=history, id=asked.id)

    def _joined(self, asked: Asked) -> str:
        """Put a short reply to our question back behind the question that it completes."""
        last = self.exchanges[-1] if self.exchanges else None
        if asked.alone or last is None or last.answer is None:
            return asked.text
        reply = asked.text.strip(" .!")
        completes = "?" not in reply and len(reply.split()) <= MAX_REPLY_WORDS
        if last.answer.outcome is not Outcome.NEEDS_CLARIFICATION or not completes:
            return asked.text
        return f"{last.asked.text.rstrip(' ?.!')} ({reply})?"

    def settle(self, exchange: Exchange) -> None:
        """Take a question out of the line and keep what came of it."""
        self.waiting = [asked for asked in self.waiting if asked.id != exchange.asked.id]
        self.exchanges.append(exchange)

    def take_back(self, exchange: Exchange) -> None:
        """Remove an exchange that failed, so that its question can be changed or asked again."""
        self.exchanges = [kept for kept in self.exchanges if kept.asked.id != exchange.asked.id]

    def retry(self, exchange: Exchange) -> None:
        """Ask a question that failed once more, as it was."""
        self.take_back(exchange)
        self.waiting.append(exchange.asked)

    def start_over(self) -> None:
        """Begin a new conversation; the old one can be brought back."""
        self.previous, self.exchanges, self.waiting = self.exchanges, [], []
        self.previous_kept_as, self.kept_as, self.deletion = self.kept_as, KeptAs(), ""

    def undo(self) -> None:
        """Bring back the conversation that `start_over` put away."""
        self.exchanges, self.previous = self.previous, []
        self.kept_as, self.previous_kept_as, self.deletion = self.previous_kept_as, KeptAs(), ""

    def deleted(self, said: str) -> None:
        """Go on under a new id, since what was kept of this conversation is gone."""
        if self.exchanges:
            self.kept_as = KeptAs()
        else:
            self.previous_kept_as = KeptAs()
        self.deletion = said


def reply(
    conversation: Conversation, asked: Asked, load: Callable[[], Assistant]
) -> Iterator[Statement | Exchange]:
    """Yield the statements of the answer as they come, then the exchange; never raises."""
    try:
        assistant = load()
        for item in assistant.stream(conversation.question(asked)):
            if isinstance(item, Answer):
                cited = {s.passage: assistant.passage(s.passage) for s in item.sources}
                passages = {key: passage for key, passage in cited.items() if passage}
                yield Exchange(asked, answer=item, passages=passages)
            else:
                yield item
    except NpqError as error:
        rejected = isinstance(error, QuestionRejected)
        yield Exchange(asked, problem=error.sentence, rejected=rejected)
    except Exception:
        log.exception("a question could not be answered", extra={"answer_id": asked.id})
        yield Exchange(asked, problem=policy("chat")["problem"]["unexpected"])
