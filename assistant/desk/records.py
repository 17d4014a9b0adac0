"""The records of the desk: an enquiry, what was read in it, a letter with its sources."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from assistant.records import Outcome, Record, Source, Statement
from corpus.yaml_files import read_yaml

_POLICY = Path(__file__).with_name("policy")

Apart = Literal["header", "quoted", "signature", "disclaimer"]


@cache
def desk_policy(name: str) -> dict[str, Any]:
    """Read one of the policy files of the desk."""
    loaded: dict[str, Any] = read_yaml(_POLICY / f"{name}.yaml")
    return loaded


class SetApart(Record):
    """A piece of an enquiry that is not the writer's own question; kept, never thrown away."""

    kind: Apart
    text: str


class Enquiry(Record):
    """An enquiry as it came: the whole text, what the writer says, and what was set apart.

    `message_id`, `in_reply_to`, `references` and `subject` let a reply join its thread.
    """

    text: str
    body: str
    apart: tuple[SetApart, ...] = ()
    id: str | None = None
    subject: str = ""
    sender_name: str = ""
    sender_email: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


class Asked(Record):
    """A question of an enquiry: as written, as it reads alone, and what was assumed for that."""

    number: int
    text: str
    standalone: str
    assumed: tuple[str, ...] = ()


class Reading(Record):
    """What an enquiry says: who writes, of what, and the questions; `notes` are for staff."""

    writer: str = ""
    greeting_name: str = ""
    slots: dict[str, str] = Field(default_factory=dict)
    npqs: tuple[str, ...] = ()
    intakes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    dates: tuple[str, ...] = ()
    questions: tuple[Asked, ...] = ()
    notes: tuple[str, ...] = ()


class Item(Record):
    """A question with what the guidance says to it; citations number the letter's sources."""

    question: str
    standalone: str
    assumed: tuple[str, ...] = ()
    outcome: Outcome
    statements: tuple[Statement, ...] = ()
    notices: tuple[str, ...] = ()
    needs_input: bool = False
    gap: str = ""
    confidence: float = 0.0
    confidence_band: str = "none"


class Letter(Record):
    """A drafted reply: the letter, its items and sources; `masked` is the letter to log or store.

    `personal` maps each placeholder to what it stands for; it is kept with the enquiry only.
    """

    reading: Reading
    items: tuple[Item, ...]
    sources: tuple[Source, ...]
    tone: str
    masked: str
    letter: str
    personal: dict[str, str]
    as_of: date
    index_id: str = ""
    writer: str = ""
    seconds: float = 0.0


class Flag(Record):
    """A sentence of an edited letter that says other than its sources, and how."""

    sentence: str
    problems: tuple[str, ...]
    evidence: str = ""
