"""An engine that is followed while it drafts: how far it is, and what it cites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from assistant.records import Answer
from index.records import Passage


class Engine(Protocol):
    """What answers questions and shows passages; the `Assistant` does."""

    def invoke(self, input: Any) -> Answer:
        """Answer one question."""

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage of the index in use."""


class Followed:
    """Answers by an engine, telling `progress` (done, of how many) and keeping what is cited.

    A passage is fetched right after its answer: the index may be swapped before the letter is
    done.
    """

    def __init__(
        self, engine: Engine, total: int, progress: Callable[[int, int], None] | None
    ) -> None:
        self._engine = engine
        self._total = total
        self._progress = progress
        self._done = 0
        self.passages: dict[str, Passage] = {}

    def invoke(self, input: Any) -> Answer:
        """Answer one question."""
        try:
            answer = self._engine.invoke(input)
            for source in answer.sources:
                passage = self._engine.passage(source.passage)
                if passage is not None:
                    self.passages[source.passage] = passage
        finally:
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, self._total)
        return answer
