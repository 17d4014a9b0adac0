"""The records of this room: a source, its standing and the facts it tells."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from corpus.dates import first_day, is_partial_date


class Standing(StrEnum):
    """Whether a source or a sentence holds today."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    HISTORICAL = "historical"
    CLOSED = "closed"
    PROPOSAL = "proposal"


class Kind(StrEnum):
    """What sort of page a source is; also decides how far it outranks another."""

    GUIDANCE = "guidance"
    FRAMEWORK = "framework"
    SERVICE = "service"
    PROVIDER_FAQ = "provider-faq"
    PROVIDER_ARTICLE = "provider-article"
    NEWS = "news"
    CONSULTATION = "consultation"


FOLDERS = {
    Kind.GUIDANCE: "guidance",
    Kind.FRAMEWORK: "frameworks",
    Kind.SERVICE: "service",
    Kind.PROVIDER_FAQ: "faqs",
    Kind.PROVIDER_ARTICLE: "articles",
    Kind.NEWS: "news",
    Kind.CONSULTATION: "consultations",
}


class Fact(BaseModel):
    """A fact that a page tells, with the time it was true."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    as_of: str
    status: Standing
    superseded_by: str | None = None

    @field_validator("as_of", mode="before")
    @classmethod
    def _date(cls, value: Any) -> str:
        text = str(value)
        if not is_partial_date(text):
            raise ValueError(f"as_of must be YYYY, YYYY-MM or YYYY-MM-DD, not {text!r}")
        return text


class Document(BaseModel):
    """A source: its front matter, and its text as Markdown.

    In shipped pages each sentence stands on a line of its own and ends in an HTML
    comment with the ids of the facts it tells.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,79}$")
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    kind: Kind
    url: str | None = Field(None, pattern=r"^https?://\S+$")
    published: str | None = None
    updated: str | None = None
    status: Standing
    superseded_by: str | None = None
    applies_to: str = "England"
    licence: str | None = None
    retrieved: str | None = None
    facts: tuple[Fact, ...] = ()
    text: str = Field(min_length=1, repr=False)
    added: bool = False
    path: Path | None = Field(None, exclude=True, repr=False)

    @field_validator("published", "updated", "retrieved", mode="before")
    @classmethod
    def _date(cls, value: Any) -> str | None:
        if value is None or value == "":
            return None
        text = str(value)
        if not is_partial_date(text):
            raise ValueError(f"a date must be YYYY, YYYY-MM or YYYY-MM-DD, not {text!r}")
        return text

    @property
    def dated(self) -> str | None:
        """The date to show: last updated, else published."""
        return self.updated or self.published

    @property
    def day(self) -> date | None:
        """`dated` as its earliest possible day."""
        return first_day(self.dated) if self.dated else None
