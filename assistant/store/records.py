"""What the store gives out: frozen records, usable after their transaction is over."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import AwareDatetime, ConfigDict, Field

from assistant.records import Record


class Row(Record):
    """A record that is made from a row of a table."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class EnquirySummary(Row):
    """A line of the list of enquiries."""

    id: int
    received: AwareDatetime
    updated: AwareDatetime
    state: str
    version: int
    queue: str | None
    source: str
    from_name: str
    subject: str
    draft_number: int
    drafted_by: str | None
    approved_sha256: str | None


class EnquiryRecord(EnquirySummary):
    """An enquiry as it stands; `version` is what the next action must name."""

    from_address: str
    message_id: str
    references: tuple[str, ...]
    original: str
    masked: str
    personal: dict[str, Any]
    reading: dict[str, Any]


class DraftRecord(Row):
    """One version of the letter, with the passages it cites as they were then.

    `items` and `reading` are masked; `personal` is what their placeholders stand for.
    """

    number: int
    at: AwareDatetime
    author: str
    letter: str
    sha256: str
    items: list[Any]
    passages: list[Any]
    index_id: str
    writer: str
    tone: str
    sources: list[Any] = Field(default_factory=list)
    reading: dict[str, Any] = Field(default_factory=dict)
    personal: dict[str, Any] = Field(default_factory=dict)
    as_of: date | None = None


class ReviewRecord(Row):
    """What a colleague decided about one version of the letter."""

    at: AwareDatetime
    reviewer: str
    decision: str
    draft_number: int
    sha256: str | None
    note: str
    queue: str | None


class EventRecord(Row):
    """One thing that was done to an enquiry."""

    version: int
    at: AwareDatetime
    actor: str
    roles: tuple[str, ...]
    single_user: bool
    action: str
    from_state: str | None
    to_state: str
    details: dict[str, Any]


class ExportRecord(Row):
    """A letter that was taken out: which text, as what, by whom."""

    at: AwareDatetime
    by: str
    format: str
    draft_number: int
    sha256: str


class EnquiryFile(Record):
    """An enquiry with everything that belongs to it, of one moment; oldest first."""

    enquiry: EnquiryRecord
    drafts: tuple[DraftRecord, ...]
    reviews: tuple[ReviewRecord, ...]
    events: tuple[EventRecord, ...]
    exports: tuple[ExportRecord, ...]


class TurnRecord(Row):
    """A question of a conversation and its answer, as the JSON contract has it."""

    number: int
    at: AwareDatetime
    question: str
    answer_id: str
    answer: dict[str, Any]
    outcome: str
    writer: str
    index_id: str


class ConversationRecord(Record):
    """A conversation with its turns, oldest first."""

    id: str
    started: AwareDatetime
    updated: AwareDatetime
    turns: tuple[TurnRecord, ...]
