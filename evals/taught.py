"""What the cross-encoder is taught beside facts: messages to ask back on or to refuse, near misses.

Written by language-model helpers from the facts alone (`datasets/README.md`). A third of the
messages is held out of the training (`evals/fit_reader.py`), for what is fitted on top of it.
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

from pydantic import BaseModel, ConfigDict

from corpus.asked import Asked, predicted_questions
from evals.choosing import SHIPPED
from evals.lines import read_lines

FOLDER = SHIPPED / "reading"
_SHARES = 3
_EVERY = 2  # of the predicted questions, which the search knows by heart, one in so many


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str

    @property
    def held_out(self) -> bool:
        """Whether the cross-encoder never saw this message."""
        return crc32(self.text.encode()) % _SHARES == 0


class Message(_Line):
    """A message, and the topic of `policy/clarify.yaml` to ask back on; None if it says enough."""

    topic: str | None


class Request(_Line):
    """A message that must be refused, or one like it that must not."""

    refuse: bool
    kind: str


class NearMiss(_Line):
    """A question about NPQs that no fact answers."""

    about: str


def learnt_by_heart() -> list[Asked]:
    """Return the predicted questions that the cross-encoder learns from."""
    return predicted_questions()[::_EVERY]


@cache
def messages() -> tuple[Message, ...]:
    """Read the messages that may leave unsaid what their answer turns on."""
    return tuple(read_lines(FOLDER / "unsaid.jsonl", Message))


@cache
def requests() -> tuple[Request, ...]:
    """Read the messages that may ask for what is never done."""
    return tuple(read_lines(FOLDER / "refused.jsonl", Request))


@cache
def near_misses() -> tuple[NearMiss, ...]:
    """Read the questions that no fact answers."""
    return tuple(read_lines(FOLDER / "near_misses.jsonl", NearMiss))
