"""Bringing the tables of a store up to date, one process at a time."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, inspect, text

from corpus.errors import StoreBusy, StoreNewer

HEAD = "0002"
MIGRATIONS = Path(__file__).with_name("migrations")
_WAIT_S = 60
_ADVISORY = 7_700_001  # any number, the same in every process


def version_of(engine: Engine) -> str | None:
    """Return the version of a store's tables, or None where there are none."""
    with engine.connect() as connection:
        return _version(connection)


def bring_up_to_date(engine: Engine, lock_file: Path) -> bool:
    """Upgrade the tables if they are older; return whether anything was done.

    Raises `StoreNewer` where a newer version of this program made them.
    """
    found = version_of(engine)
    if found == HEAD:
        return False
    refuse_newer(found)
    try:
        with FileLock(lock_file, timeout=_WAIT_S):
            return _upgrade(engine)
    except Timeout as error:
        raise StoreBusy(
            f"Another process has been upgrading the store for {_WAIT_S} seconds. "
            "Nothing was changed: try again when it is done."
        ) from error


def refuse_newer(found: str | None) -> None:
    """Raise `StoreNewer` for a version that this program does not know."""
    if found is not None and found > HEAD:
        raise StoreNewer(
            f"The store was made by a newer version of this program (its tables are version "
            f"{found}, this program knows {HEAD}). Nothing was changed: install the newer version."
        )


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(engine: Engine) -> bool:
    # Imported here: an upgrade is rare, and most commands need none.
    from alembic import command
    from alembic.config import Config

    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    with engine.execution_options(npq_writing=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            # The file lock is of this machine; the server may have clients on others.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY})"))
        if _version(connection) == HEAD:
            return False
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _use_wal(engine: Engine) -> None:
    """Let readers go on while one writes; it is a property of the file and stays."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        raw.close()
