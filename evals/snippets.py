"""Invented snippets in which what is personal is marked, and how well it is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from pydantic import BaseModel, ConfigDict

from assistant.masking.found import Found
from evals.choosing import SHIPPED
from evals.lines import read_lines

FOLDER = SHIPPED / "personal"
LOOKED_AT = ("first", "unseen", "blind", "hard", "kinds")
"""Sets that were looked at while rules were made."""
LEARN = "learn"
EXAMPLES = "examples"
"""What the tests of the rules say, as snippets."""
MEASURED = ("kept", "blind_ordinary", "blind_hard")
"""Sets that nothing was made with; totals only."""
_SHARES = 8
_TOGETHER = 10  # snippets in a row, which may be like each other, are held out together


class Snippet(BaseModel):
    """A text and its personal pieces: kind, as written, and where it starts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    personal: tuple[tuple[str, str, int], ...]

    @property
    def held_out(self) -> bool:
        """Whether the tagger never saw this snippet of `learn`."""
        return is_held_out(self.id)


def is_held_out(identity: str) -> bool:
    """Say whether a text is of the eighth that no tagger sees; ids are a writer and a number."""
    writer, _, number = identity.rpartition("-")
    return crc32(f"{writer} {int(number) // _TOGETHER}".encode()) % _SHARES == 0


class Scored(NamedTuple):
    """How many pieces there are and were masked; which were missed, and which are none."""

    personal: int
    missed: list[tuple[str, str]]
    masked: int
    wrong: list[tuple[str, str]]

    @property
    def recall(self) -> float:
        """Return the share of what is personal that was masked whole, as its kind."""
        return 1 - len(self.missed) / max(self.personal, 1)

    @property
    def precision(self) -> float:
        """Return the share of what was masked that touches something personal."""
        return 1 - len(self.wrong) / max(self.masked, 1)


def snippets(name: str) -> list[Snippet]:
    """Read one of the sets."""
    return read_lines(FOLDER / f"{name}.jsonl", Snippet)


def score(lines: Sequence[Snippet], found: Iterable[Sequence[Found]]) -> Scored:
    """Score what was found; a piece counts only if all of it is found, as its kind."""
    scored = Scored(0, [], 0, [])
    personal = masked = 0
    for line, pieces in zip(lines, found, strict=True):
        spans = [(start, start + len(value), kind) for kind, value, start in line.personal]
        for start, end, kind in spans:
            covered = {i for f in pieces if f.kind == kind for i in range(f.start, f.end)}
            if not {i for i in range(start, end) if line.text[i].isalnum()} <= covered:
                scored.missed.append((line.id, line.text[start:end]))
        for piece in pieces:
            if not any(piece.start < end and start < piece.end for start, end, _ in spans):
                said = line.text[piece.start : piece.end]
                scored.wrong.append((line.id, f"{piece.kind} {said}"))
        personal, masked = personal + len(spans), masked + len(pieces)
    return scored._replace(personal=personal, masked=masked)
