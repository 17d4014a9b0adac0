"""One question on its way through the pipeline."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from assistant.courtesy import Reply
from assistant.guard import Guarded
from assistant.records import Answer, Clarification, Outcome, Question, Usage
from assistant.understand import Understood
from assistant.write import Draft
from index.opened import OpenIndex
from index.reading import Reading
from index.records import Hit, SearchResult


@dataclass(frozen=True)
class Proposed:
    """A statement that a writer proposes, with the sentences that it cites."""

    text: str
    hits: tuple[Hit, ...]


class Line(Proposed):
    """A statement that passed the check."""


@dataclass
class ModelWork:
    """What a language model did for a turn: its name, whether it is shown, what it took.

    `began` is the moment of `time.perf_counter` at which it was first asked.
    """

    name: str = ""
    shown: bool = False
    began: float | None = None
    usage: Usage = field(default_factory=Usage)

    @property
    def failure(self) -> str:
        """One word for what ended its work; empty if nothing did."""
        return self.usage.failure

    @property
    def asked(self) -> bool:
        """Whether there is a model and it was to do something."""
        return self.usage != Usage()

    def note(self, **changes: Any) -> None:
        """Set parts of its usage."""
        self.usage = self.usage.model_copy(update=changes)

    def count(self, **more: int) -> None:
        """Add to the counts of its usage."""
        self.note(**{name: getattr(self.usage, name) + value for name, value in more.items()})


@dataclass
class PartResult:
    """What came of one question of the message.

    `quoted` are the sentences of the guidance that answer it, as they stand; `phrased` is what
    a language model makes of them, asked only when the first of it is wanted. `reading` is
    what the confidence and the outcome were made from.
    """

    found: SearchResult
    draft: Draft
    confidence: float
    outcome: Outcome = Outcome.ANSWERED
    quoted: tuple[Proposed, ...] = ()
    phrased: Generator[Proposed, None, None] | None = None
    lines: list[Line] = field(default_factory=list)
    ask_instead: str = ""
    topic: str = ""
    reading: Reading = field(default_factory=Reading)


@dataclass
class Turn:
    """The state that the steps fill in, in order; `answer` ends it.

    `reply` is what a message that wants no answer gets instead of one.
    """

    question: Question
    index: OpenIndex
    guarded: Guarded | None = None
    reply: Reply | None = None
    understood: Understood | None = None
    clarify: Clarification | None = None
    found: list[SearchResult] = field(default_factory=list)
    parts: list[PartResult] = field(default_factory=list)
    refused: bool = False
    english: bool = True
    dropped: int = 0
    told: set[str] = field(default_factory=set)
    started: float = field(default_factory=time.perf_counter)
    model: ModelWork = field(default_factory=ModelWork)
    timings_ms: dict[str, float] = field(default_factory=dict)
    answer: Answer | None = None
