"""The tables of the store. A change here needs a migration in `migrations/versions`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from assistant.store.columns import UtcTime

_NAME = 320  # the longest email address, which is what a person signs in with
_SHA256 = 64


class Base(DeclarativeBase):
    """All tables of the store."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # JSON and not JSONB: the order of keys is kept, and nothing is looked up inside.
    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON, list[Any]: JSON, str: Text}  # noqa: RUF012


class Conversation(Base):
    """A conversation of the chat."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    started: Mapped[datetime]
    updated: Mapped[datetime] = mapped_column(index=True)


class Turn(Base):
    """A question of a conversation, masked, and its answer."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    at: Mapped[datetime]
    question: Mapped[str]
    answer_id: Mapped[str] = mapped_column(String(64), unique=True)
    answer: Mapped[dict[str, Any]]
    outcome: Mapped[str] = mapped_column(String(32))
    writer: Mapped[str] = mapped_column(String(200))
    index_id: Mapped[str] = mapped_column(String(64))


class Rating(Base):
    """A thumb under an answer, with a reason; it outlives its conversation if that goes first."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("rating IN ('up', 'down')", name="rating"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(index=True)
    answer_id: Mapped[str] = mapped_column(String(64), index=True)
    outcome: Mapped[str] = mapped_column(String(32))
    rating: Mapped[str] = mapped_column(String(8))
    reasons: Mapped[list[Any]]
    comment: Mapped[str]
    index_id: Mapped[str] = mapped_column(String(64))
    writer: Mapped[str] = mapped_column(String(200))


class Enquiry(Base):
    """An enquiry and where it stands; the only place that holds its text as it came."""

    __tablename__ = "enquiries"
    # An id once used is not given again after a purge: letters and exports name it.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    received: Mapped[datetime]
    updated: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(32), index=True)
    version: Mapped[int]
    queue: Mapped[str | None] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(32))
    from_name: Mapped[str]
    from_address: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str]
    references: Mapped[list[Any]]
    original: Mapped[str]
    masked: Mapped[str]
    personal: Mapped[dict[str, Any]]
    reading: Mapped[dict[str, Any]]
    draft_number: Mapped[int]
    drafted_by: Mapped[str | None] = mapped_column(String(_NAME))
    approved_sha256: Mapped[str | None] = mapped_column(String(_SHA256))


def _enquiry_id() -> Any:
    return mapped_column(ForeignKey("enquiries.id", ondelete="CASCADE"), index=True)


class Draft(Base):
    """One version of the letter, never changed once written."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("enquiry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = _enquiry_id()
    number: Mapped[int]
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(_NAME))
    letter: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(_SHA256))
    items: Mapped[list[Any]]
    passages: Mapped[list[Any]]
    index_id: Mapped[str] = mapped_column(String(64))
    writer: Mapped[str] = mapped_column(String(200))
    tone: Mapped[str] = mapped_column(String(32))
    sources: Mapped[list[Any]] = mapped_column(server_default="[]")
    reading: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    personal: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    as_of: Mapped[date | None]  # none: made before the day was kept


class Review(Base):
    """What a colleague decided about one version of the letter."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = _enquiry_id()
    at: Mapped[datetime]
    reviewer: Mapped[str] = mapped_column(String(_NAME))
    decision: Mapped[str] = mapped_column(String(32))
    draft_number: Mapped[int]  # 0 and no hash: escalated before there was a draft
    sha256: Mapped[str | None] = mapped_column(String(_SHA256))
    note: Mapped[str]
    queue: Mapped[str | None] = mapped_column(String(64))


class Event(Base):
    """One thing that was done to an enquiry: who, when, what, from which state to which."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("enquiry_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = _enquiry_id()
    version: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(_NAME))
    roles: Mapped[list[Any]]
    single_user: Mapped[bool]
    action: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]]


class Export(Base):
    """A letter that was taken out: which text, as what, by whom."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = _enquiry_id()
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(_NAME))
    format: Mapped[str] = mapped_column(String(32))
    draft_number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(_SHA256))
