"""Invented people, an invented enquiry, and a clock that moves only when told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.desk.inputs import Incoming, NewDraft
from assistant.desk.service import ReplyDesk
from assistant.desk.staff import Actor
from assistant.desk.states import Role, State
from assistant.store.engine import Store
from assistant.store.records import EnquiryRecord

AMIRA = Actor(name="amira@example.org", roles=frozenset({Role.OFFICER}))
BEN = Actor(name="ben@example.org", roles=frozenset({Role.OFFICER, Role.REVIEWER}))
RUTH = Actor(name="ruth@example.org", roles=frozenset({Role.REVIEWER}))
ADMIN = Actor(name="ada@example.org", roles=frozenset({Role.ADMIN}))
NOBODY = Actor(name="nadia@example.org", roles=frozenset())
START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

ENQUIRY = Incoming(
    original="Dear all,\nI am Jo Field. How long is NPQH?\nJo, 01632 960 001",
    masked="Dear all,\nI am [name 1]. How long is NPQH?\n[name 1], [phone 1]",
    from_name="Jo Field",
    from_address="jo.field@example.org",
    subject="How long is NPQH?",
    message_id="<1@example.org>",
    references=("<0@example.org>",),
    source="eml",
    personal={"[name 1]": "Jo Field", "[phone 1]": "01632 960 001"},
    reading={"questions": ["How long is NPQH?"]},
)


def letter(text: str) -> NewDraft:
    """A draft whose letter says this."""
    return NewDraft(
        letter=f"Dear Jo Field,\n\n{text}\n",
        items=[{"question": "How long is NPQH?", "outcome": "answered"}],
        passages=[{"id": "npqh#0", "text": "NPQH takes 18 months."}],
        index_id="abc123",
        writer="extractive",
    )


DRAFT = letter("NPQH takes 18 months.")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


def brought_to(state: State, desk: ReplyDesk) -> EnquiryRecord:
    """An enquiry that the desk itself took to a state, drafted by Amira."""
    now = desk.paste(AMIRA, ENQUIRY)
    if state is State.NEW:
        return now
    if state is State.CLOSED:
        return desk.close(AMIRA, now.id, now.version, "Not for us.")
    now = desk.draft(AMIRA, now.id, now.version, DRAFT)
    if state is State.ESCALATED:
        return desk.escalate(AMIRA, now.id, now.version, "policy", "Nobody knows.")
    if state is State.DRAFTED:
        return now
    now = desk.submit(AMIRA, now.id, now.version)
    if state is State.IN_REVIEW:
        return now
    if state is State.CHANGES_REQUESTED:
        return desk.request_changes(RUTH, now.id, now.version, "Say it more plainly.")
    now = desk.approve(RUTH, now.id, now.version, latest_hash(desk, now))
    if state is State.APPROVED:
        return now
    return desk.mark_sent(AMIRA, now.id, now.version)


def latest_hash(desk: ReplyDesk, enquiry: EnquiryRecord) -> str:
    """The hash of the letter as it stands."""
    return desk.open(AMIRA, enquiry.id).drafts[-1].sha256


def new_desk(store: Store) -> ReplyDesk:
    """A desk on a store, with a clock of its own."""
    return ReplyDesk(store, clock=Clock())
