"""Evaluation cases from an approved letter: what a colleague stood by, masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from assistant.desk.checking import check_letter
from assistant.desk.keeping import draft_numbered, letter_of
from assistant.desk.records import Item, Letter
from assistant.masking.personal import Mask, neutral, restored
from assistant.records import Outcome
from assistant.store.records import EnquiryFile

# How the behaviour is called that an evaluation expects where the letter answers nothing.
_BEHAVIOURS = {
    Outcome.NOT_IN_GUIDANCE: "abstain",
    Outcome.OUT_OF_SCOPE: "abstain",
    Outcome.NEEDS_CLARIFICATION: "clarify",
    Outcome.REFUSED: "refuse",
}
_MARKS = re.compile(r"((?:\[\d+\]\s*)+)")
_SOURCE_LIST = re.compile(r"^\[\d+\] ", re.M)
_CLOSING = "”’\"' \n"

Case = dict[str, Any]


class _Cited(NamedTuple):
    """A piece of the letter and the documents that it cites."""

    text: str
    documents: tuple[str, ...]


def cases_of(file: EnquiryFile) -> list[Case]:
    """Return a case a question of the latest letter, in the fields of an evaluation's `Case`.

    What is cited under a question is the expected answer, save what its sources do not say,
    though a colleague stood by it. A question has no case when it was not looked up, when the
    letter leaves it out, or when what was found for it was taken out.
    """
    letter, draft = letter_of(file), draft_numbered(file)
    if letter is None or draft is None:
        return []
    about = {
        "enquiry": file.enquiry.id,
        "draft": draft.number,
        "letter_sha256": draft.sha256,
        "index_id": draft.index_id,
        "writer": draft.writer,
    }
    mask = Mask.knowing(letter.personal)
    unfounded = frozenset(_words(flag.sentence) for flag in check_letter(draft.letter, letter))
    made: dict[str, Case] = {}
    for item, section in zip(letter.items, _sections(letter), strict=True):
        case = _case(item, section, letter, mask, unfounded) if section is not None else None
        if case is None:
            continue
        key = sha256(case["question"].casefold().encode()).hexdigest()[:10]
        name = f"learned-{file.enquiry.id}-{key}"
        case["metadata"] |= about
        made.setdefault(name, {"id": name} | case)
    return list(made.values())


def _case(
    item: Item, section: str, letter: Letter, mask: Mask, unfounded: frozenset[str]
) -> Case | None:
    pieces = list(_cited(item, section, letter, mask, unfounded))
    documents = dict.fromkeys(name for piece in pieces for name in piece.documents)
    case: Case = {
        "question": neutral(item.standalone).strip(),
        "as_of": letter.as_of.isoformat(),
        "tags": ["learned", item.outcome.value],
        "metadata": {},
    }
    if pieces:
        return case | {
            "expected_behaviour": "answer",
            "expected_answer": " ".join(piece.text for piece in pieces),
            "expected_sources": list(documents),
        }
    if item.outcome not in _BEHAVIOURS:
        return None
    # What a colleague wrote of their own is kept to be read, not expected of the assistant.
    reviewed = neutral(mask.hide(section.strip().split("\n\n")[0])).strip()
    case["metadata"] |= {"reviewed": reviewed} if reviewed else {}
    return case | {"expected_behaviour": _BEHAVIOURS[item.outcome]}


def _cited(
    item: Item, section: str, letter: Letter, mask: Mask, unfounded: frozenset[str]
) -> Iterator[_Cited]:
    """Yield each piece of a section that cites sources of the letter; guidance stays verbatim."""
    documents = {source.number: source.document_id for source in letter.sources}
    said = {_tidy(statement.text) for statement in item.statements}
    parts = _MARKS.split(section)
    for piece, marks in zip(parts[::2], parts[1::2], strict=False):
        text = _tidy(piece)
        numbers = map(int, re.findall(r"\d{1,9}", marks))
        cited = tuple(documents[number] for number in numbers if number in documents)
        if text and cited and _words(text) not in unfounded:
            yield _Cited(text if text in said else neutral(mask.hide(text)), cited)


def _sections(letter: Letter) -> list[str | None]:
    """Return what the letter says under each question, None where the question is gone."""
    text = _without_sources(letter.letter)
    places: list[tuple[int, int] | None] = []
    done = 0
    for item in letter.items:
        place = _place(text, item, letter.personal, done)
        done = place[1] if place else done
        places.append(place)
    starts = sorted(place[0] for place in places if place)
    return [
        text[place[1] : next((s for s in starts if s > place[0]), len(text))].lstrip(_CLOSING)
        if place
        else None
        for place in places
    ]


def _without_sources(text: str) -> str:
    listed = _SOURCE_LIST.search(text)
    return text[: listed.start()] if listed else text


def _place(text: str, item: Item, personal: dict[str, str], after: int) -> tuple[int, int] | None:
    """Return where a question's line begins, and where what is said to it does.

    A colleague may have taken out the line with the question: a sentence of the draft that
    still stands there tells the place too.
    """
    question = _pattern(restored(item.question, personal)).search(text, after)
    if question:
        return text.rfind("\n", 0, question.start()) + 1, question.end()
    for statement in item.statements:
        said = _pattern(statement.text).search(text, after)
        if said:
            return said.start(), said.start()
    return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, text.split())) or r"(?!)")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", _MARKS.sub(" ", text).lower()))


def _tidy(text: str) -> str:
    return " ".join(text.split())
