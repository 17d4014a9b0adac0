"""Invented messages in which each question is marked, and how well they are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from evals.choosing import SHIPPED
from evals.lines import read_lines
from evals.snippets import is_held_out

FILES = tuple(SHIPPED / "questions" / f"{name}.jsonl" for name in ("learn", "learn_more"))
_OVERLAP = 0.6


class Message(BaseModel):
    """A text and where its questions start and end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def held_out(self) -> bool:
        """Whether the tagger never saw this message."""
        return is_held_out(self.id)


def messages() -> list[Message]:
    """Read the shipped messages."""
    return [message for file in FILES for message in read_lines(file, Message)]


def found_right(
    wanted: Sequence[tuple[int, int]], found: Iterable[tuple[int, int]]
) -> tuple[int, int, int]:
    """Return how many questions were found, missed, and made up.

    One is found where it and what was found have most of their length in common.
    """
    left, right, extra = list(wanted), 0, 0
    for start, end in found:
        match = next((w for w in left if _common(w, (start, end)) >= _OVERLAP), None)
        if match is None:
            extra += 1
        else:
            left.remove(match)
            right += 1
    return right, len(left), extra


def _common(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]))
