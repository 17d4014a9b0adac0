"""What a database refuses, in one sentence for the person."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from corpus.errors import StoreBusy, StoreError

BUSY = (
    "The store is busy with other people's work. Nothing was changed and what you typed is kept: "
    "try again in a moment."
)
_BUSY_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED")
# PostgreSQL: serialisation failure, deadlock, lock not available.
_BUSY_POSTGRES = ("40001", "40P01", "55P03")
_SQLITE = {
    "SQLITE_READONLY": "it is read-only",
    "SQLITE_PERM": "you do not have permission to use it",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_CANTOPEN": "it cannot be opened or made there",
    "SQLITE_NOTADB": "it is not a database; move it away and a new one is made",
    "SQLITE_CORRUPT": "it is damaged; put back a copy from before",
    "SQLITE_IOERR": "the disk could not be read or written",
}
_POSTGRES = {
    "25006": "it is read-only",
    "42501": "the user in NPQ_DATABASE_URL may not do that there",
    "53100": "the server's disk is full",
    "53300": "the server has no connection left",
}
_CUT = (
    "The connection to the store {place} was cut. "
    "Look whether what you did is there before you try again."
)
# A driver that could not connect gives no code.
_NOT_CONNECTED = "no server answers there, or it refused the name, password or database"


def may_pass(error: DBAPIError) -> bool:
    """Say whether the same work may well succeed if it is tried again."""
    if _sqlite_name(error).startswith(_BUSY_SQLITE):
        return True
    return _sqlstate(error) in _BUSY_POSTGRES


def told(error: DBAPIError, place: str) -> StoreError:
    """Return the sentence for an error of the database; no statement and no value is in it."""
    if _sqlite_name(error).startswith(_BUSY_SQLITE):
        return StoreBusy(BUSY)
    if error.connection_invalidated:
        # It may have been cut after the change was kept, so that trying again could do it twice.
        return StoreError(_CUT.format(place=place))
    return StoreError(f"The store {place} cannot be used: {_reason(error)}. Nothing was changed.")


def _reason(error: DBAPIError) -> str:
    name, state = _sqlite_name(error), _sqlstate(error)
    for start, reason in _SQLITE.items():
        if name.startswith(start):
            return reason
    for start, reason in _POSTGRES.items():
        if state.startswith(start):
            return reason
    if not name and not state:
        return _NOT_CONNECTED
    return "the database refused it"


def _sqlite_name(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", "") or "")


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", "") or "")
