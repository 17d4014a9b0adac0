"""What is wrong with a file of questions, each told with file and line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.errors import EvaluationError


class Problem(BaseModel):
    """One thing wrong with a file; `line` is 0 where it is the file as a whole."""

    model_config = ConfigDict(frozen=True)

    file: str
    line: int
    message: str
    severity: Literal["error", "warning"] = "error"

    @property
    def sentence(self) -> str:
        """The problem as one plain sentence."""
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.message}."


class DatasetError(EvaluationError):
    """A file of questions cannot be used; `problems` holds all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        more = len(problems) - 1
        also = f" ({more} more {'problem' if more == 1 else 'problems'} in this file)"
        super().__init__(problems[0].sentence + (also if more else ""))
        self.problems = tuple(problems)
