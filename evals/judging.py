"""Judge one answer against what its question expects."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.records import Answer, Outcome

_BEHAVIOUR = {
    Outcome.ANSWERED: "answer",
    Outcome.PARTLY_ANSWERED: "answer",
    Outcome.NEEDS_CLARIFICATION: "clarify",
    Outcome.NOT_IN_GUIDANCE: "abstain",
    Outcome.OUT_OF_SCOPE: "abstain",
    Outcome.REFUSED: "refuse",
    Outcome.ERROR: "error",
}


class Case(BaseModel):
    """A question with its expected behaviour; unknown keys are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    question: str
    history: tuple[str, ...] = ()
    kind: str = "real"
    must_include: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    fact_ids: tuple[str, ...] = ()
    expected: str = "answer"
    answerable_from_facts: bool = True


class Judgement(BaseModel):
    """How one answer did; `right` is None where the case has no wording to judge by."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    expected: str
    behaviour: str
    included: bool | None
    forbidden: tuple[str, ...]
    facts_told: float | None
    quotes: int
    quotes_on_source: int
    confidence: float
    milliseconds: float

    @property
    def behaved(self) -> bool:
        """Whether the assistant answered, abstained, asked back or refused as it should."""
        return self.behaviour == self.expected

    @property
    def right(self) -> bool | None:
        """Whether behaviour and wording are both right."""
        if self.expected == "answer" and self.included is None:
            return None
        return self.behaved and self.included is not False and not self.forbidden


def read_cases(path: Path) -> list[Case]:
    """Read a file of questions, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Case.model_validate(json.loads(line)) for line in lines if line.strip()]


def holds(text: str, wanted: str) -> bool:
    """Say whether a text holds a wording; four letters or fewer must be a whole word."""
    text, wanted = _plain(text), _plain(wanted)
    if len(wanted) <= 4 and wanted.isalpha():
        return re.search(rf"\b{re.escape(wanted)}\b", text) is not None
    return wanted in text


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("‘", "'")


def judge(case: Case, answer: Answer, sources_of_fact: Mapping[str, Any]) -> Judgement:
    """Judge one answer; `sources_of_fact` maps a fact id to the ids of its pages."""
    text = answer.answer
    pages = {page for fact in case.fact_ids for page in sources_of_fact.get(fact, ())}
    quoted = [source.document_id for source in answer.sources for _ in source.quotes]
    expected = case.expected if case.answerable_from_facts else "abstain"
    return Judgement(
        id=case.id,
        kind=case.kind,
        expected=expected,
        behaviour=_BEHAVIOUR[answer.outcome],
        included=all(any(holds(text, w) for w in group) for group in case.must_include)
        if case.must_include
        else None,
        forbidden=tuple(w for w in case.must_not_include if holds(text, w)),
        facts_told=_facts_told(case, answer),
        quotes=len(quoted) if pages else 0,
        quotes_on_source=sum(page in pages for page in quoted),
        confidence=answer.confidence,
        milliseconds=answer.timings_ms.get("total", 0.0),
    )


def _facts_told(case: Case, answer: Answer) -> float | None:
    if not case.fact_ids or case.expected != "answer":
        return None
    told = set(answer.fact_ids)
    return sum(fact in told for fact in case.fact_ids) / len(case.fact_ids)
