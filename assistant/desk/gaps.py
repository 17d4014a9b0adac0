"""What people asked and the guidance does not say, put into groups of the same question."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from string import Formatter
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.desk.records import desk_policy
from assistant.masking.personal import Mask, neutral
from assistant.records import Outcome, Record, policy
from assistant.store.engine import Store
from assistant.store.tables import Draft, Enquiry, Turn

if TYPE_CHECKING:
    from index.embedding import Vectors

log = logging.getLogger(__name__)
_ENDS = " \t\r\n.?!"
Embed = Callable[[Sequence[str]], "Vectors"]


class Gap(Record):
    """Questions that want the same missing answer; texts are masked, times are UTC.

    `count` counts conversations and enquiries; `label` is the question in the middle, and the
    first of `questions`, which holds each wording once.
    """

    label: str
    count: int
    questions: tuple[str, ...]
    first: datetime
    last: datetime
    outcomes: dict[str, int]
    sources: dict[str, int]
    ask_instead: str = ""


class _Asked(NamedTuple):
    """Somebody's question that was left open, as stored; `asker` is the talk or the enquiry."""

    text: str
    at: datetime
    outcome: str
    source: str
    asker: str
    ask_instead: str

    @property
    def key(self) -> str:
        return " ".join(self.text.casefold().strip(_ENDS).split())


class _Question(NamedTuple):
    """A wording, masked, its vector, and everybody who used it, the last first."""

    text: str
    vector: Vectors
    asked: list[_Asked]


class Seen:
    """What was worked out of questions before, by a hash of each: a page asks again and again.

    Holds masked texts and their vectors, never a question as it was stored.
    """

    def __init__(self) -> None:
        self._by_hash: dict[bytes, tuple[str, Vectors]] = {}

    def of(self, questions: Sequence[str], embed: Embed) -> list[tuple[str, Vectors]]:
        """Return each question masked, and its vector of that; `embed` is the same each time."""
        keys = [sha256(question.encode("utf-8", "replace")).digest() for question in questions]
        known = self._by_hash
        new = {key: _masked(q) for key, q in zip(keys, questions, strict=True) if key not in known}
        vectors = embed(list(new.values()))
        both = zip(new.values(), vectors, strict=True)
        known = known | dict(zip(new, both, strict=True))
        fits = len(known) <= 2 * desk_policy("gaps")["most"]
        self._by_hash = known if fits else {key: known[key] for key in keys}
        return [known[key] for key in keys]


def find_gaps(
    store: Store, embed: Embed, *, since: datetime | None = None, seen: Seen | None = None
) -> tuple[Gap, ...]:
    """Return what was asked and not answered in the chat and in enquiries, biggest group first.

    `embed` returns one unit vector a text; `seen` spares it what it did before. What was purged
    from the store is not there. Of very many questions only the newest are looked at
    (`policy/gaps.yaml`).
    """
    limits = desk_policy("gaps")
    found = store.read(lambda session: [*_of_chat(session, since), *_of_enquiries(session, since)])
    by_question: dict[str, dict[str, _Asked]] = {}
    for asked in sorted(found, key=lambda asked: asked.at, reverse=True):
        if asked.key in by_question or len(by_question) < limits["most"]:
            # Who asks again in the same conversation is still one person who lacks the answer.
            by_question.setdefault(asked.key, {}).setdefault(asked.asker, asked)
    looked = (seen or Seen()).of([next(iter(a.values())).text for a in by_question.values()], embed)
    questions = [
        _Question(text, vector, list(askers.values()))
        for (text, vector), askers in zip(looked, by_question.values(), strict=True)
        if text
    ]
    gaps = [_gap(group) for group in _groups(questions, limits["similarity"])]
    log.info("looked for gaps", extra={"questions": len(questions), "gaps": len(gaps)})
    return tuple(sorted(gaps, key=lambda gap: (-gap.count, -gap.last.timestamp(), gap.label)))


def _of_chat(session: Session, since: datetime | None) -> Iterator[_Asked]:
    query = select(Turn.conversation_id, Turn.at, Turn.question, Turn.outcome, Turn.answer)
    query = query.where(Turn.outcome.in_(desk_policy("gaps")["outcomes"]))
    for talk, at, question, outcome, answer in session.execute(
        query if since is None else query.where(Turn.at >= since)
    ):
        text = answer.get("standalone_question") or question
        told = str(answer.get("answer", ""))
        yield from _asked(text, at, outcome, told, source="chat", asker=f"chat {talk}")


def _of_enquiries(session: Session, since: datetime | None) -> Iterator[_Asked]:
    query = select(Enquiry.id, Enquiry.received, Draft.items)
    query = query.join(Draft, Draft.enquiry_id == Enquiry.id)
    query = query.where(Draft.number == Enquiry.draft_number)
    for number, at, items in session.execute(
        query if since is None else query.where(Enquiry.received >= since)
    ):
        for item in items:
            wanted = isinstance(item, dict) and item.get("needs_input")
            if not wanted or item.get("outcome") not in desk_policy("gaps")["outcomes"]:
                continue
            text = item.get("standalone") or item.get("question")
            told, asker = str(item.get("gap", "")), f"enquiry {number}"
            yield from _asked(text, at, item["outcome"], told, source="enquiry", asker=asker)


def _asked(
    text: Any, at: datetime, outcome: str, told: str, *, source: str, asker: str
) -> Iterator[_Asked]:
    """Give a question, or only the parts of it that were left open."""
    said = _sentence(outcome).search(" ".join(told.split()))
    parts = said.groupdict() if said else {}
    left_open = re.findall("“([^”]+)”", parts.get("gap", ""))
    for question in left_open or [text]:
        if isinstance(question, str) and question.strip(_ENDS):
            yield _Asked(question, at, outcome, source, asker, parts.get("ask", ""))


def _masked(question: str) -> str:
    # Masked when it was stored, and once more: this list goes out of the house.
    tidy = neutral(Mask().hide(question)).strip()
    return shorten(tidy, desk_policy("gaps")["longest"], placeholder=" …")


@cache
def _sentence(outcome: str) -> re.Pattern[str]:
    """Return what finds, in an answer, the sentence told for an outcome and what was filled in."""
    wording = policy("outcomes")["outcomes"][Outcome(outcome).value]["text"]
    parts = Formatter().parse(wording)
    found = (re.escape(text) + (f"(?P<{name}>.*?)" if name else "") for text, name, _, _ in parts)
    return re.compile("".join(found) + r"\s*$")


def _groups(questions: list[_Question], similarity: float) -> list[list[_Question]]:
    """Return the groups of alike questions, in each the one in the middle first."""
    if len(questions) < 2:
        return [questions] if questions else []
    # Comes with sentence-transformers; imported here because it takes a while.
    from scipy.cluster.hierarchy import fcluster, linkage

    vectors = np.stack([question.vector for question in questions])
    tree = linkage(vectors.astype(float), method="average", metric="cosine")
    numbers = fcluster(tree, 1 - similarity, criterion="distance").tolist()
    groups: dict[int, list[_Question]] = {}
    for number, question in zip(numbers, questions, strict=True):
        groups.setdefault(number, []).append(question)
    return [_from_the_middle(group) for group in groups.values()]


def _from_the_middle(group: list[_Question]) -> list[_Question]:
    middle = np.mean([question.vector for question in group], axis=0)
    return sorted(group, key=lambda question: -float(question.vector @ middle))


def _gap(group: list[_Question]) -> Gap:
    every = [asked for question in group for asked in question.asked]
    # Somebody who put the same thing in two wordings is counted once.
    once = list({asked.asker: asked for asked in every}.values())
    told = Counter(asked.ask_instead for asked in every if asked.ask_instead)
    return Gap(
        label=group[0].text,
        count=len(once),
        questions=tuple(dict.fromkeys(question.text for question in group)),
        first=min(asked.at for asked in every),
        last=max(asked.at for asked in every),
        outcomes=dict(Counter(asked.outcome for asked in once).most_common()),
        sources=dict(Counter(asked.source for asked in once).most_common()),
        ask_instead=told.most_common(1)[0][0] if told else "",
    )
