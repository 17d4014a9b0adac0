"""The second writer: a language model words the answer from numbered evidence."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from langchain_core.messages import BaseMessage

from assistant.check.reading import has
from assistant.masking.personal import Mask
from assistant.model.client import ModelClient
from assistant.model.parsing import Stated, StatementParser
from assistant.model.prompts import prompt
from assistant.records import Outcome, policy
from assistant.statements import marked
from assistant.turn import PartResult, Proposed, Turn
from assistant.write import Draft, fits, redundant
from corpus.dates import in_words
from corpus.errors import ModelFailed
from index.records import Hit


class ModelWriter:
    """Proposes statements for one part of a message; the check decides which are shown."""

    def __init__(self, client: ModelClient, name: str) -> None:
        self._client = client
        self._prompt = prompt("answer")
        self.identity = f"{name}@{self._prompt.hash}"

    def __call__(self, turn: Turn, part: PartResult) -> Generator[Proposed, None, None]:
        """Yield statements as the model writes them; a failure ends them and is noted."""
        answered = [other for other in turn.parts if other.outcome is Outcome.ANSWERED]
        first = answered[: policy("model")["most_asks"]]
        if turn.model.failure or not any(other is part for other in first):
            return
        turn.model.name = self.identity
        evidence = evidence_for(part)
        messages = self._messages(turn, part, evidence)
        parser = StatementParser(len(evidence))
        stated: list[Stated] = []
        try:
            for piece in self._client.ask(messages, turn.model):
                for each in parser.feed(piece):
                    stated.append(each)
                    yield from proposed(each, evidence, part.draft)
                if len(stated) >= policy("model")["most_statements"]:
                    return
            for each in parser.finish():
                stated.append(each)
                yield from proposed(each, evidence, part.draft)
            if not stated or parser.unfinished:
                failure = ModelFailed("broken_off" if stated else "no_statement")
                self._client.failed(failure, turn.model)
        except _ContradictedError:
            turn.model.count(dropped=1)
        except ModelFailed:
            return

    def _messages(self, turn: Turn, part: PartResult, evidence: Sequence[Hit]) -> list[BaseMessage]:
        """Fill in the prompt; what a person wrote goes out masked, on one line."""
        mask, ask, words = Mask(), part.draft.ask, policy("model")
        lead = policy("outcomes")["leads"][part.draft.lead] if part.draft.lead else ""
        return self._prompt.template.format_messages(
            today=in_words(turn.question.as_of),
            evidence="\n".join(
                f"[{number}] {_line(hit)}" for number, hit in enumerate(evidence, start=1)
            ),
            question=" ".join(mask.hide(ask.asked).split()),
            standalone=" ".join(mask.hide(ask.text).split()),
            settled=words["settled"].format(lead=lead) if lead else "",
        )


class _ContradictedError(Exception):
    """The model says yes where the guidance settles no, or the other way round."""


def evidence_for(part: PartResult) -> list[Hit]:
    """Return what the model may use: the sentences to quote, then the best others that fit."""
    chosen = list(part.draft.hits)
    for hit in part.found.hits:
        if len(chosen) >= policy("model")["evidence"]:
            break
        if fits(part.draft.ask, hit) and not redundant(hit, chosen):
            chosen.append(hit)
    return chosen


def _line(hit: Hit) -> str:
    standing = policy("model")["standings"][hit.standing.value]
    dated = f", {in_words(hit.passage.dated)}" if hit.passage.dated else ""
    source = f"{hit.passage.title}{dated}, {standing}"
    return " ".join(f"({source}) {hit.sentence.text}".split())


def proposed(stated: Stated, evidence: Sequence[Hit], draft: Draft) -> Iterator[Proposed]:
    """Yield a statement with its sentences, its yes or no taken off, its standing put on.

    One that could not be shown whatever its evidence says cites nothing.
    """
    text = _unopened(stated.text, draft)
    hits = tuple(evidence[number - 1] for number in stated.numbers)
    if not presentable(text, " ".join(hit.sentence.text for hit in hits)):
        hits = ()
    standings = {hit.standing for hit in hits}
    prefixes = policy("outcomes")["prefixes"].values()
    if len(standings) == 1 and not any(prefix in text for prefix in prefixes):
        text = marked(text, standings.pop())
    yield Proposed(text, hits)


def _unopened(text: str, draft: Draft) -> str:
    words = policy("model")
    opener = re.match(words["opener"], text, re.I)
    if opener is None or not text[opener.end() :]:
        return text
    ours = words["opens_with"].get(draft.lead) if draft.lead else opener.lastgroup
    if opener.lastgroup != ours:
        raise _ContradictedError
    rest = text[opener.end() :]
    return rest[0].upper() + rest[1:]


def presentable(text: str, evidence: str) -> bool:
    """Say whether a text is a statement of the guidance at all, whatever its evidence says.

    A question, a fragment, somebody speaking for themselves, or an address of its own making
    is not.
    """
    words = policy("model")
    opener = re.match(words["opener"], text, re.I)
    said = text[opener.end() :] if opener else text
    whole = has("verbs", said) and not re.search(words["fragment"], said, re.I)
    suspect = [token for token in text.split() if re.search(words["suspect"], token)]
    known = all(token.strip(".,;:()") in evidence for token in suspect)
    speaks = re.search(words["speaks"], text) and not re.search(words["speaks"], evidence)
    stated = not text.rstrip(" \"'”’").endswith("?") and not speaks
    return known and stated and whole and len(text) <= words["most_chars"]
