"""Read an answer in prose: what it does, its sentences, and the numbers it cites."""

from __future__ import annotations

import re

from corpus.sentences import split_sentences
from evals.records import Behaviour, Generated, Said
from evals.systems.base import Prompted, parameters

_CITED = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_LEADING = re.compile(rf"(?:{_CITED.pattern}\s*)+")
_SPACE_BEFORE = re.compile(r"\s+([.,;:!?])")
_FOLDED = str.maketrans("‘’“”", "''\"\"")
_READ_IN_ORDER = (Behaviour.REFUSE, Behaviour.ABSTAIN, Behaviour.CLARIFY)


def behaviour_of(text: str) -> Behaviour:
    """Tell an answer from abstaining, asking back and refusing, by the patterns of `prose.yaml`."""
    plain = " ".join(text.translate(_FOLDED).lower().split())
    for behaviour in _READ_IN_ORDER:
        if any(re.search(pattern, plain) for pattern in parameters("prose")[behaviour.value]):
            return behaviour
    return Behaviour.ANSWER


def read_prose(prompted: Prompted, text: str, *, writer: str) -> Generated:
    """Return prose as a record; it tells no sources, no passages and no confidence."""
    return Generated(
        case_id=prompted.id,
        behaviour=behaviour_of(text),
        answer=text,
        statements=tuple(_statements(text)),
        writer=writer,
    )


def _statements(text: str) -> list[Said]:
    """Cut prose into sentences; numbers after a full stop belong to the sentence before them."""
    found: list[Said] = []
    for start, end in split_sentences(text):
        sentence = text[start:end]
        leading = _LEADING.match(sentence)
        if leading and found:
            last = found.pop()
            numbers = (*last.citations, *_numbers(leading[0]))
            found.append(last.model_copy(update={"citations": numbers}))
            sentence = sentence[leading.end() :]
        bare = _SPACE_BEFORE.sub(r"\1", " ".join(_CITED.sub("", sentence).split()))
        if bare:
            found.append(Said(text=bare, citations=_numbers(sentence)))
    return found


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for each in _CITED.findall(text) for number in each.split(","))
