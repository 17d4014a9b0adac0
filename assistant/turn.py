"""One question on its way through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.clarify import Clarification
from assistant.guard import Guarded
from assistant.records import Answer, Outcome, Question
from assistant.understand import Understood
from assistant.write import Draft
from index.opened import OpenIndex
from index.records import Hit, SearchResult


@dataclass(frozen=True)
class Line:
    """A statement that passed the check, with the sentences that it cites."""

    text: str
    hits: tuple[Hit, ...]


@dataclass
class PartResult:
    """What came of one question of the message."""

    found: SearchResult
    draft: Draft
    confidence: float
    outcome: Outcome = Outcome.ANSWERED
    lines: list[Line] = field(default_factory=list)
    ask_instead: str = ""
    topic: str = ""


@dataclass
class Turn:
    """The state that the steps fill in, in order; `answer` ends it."""

    question: Question
    index: OpenIndex
    guarded: Guarded | None = None
    understood: Understood | None = None
    clarify: Clarification | None = None
    found: list[SearchResult] = field(default_factory=list)
    parts: list[PartResult] = field(default_factory=list)
    refused: bool = False
    english: bool = True
    dropped: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)
    answer: Answer | None = None
