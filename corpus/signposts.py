"""Topics that the corpus does not hold, and where to ask about each."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from corpus.settings import PACKAGE_ROOT
from corpus.yaml_files import read_yaml


class Scope(StrEnum):
    """Why the corpus does not answer a topic."""

    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    LIVE = "live"
    REFUSE = "refuse"


class Topic(BaseModel):
    """A topic, the words that finish "This is about ...", whom to ask, and examples.

    A question that matches `pattern` is about the topic whatever else it names, unless the
    sentences found match it too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    scope: Scope
    topic: str
    ask: str
    examples: tuple[str, ...] = Field(min_length=3)
    pattern: str | None = None


@cache
def topics() -> tuple[Topic, ...]:
    """Read the topics that ship with the corpus: broad ones, then near misses of a fact."""
    return tuple(
        Topic.model_validate(item)
        for name in ("signposts.yaml", "near_misses.yaml")
        for item in read_yaml(PACKAGE_ROOT / name)
    )
