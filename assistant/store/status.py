"""How the store stands, without making or changing it."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy.exc import DBAPIError

from assistant.records import Record
from assistant.store.engine import connect
from assistant.store.failures import told
from assistant.store.retention import row_counts
from assistant.store.upgrade import HEAD, version_of
from corpus.settings import Settings


class StoreStatus(Record):
    """Where the store is, its version, the version wanted, and the rows of each table."""

    place: str
    version: str | None
    wanted: str = HEAD
    rows: dict[str, int] = Field(default_factory=dict)

    @property
    def current(self) -> bool:
        """Say whether the tables are those of this program."""
        return self.version == self.wanted


def store_status(settings: Settings) -> StoreStatus:
    """Return how the store of a deployment stands."""
    store = connect(settings)
    try:
        if settings.database_url == "sqlite" and not settings.store_file.exists():
            return StoreStatus(place=store.place, version=None)
        version = version_of(store.engine)
        rows = row_counts(store) if version == HEAD else {}
        return StoreStatus(place=store.place, version=version, rows=rows)
    except DBAPIError as error:
        raise told(error, store.place) from error
    finally:
        store.close()
