"""Deleting what has been kept for its time: conversations, ratings and enquiries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.records import Record
from assistant.store.engine import Store
from assistant.store.tables import (
    Base,
    Conversation,
    Draft,
    Enquiry,
    Event,
    Export,
    Rating,
    Review,
    Turn,
)
from corpus.settings import Settings


class Purged(Record):
    """How many rows were deleted, or would be; enquiries also by the state they stood at."""

    conversations: int
    turns: int
    feedback: int
    enquiries: int
    enquiries_by_state: dict[str, int]
    drafts: int
    reviews: int
    events: int
    exports: int
    conversations_before: datetime
    enquiries_before: datetime
    dry_run: bool


def purge(store: Store, settings: Settings, at: datetime, *, dry_run: bool) -> Purged:
    """Delete what nobody touched for longer than the settings say, whatever its state.

    One transaction: what is counted is what is deleted. Deleted text is overwritten.
    """
    conversations_before = at - timedelta(days=settings.keep_conversations_days)
    enquiries_before = at - timedelta(days=settings.keep_enquiries_days)

    def work(session: Session) -> Purged:
        old_enquiries = select(Enquiry.id).where(Enquiry.updated < enquiries_before)
        states = session.execute(
            select(Enquiry.state, func.count())
            .where(Enquiry.updated < enquiries_before)
            .group_by(Enquiry.state)
        )
        chosen = (
            *_old_talk(conversations_before),
            ("drafts", Draft, Draft.enquiry_id.in_(old_enquiries)),
            ("reviews", Review, Review.enquiry_id.in_(old_enquiries)),
            ("events", Event, Event.enquiry_id.in_(old_enquiries)),
            ("exports", Export, Export.enquiry_id.in_(old_enquiries)),
            ("enquiries", Enquiry, Enquiry.updated < enquiries_before),
        )
        counts: dict[str, int] = {}
        by_state = dict(states.all())
        for name, table, old in chosen:
            counts[name] = session.scalar(select(func.count()).select_from(table).where(old)) or 0
            if not dry_run:
                session.execute(delete(table).where(old), execution_options=_ONLY_DELETE)
        return Purged.model_validate(
            counts
            | {
                "enquiries_by_state": by_state,
                "conversations_before": conversations_before,
                "enquiries_before": enquiries_before,
                "dry_run": dry_run,
            }
        )

    if dry_run:
        return store.read(work)
    purged = store.write(work)
    clear_log(store)
    return purged


def purge_conversations(store: Store, settings: Settings, at: datetime) -> None:
    """Delete conversations and ratings, but no enquiry, that were kept for their time."""
    before = at - timedelta(days=settings.keep_conversations_days)

    def work(session: Session) -> bool:
        gone = [
            session.execute(
                delete(table).where(old).returning(table.id), execution_options=_ONLY_DELETE
            ).first()
            for _, table, old in _old_talk(before)
        ]
        return any(gone)

    if store.write(work):
        clear_log(store)


def _old_talk(before: datetime) -> tuple[tuple[str, Any, Any], ...]:
    """Return the tables of the chat with what is old in each, in the order to delete them."""
    old = select(Conversation.id).where(Conversation.updated < before)
    return (
        ("turns", Turn, Turn.conversation_id.in_(old)),
        ("feedback", Rating, Rating.at < before),
        ("conversations", Conversation, Conversation.updated < before),
    )


_ONLY_DELETE = {"synchronize_session": False}


def row_counts(store: Store) -> dict[str, int]:
    """Return how many rows each table holds."""

    def work(session: Session) -> dict[str, int]:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }

    return store.read(work)


def clear_log(store: Store) -> None:
    """Empty SQLite's write-ahead log, which still holds the pages as they were before."""
    if store.engine.dialect.name == "sqlite":
        raw = store.engine.raw_connection()
        try:
            # With a reader about it stays, and the next checkpoint overwrites it.
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
