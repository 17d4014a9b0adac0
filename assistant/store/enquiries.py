"""Rows of enquiries and of what belongs to them; rules are the desk's, not ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pydantic import AwareDatetime, Field
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from assistant.records import Record
from assistant.store.records import (
    DraftRecord,
    EnquiryFile,
    EnquiryRecord,
    EnquirySummary,
    EventRecord,
    ExportRecord,
    ReviewRecord,
    Row,
)
from assistant.store.tables import Draft, Enquiry, Event, Export, Review

R = TypeVar("R", bound=Row)
_Part = type[Draft] | type[Review] | type[Event] | type[Export]
_MOST_SAME = 5


class Filter(Record):
    """Which enquiries to list; what is left out does not narrow the list."""

    states: tuple[str, ...] = ()
    queue: str | None = None
    drafted_by: str | None = None
    not_drafted_by: str | None = None
    received_from: AwareDatetime | None = None
    received_before: AwareDatetime | None = None
    text: str = ""
    newest_first: bool = True
    limit: int = Field(50, ge=1, le=500)
    offset: int = Field(0, ge=0)


def locked(session: Session, enquiry_id: int) -> Enquiry | None:
    """Return an enquiry that nobody else can change before this transaction is over."""
    # SQLite has no row locks: there the whole transaction is the only writer.
    return session.get(Enquiry, enquiry_id, with_for_update=True) if _fits(enquiry_id) else None


def latest_draft(session: Session, enquiry: Enquiry) -> Draft | None:
    """Return the newest version of the letter."""
    return session.scalars(
        select(Draft).where(Draft.enquiry_id == enquiry.id, Draft.number == enquiry.draft_number)
    ).one_or_none()


def latest_event(session: Session, enquiry: Enquiry) -> Event:
    """Return what was done last; there is always one, since adding it is one."""
    return session.scalars(
        select(Event).where(Event.enquiry_id == enquiry.id).order_by(Event.version.desc()).limit(1)
    ).one()


def whole_file(session: Session, enquiry_id: int) -> EnquiryFile | None:
    """Return an enquiry with its versions, reviews, events and exports."""
    enquiry = session.get(Enquiry, enquiry_id) if _fits(enquiry_id) else None
    if enquiry is None:
        return None
    return EnquiryFile(
        enquiry=EnquiryRecord.model_validate(enquiry),
        drafts=_part(session, Draft, enquiry_id, DraftRecord),
        reviews=_part(session, Review, enquiry_id, ReviewRecord),
        events=_part(session, Event, enquiry_id, EventRecord),
        exports=_part(session, Export, enquiry_id, ExportRecord),
    )


def same_text(session: Session, enquiry_id: int) -> tuple[EnquirySummary, ...]:
    """Return the other enquiries, earliest first, whose text came word for word the same."""
    text = select(Enquiry.original).where(Enquiry.id == enquiry_id).scalar_subquery()
    query = _summaries().where(Enquiry.original == text, Enquiry.id != enquiry_id)
    return _read(session, query.order_by(Enquiry.id).limit(_MOST_SAME))


def listed(session: Session, wanted: Filter) -> tuple[EnquirySummary, ...]:
    """Return the enquiries of a page of the list."""
    order = Enquiry.updated.desc() if wanted.newest_first else Enquiry.updated.asc()
    query = _summaries().where(*_conditions(wanted)).order_by(order, Enquiry.id.desc())
    return _read(session, query.limit(wanted.limit).offset(wanted.offset))


def _summaries() -> Select[Any]:
    return select(*(getattr(Enquiry, name) for name in EnquirySummary.model_fields))


def _read(session: Session, query: Select[Any]) -> tuple[EnquirySummary, ...]:
    return tuple(EnquirySummary(**row) for row in session.execute(query).mappings())


def counted(session: Session, wanted: Filter) -> dict[str, int]:
    """Return how many enquiries there are in each state, of those that the filter lets through."""
    query = select(Enquiry.state, func.count()).where(*_conditions(wanted))
    rows = session.execute(query.group_by(Enquiry.state))
    return dict(rows.all())


def _fits(enquiry_id: int) -> bool:
    """Say whether a number can be an id at all: one from a web address can be any."""
    return 0 < enquiry_id < 2**31


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.states:
        yield Enquiry.state.in_(wanted.states)
    if wanted.queue is not None:
        yield Enquiry.queue == wanted.queue
    if wanted.drafted_by is not None:
        yield Enquiry.drafted_by == wanted.drafted_by
    if wanted.not_drafted_by is not None:
        yield Enquiry.drafted_by.is_distinct_from(wanted.not_drafted_by)
    if wanted.received_from is not None:
        yield Enquiry.received >= wanted.received_from
    if wanted.received_before is not None:
        yield Enquiry.received < wanted.received_before
    for word in wanted.text.replace("\0", " ").split():
        found = Enquiry.masked.icontains(word, autoescape=True)
        yield found | Enquiry.subject.icontains(word, autoescape=True)


def _part(session: Session, table: _Part, enquiry_id: int, record: type[R]) -> tuple[R, ...]:
    rows: Sequence[Any] = session.scalars(
        select(table).where(table.enquiry_id == enquiry_id).order_by(table.id)
    ).all()
    return tuple(record.model_validate(row) for row in rows)
