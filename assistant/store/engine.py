"""Opening the store, and running one piece of work on it as one transaction."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from assistant.store.failures import BUSY, may_pass, told
from assistant.store.upgrade import bring_up_to_date
from corpus.errors import SettingsError, StoreBusy, StoreError, writing_to
from corpus.settings import Settings

T = TypeVar("T")
BUSY_TIMEOUT_MS = 5_000
_QUEUE_S = 20
_PAUSES = (0.05, 0.2, 0.5)
_WRITING = "npq_writing"


class Store:
    """A database that is up to date; each call of `read` or `write` is one transaction."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place
        sqlite = engine.dialect.name == "sqlite"
        # A history read in several queries must be of one moment; SQLite gives that anyway.
        reading = engine if sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._reading = sessionmaker(reading, expire_on_commit=False)
        writing = engine.execution_options(**{_WRITING: True})
        self._writing = sessionmaker(writing, expire_on_commit=False)
        # SQLite lets those who wait for it ask again and again, without a queue: some wait long.
        self._queue = threading.Lock() if sqlite else None

    def read(self, work: Callable[[Session], T]) -> T:
        """Run work that changes nothing."""
        return self._run(self._reading, work, nullcontext)

    def write(self, work: Callable[[Session], T]) -> T:
        """Run work that may change something, wholly or not at all; it may be run again.

        Raises `StoreBusy` when others kept the store too long, `StoreError` for the rest.
        """
        return self._run(self._writing, work, self._turn)

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._queue is None:
            yield
        elif self._queue.acquire(timeout=_QUEUE_S):
            try:
                yield
            finally:
                self._queue.release()
        else:
            raise StoreBusy(BUSY)

    def _run(
        self,
        sessions: sessionmaker[Session],
        work: Callable[[Session], T],
        turn: Callable[[], AbstractContextManager[None]],
    ) -> T:
        for pause in (*_PAUSES, None):
            try:
                with turn(), sessions.begin() as session:
                    return work(session)
            except PoolTimeout as error:
                raise StoreBusy(BUSY) from error
            except IntegrityError as error:
                # Two made the same row at once: the second finds it when run again.
                if pause is None:
                    raise told(error, self.place) from error
            except DBAPIError as error:
                if not may_pass(error):
                    raise told(error, self.place) from error
                if pause is None:
                    raise StoreBusy(BUSY) from error
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
        raise AssertionError("the last try returns or raises")


def open_store(settings: Settings) -> Store:
    """Open the store of a deployment and bring its tables up to date first."""
    store = connect(settings)
    with writing_to(settings.data_dir):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = settings.store_file.with_suffix(".lock")
        try:
            bring_up_to_date(store.engine, lock)
        except DBAPIError as error:
            store.close()
            raise told(error, store.place) from error
        except BaseException:
            store.close()
            raise
    return store


def connect(settings: Settings) -> Store:
    """Return the store as it is; nothing is made or upgraded, and nothing connected yet."""
    if settings.database_url == "sqlite":
        return Store(_sqlite(settings.store_file), str(settings.store_file))
    return Store(*_postgres(settings.database_url))


def _sqlite(path: Path) -> Engine:
    # A slash more would make the path of `sqlite:///` relative on Windows; a URL object does not.
    url = make_url("sqlite+pysqlite://").set(database=str(path))
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=5,
        max_overflow=45,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "do_connect")
    def _private(*given: Any) -> None:
        # Personal data: made readable by its owner alone, and so are its WAL files.
        if not path.exists() and path.parent.is_dir():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, record: Any) -> None:
        raw.isolation_level = None
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A read that turns into a write is refused at once under WAL, whatever the timeout:
        # a writer therefore takes its turn from the start.
        writing = connection.get_execution_options().get(_WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgres(address: str) -> tuple[Engine, str]:
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
        # Made of these parts alone: a password may stand in any other.
        server = url.host or url.query.get("host") or "this machine"
        place = f"{url.database} (PostgreSQL on {server})"
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=5,
            max_overflow=45,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
        )
    except (ArgumentError, ValueError) as error:
        raise SettingsError(
            "The setting NPQ_DATABASE_URL cannot be used: it is not an address of the form "
            "postgresql://user:password@host:5432/database."
        ) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            "NPQ_DATABASE_URL names a PostgreSQL server, but its driver is not installed. "
            'Run `pip install "npq-assistant[postgres]"`.'
        ) from error
    return engine, place
