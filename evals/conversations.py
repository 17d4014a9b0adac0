"""Invented conversations in which the words are marked that the last message needs."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.choosing import SHIPPED
from evals.lines import read_lines
from evals.marks import marked_pieces, marked_spans, unmarked
from evals.snippets import is_held_out

_FOLDER: Path = SHIPPED / "followups"
BLIND = ("blind", "blind_short")
"""Conversations that nothing was made with, by the names of their files."""


class Conversation(BaseModel):
    """Earlier turns with [[marks]], a follow-up, how it reads alone, and the fact that answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    fact: str
    kind: str
    turns: tuple[str, ...]
    follow_up: str
    alone: str

    @property
    def held_out(self) -> bool:
        """Whether the tagger never saw this conversation."""
        return is_held_out(self.id)

    @property
    def history(self) -> tuple[str, ...]:
        """The earlier turns as they were said."""
        return tuple(map(unmarked, self.turns))

    @property
    def needed(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Where the marked words stand in each turn as it was said."""
        return tuple(map(marked_spans, self.turns))

    @property
    def pieces(self) -> list[str]:
        """The marked words."""
        return [piece for turn in self.turns for piece in marked_pieces(turn)]


def conversations(name: str = "learn") -> list[Conversation]:
    """Read a file of conversations."""
    return read_lines(_FOLDER / f"{name}.jsonl", Conversation)
