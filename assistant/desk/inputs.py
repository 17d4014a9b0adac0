"""What people and the drafting hand to the desk, cleaned and measured before it is kept."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import Field

from assistant.desk.records import desk_policy
from assistant.desk.states import refusal, rules
from assistant.records import Record
from corpus.errors import DeskError

# PostgreSQL keeps no NUL, and half of a surrogate pair is no text anywhere.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


class Incoming(Record):
    """An enquiry as it came, and as it was masked and read."""

    original: str
    masked: str
    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    source: str = Field("paste", max_length=32)
    personal: dict[str, str] = Field(default_factory=dict)
    reading: dict[str, Any] = Field(default_factory=dict)


class NewDraft(Record):
    """A version of the letter and what it rests on; `as_of` is the day it speaks of.

    `items` and `reading` are masked; `personal` is what their placeholders stand for.
    """

    letter: str
    items: list[Any] = Field(default_factory=list)
    passages: list[Any] = Field(default_factory=list)
    index_id: str = Field("", max_length=64)
    writer: str = Field("", max_length=200)
    tone: str = Field("plain", max_length=32)
    sources: list[Any] = Field(default_factory=list)
    reading: dict[str, Any] = Field(default_factory=dict)
    personal: dict[str, str] = Field(default_factory=dict)
    as_of: date | None = None


def hash_of(letter: str) -> str:
    """Return the SHA-256 that an approval is bound to."""
    return sha256(letter.encode("utf-8")).hexdigest()


def open_marks(letter: str) -> int:
    """Return how many places of a letter still need words that only a person can write."""
    return len(re.findall(desk_policy("workbench")["open_mark"], letter, re.I))


def clean(value: Any) -> Any:
    """Return text, or a structure of it, with line ends alike and what no database keeps gone."""
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return _UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if isinstance(value, dict):
        return {clean(key): clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value


def checked_incoming(incoming: Incoming, limit: int) -> Incoming:
    """Return an enquiry fit to be kept, or raise `DeskError`."""
    tidy = Incoming.model_validate(clean(incoming.model_dump()))
    _measure(tidy.original, limit, "empty_enquiry")
    # Masking may lengthen a text; what has no limit is only what a person did not type.
    _measure(tidy.masked, 4 * limit, "empty_enquiry")
    return tidy


def checked_draft(draft: NewDraft) -> NewDraft:
    """Return a draft fit to be kept, or raise `DeskError`."""
    tidy = NewDraft.model_validate(clean(draft.model_dump()))
    _measure(tidy.letter, rules().limits.letter_chars, "empty_letter")
    return tidy


def checked_note(note: str) -> str:
    """Return a note or reason fit to be kept, or raise `DeskError`."""
    tidy = str(clean(note)).strip()
    _measure(tidy, rules().limits.note_chars, "empty_note")
    return tidy


def _measure(text: str, limit: int, empty: str) -> None:
    if not text.strip():
        raise DeskError(refusal(empty))
    if len(text) > limit:
        raise DeskError(refusal("too_long", length=f"{len(text):,}", limit=f"{limit:,}"))
