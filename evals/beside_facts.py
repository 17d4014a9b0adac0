"""Questions written beside each fact: some that it answers, some that it only seems to.

They teach the cross-encoder that reads answers (`evals/fit_reader.py`); a fifth of the
facts is held out of that, for what is fitted on top of it (`evals/fit.py`).
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

from pydantic import BaseModel, ConfigDict

from evals.choosing import SHIPPED
from evals.lines import read_lines

FILE = SHIPPED / "reading" / "beside_facts.jsonl"
_SHARES = 5


class BesideFact(BaseModel):
    """A fact, questions that it answers, and questions that no fact answers but look as if."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: str
    answered: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """Whether the cross-encoder never saw these questions."""
        return crc32(self.fact.encode()) % _SHARES == 0


@cache
def beside_facts() -> tuple[BesideFact, ...]:
    """Read the shipped file."""
    return tuple(read_lines(FILE, BesideFact))
