"""How often a document was cited, counted without reading what anybody asked."""

from __future__ import annotations

import json

from sqlalchemy import Text, cast, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assistant.records import Record
from assistant.store.engine import connect
from assistant.store.failures import told
from assistant.store.tables import Draft, Enquiry, Turn
from assistant.store.upgrade import HEAD, version_of
from corpus.settings import Settings


class Cited(Record):
    """How many kept chat answers cite a document, and how many enquiries by their latest letter."""

    answers: int
    letters: int


def count_citing(settings: Settings, document_id: str) -> Cited | None:
    """Count what cites a document; None where there is no store yet, which is not made.

    Raises `StoreError` if it cannot be read.
    """
    if settings.database_url == "sqlite" and not settings.store_file.exists():
        return None
    # How SQLAlchemy writes it; a quotation mark that a person typed has a backslash before it.
    needle = f'"document_id": {json.dumps(document_id)}'

    def work(session: Session) -> Cited:
        answers = select(func.count()).select_from(Turn)
        letters = select(func.count()).select_from(Enquiry).join(Draft)
        return Cited(
            answers=session.scalar(
                answers.where(cast(Turn.answer, Text).contains(needle, autoescape=True))
            )
            or 0,
            letters=session.scalar(
                letters.where(
                    Draft.number == Enquiry.draft_number,
                    cast(Draft.sources, Text).contains(needle, autoescape=True),
                )
            )
            or 0,
        )

    store = connect(settings)
    try:
        return store.read(work) if version_of(store.engine) == HEAD else None
    except DBAPIError as error:
        raise told(error, store.place) from error
    finally:
        store.close()
