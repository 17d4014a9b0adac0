"""Draft a letter: each question of an enquiry, masked, goes through the same engine as a chat."""

from __future__ import annotations

import logging
import time
from datetime import date
from typing import Any, Protocol

from assistant.desk.letter import shown_statement, write_letter
from assistant.desk.records import Asked, Enquiry, Item, Letter, Reading, desk_policy
from assistant.desk.understanding import understand_enquiry
from assistant.masking.personal import Mask, neutral
from assistant.records import Answer, Outcome, Question, Source, Statement, policy
from assistant.verify import body
from corpus.errors import IndexMissing, NpqError

log = logging.getLogger(__name__)
_UNSURE = "low"
_BOTH = 2  # what holds now, and what was before
_FOR_THE_ASKER = ("set_aside", "not_helped", "corrected", "quoted", "stopped")


class Answers(Protocol):
    """What answers a question; the `Assistant` does."""

    def invoke(self, input: Any) -> Answer:
        """Answer one question."""


def draft_letter(
    enquiry: Enquiry,
    assistant: Answers,
    *,
    tone: str = "plain",
    as_of: date | None = None,
    reading: Reading | None = None,
) -> Letter:
    """Draft the reply to an enquiry; `reading` is one that a colleague has corrected.

    The engine and the log see masked text only. What the guidance does not say is marked.
    """
    began = time.perf_counter()
    as_of = as_of or date.today()
    reading = reading or understand_enquiry(enquiry, as_of=as_of)
    mask = mask_of(enquiry, reading)
    sources = _Sources()
    most = desk_policy("questions")["most_answered"]
    answers: list[Answer] = []
    items = []
    for place, asked in enumerate(reading.questions):
        answer = _answer(asked, mask, assistant, as_of) if place < most else None
        answers += [answer] if answer else []
        items.append(_item(asked, mask, answer, sources))
    masked = write_letter(
        items,
        sources.cited,
        name=mask.hide(reading.greeting_name),
        npqs=reading.npqs,
        tone=tone,
    )
    return Letter(
        reading=masked_reading(reading, mask),
        items=tuple(items),
        sources=tuple(sources.cited),
        tone=tone,
        masked=masked,
        letter=mask.show(masked),
        personal=mask.personal,
        as_of=as_of,
        index_id=next((a.index_id for a in answers), ""),
        writer=next((a.writer for a in answers), ""),
        seconds=round(time.perf_counter() - began, 3),
    )


def mask_of(enquiry: Enquiry, reading: Reading) -> Mask:
    """Return the placeholders of an enquiry: from its headers, its writer and its whole text."""
    mask = Mask()
    mask.know("EMAIL", enquiry.sender_email)
    for name in (enquiry.sender_name, reading.writer, reading.greeting_name):
        mask.know("NAME", name)
    mask.hide(f"{enquiry.subject}\n\n{enquiry.text}")
    return mask


def _answer(asked: Asked, mask: Mask, assistant: Answers, as_of: date) -> Answer:
    """Answer a question without what could tell whom it is about."""
    text = neutral(mask.hide(asked.standalone))
    try:
        return assistant.invoke(Question(text=text, as_of=as_of))
    except IndexMissing:
        raise
    except NpqError as error:
        sentence = error.sentence
    except Exception:
        log.exception("a question of an enquiry failed", extra={"number": asked.number})
        sentence = policy("outcomes")["outcomes"][Outcome.ERROR.value]["text"]
    return Answer(
        question=text,
        standalone_question=text,
        outcome=Outcome.ERROR,
        answer=sentence,
        as_of=as_of,
    )


class _Sources:
    """The sources of all the answers, each passage numbered once."""

    def __init__(self) -> None:
        self._by_passage: dict[str, Source] = {}

    @property
    def cited(self) -> list[Source]:
        return list(self._by_passage.values())

    def number(self, source: Source) -> int:
        """Return the number of a source in the letter; its quotes join those it has."""
        known = self._by_passage.get(source.passage)
        if known is None:
            number = len(self._by_passage) + 1
            self._by_passage[source.passage] = source.model_copy(update={"number": number})
            return number
        quotes = dict(zip(known.quotes, known.standings, strict=True))
        quotes |= dict(zip(source.quotes, source.standings, strict=True))
        self._by_passage[source.passage] = known.model_copy(
            update={"quotes": tuple(quotes), "standings": tuple(quotes.values())}
        )
        return known.number


def _item(asked: Asked, mask: Mask, answer: Answer | None, sources: _Sources) -> Item:
    question, standalone = mask.hide(asked.text), mask.hide(asked.standalone)
    assumed = tuple(mask.hide(text) for text in asked.assumed)
    if answer is None:
        return Item(
            question=question,
            standalone=standalone,
            assumed=assumed,
            outcome=Outcome.ERROR,
            needs_input=True,
            gap=desk_policy("letter")["not_looked_up"],
        )
    numbers = {source.number: sources.number(source) for source in answer.sources}
    return Item(
        question=question,
        standalone=standalone,
        assumed=assumed,
        outcome=answer.outcome,
        statements=tuple(
            Statement(text=s.text, citations=tuple(numbers[n] for n in s.citations))
            for s in answer.statements
        ),
        notices=_notices(answer),
        needs_input=answer.outcome is not Outcome.ANSWERED or answer.confidence_band == _UNSURE,
        gap=_gap(answer),
        confidence=answer.confidence,
        confidence_band=answer.confidence_band,
    )


def _notices(answer: Answer) -> tuple[str, ...]:
    """Return what the writer must be told; how we read the question is not for the letter.

    What changed is told in a word where the paragraph has both sentences.
    """
    wording = policy("outcomes")["notices"]
    ours = tuple(str(wording[name]).split("{")[0] for name in _FOR_THE_ASKER)
    changed = str(wording["changed"]).split("{")[0]
    short = str(desk_policy("letter")["changed_told"])
    told = [body(statement.text) for statement in answer.statements]
    return tuple(
        short
        if notice.startswith(changed) and sum(text in notice for text in told) >= _BOTH
        else notice
        for notice in answer.notices
        if not notice.startswith(ours)
    )


def _gap(answer: Answer) -> str:
    """Return what the answer says beside its statements: what is missing, whom to ask."""
    if answer.outcome is Outcome.ANSWERED:
        return ""
    if answer.clarifying_question:
        return answer.clarifying_question
    text = answer.answer
    if answer.outcome is Outcome.NOT_IN_GUIDANCE:
        text = text.removeprefix(
            policy("outcomes")["outcomes"][answer.outcome]["text"].format(ask="")
        )
    for statement in answer.statements:
        text = text.replace(shown_statement(statement.text, statement.citations), " ")
    return " ".join(text.split())


def masked_reading(reading: Reading, mask: Mask) -> Reading:
    """Return a reading with placeholders for what is personal."""
    questions = tuple(
        question.model_copy(
            update={
                "text": mask.hide(question.text),
                "standalone": mask.hide(question.standalone),
                "assumed": tuple(mask.hide(text) for text in question.assumed),
            }
        )
        for question in reading.questions
    )
    names = {"writer": mask.hide(reading.writer), "greeting_name": mask.hide(reading.greeting_name)}
    told = {
        "dates": tuple(mask.hide(text) for text in reading.dates),
        "notes": tuple(mask.hide(text) for text in reading.notes),
    }
    return reading.model_copy(update={"questions": questions, **names, **told})
