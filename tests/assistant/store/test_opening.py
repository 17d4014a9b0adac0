"""Opening the store: made, upgraded, refused; what a person reads when the disk says no."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from desk_people import AMIRA, ENQUIRY, new_desk
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assistant.store import engine as engine_module
from assistant.store import upgrade as upgrade_module
from assistant.store.engine import Store, connect, open_store
from assistant.store.status import store_status
from assistant.store.tables import Base
from assistant.store.upgrade import HEAD, MIGRATIONS, version_of
from corpus.errors import DataFolderError, SettingsError, StoreBusy, StoreError, StoreNewer
from corpus.settings import Settings, get_settings


def test_given_an_empty_database_when_opened_then_the_tables_are_those_of_the_code(
    store: Store,
) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {
            *(table.name for table in Base.metadata.tables.values()),
            "alembic_version",
        }
    assert version_of(store.engine) == HEAD


def test_given_the_migrations_when_read_then_there_is_one_head_and_it_is_ours() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_given_the_first_tables_when_undone_then_nothing_is_left(store: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.engine.execution_options(npq_writing=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    with store.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_given_an_upgrade_that_fails_when_opened_then_nothing_was_changed(
    store_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(config: Config, wanted: str) -> None:
        config.attributes["connection"].execute(text("CREATE TABLE half (id INTEGER)"))
        raise RuntimeError("stopped")

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(RuntimeError):
        open_store(store_settings)

    with closing(connect(store_settings)) as store, store.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_given_a_store_of_a_newer_version_when_opened_then_a_sentence_and_no_change(
    store_settings: Settings,
) -> None:
    with closing(open_store(store_settings)) as store:
        store.write(lambda s: s.execute(text("UPDATE alembic_version SET version_num='9999'")))

    with pytest.raises(StoreNewer, match="made by a newer version of this program"):
        open_store(store_settings)
    status = store_status(store_settings)
    assert (status.version, status.current, status.rows) == ("9999", False, {})


def _open(data_dir: Path, results: multiprocessing.Queue[str]) -> None:
    try:
        open_store(Settings(data_dir=data_dir)).close()
        results.put("opened")
    except BaseException as error:
        results.put(repr(error))


def test_given_several_processes_when_all_open_a_new_store_then_each_succeeds(
    settings: Settings,
) -> None:
    spawn = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[str] = spawn.Queue()
    openers = [spawn.Process(target=_open, args=(settings.data_dir, results)) for _ in range(3)]
    for opener in openers:
        opener.start()
    said = [results.get(timeout=60) for _ in openers]
    for opener in openers:
        opener.join(timeout=60)

    assert said == ["opened"] * 3
    assert store_status(settings).current


def test_given_an_upgrade_that_takes_too_long_when_opened_then_a_sentence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade_module, "_WAIT_S", 0.05)
    settings.data_dir.mkdir()
    with (
        upgrade_module.FileLock(settings.store_file.with_suffix(".lock")),
        pytest.raises(StoreBusy, match="Another process has been upgrading"),
    ):
        open_store(settings)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_given_a_new_store_when_made_then_nobody_else_can_read_it(settings: Settings) -> None:
    with closing(open_store(settings)) as store:
        new_desk(store).paste(AMIRA, ENQUIRY)
        files = sorted(settings.data_dir.glob("npq.db*"))

        assert {path.name for path in files} >= {"npq.db", "npq.db-wal"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_given_sqlite_when_opened_then_it_works_as_the_desk_needs(settings: Settings) -> None:
    with closing(open_store(settings)) as store, store.engine.connect() as connection:
        wanted = {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "secure_delete": 1,
            "synchronous": 2,
            "busy_timeout": engine_module.BUSY_TIMEOUT_MS,
        }
        for pragma, value in wanted.items():
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value, pragma


def test_given_a_file_that_is_no_database_when_opened_then_a_sentence(settings: Settings) -> None:
    settings.data_dir.mkdir()
    settings.store_file.write_text("not a database, but long enough to be looked at" * 20)

    for opening in (open_store, store_status):
        with pytest.raises(StoreError, match="it is not a database; move it away"):
            opening(settings)
    assert settings.store_file.read_text().startswith("not a database")


def test_given_a_folder_where_the_store_should_be_when_opened_then_a_sentence(
    settings: Settings,
) -> None:
    settings.store_file.mkdir(parents=True)

    with pytest.raises(StoreError, match="it cannot be opened or made there"):
        open_store(settings)


def test_given_a_file_where_the_data_folder_should_be_when_opened_then_a_sentence(
    settings: Settings,
) -> None:
    settings.data_dir.write_text("in the way")

    with pytest.raises(DataFolderError, match="Cannot write to the data folder"):
        open_store(settings)


def test_given_a_full_disk_when_an_enquiry_is_pasted_then_a_sentence_and_nothing_lost(
    settings: Settings,
) -> None:
    with closing(open_store(settings)) as store:
        with store.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
        full = ENQUIRY.model_copy(update={"original": "x" * 20_000})
        desk = new_desk(store)
        raw = store.engine.raw_connection()
        # SQLite's own limit gives the error that a full disk gives.
        raw.cursor().execute(f"PRAGMA max_page_count={pages}")
        raw.close()

        with pytest.raises(StoreError, match="the disk is full") as refused:
            desk.paste(AMIRA, full)

        assert refused.value.kept == full.original
        assert desk.enquiries(AMIRA) == ()


def test_given_a_read_only_store_when_an_enquiry_is_pasted_then_a_sentence(
    settings: Settings,
) -> None:
    with closing(open_store(settings)) as store:
        raw = store.engine.raw_connection()
        raw.cursor().execute("PRAGMA query_only=ON")
        raw.close()

        with pytest.raises(StoreError, match="it is read-only"):
            new_desk(store).paste(AMIRA, ENQUIRY)


def test_given_somebody_who_writes_for_long_when_pasting_then_a_sentence_without_jargon(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(engine_module, "_PAUSES", (0.01,))
    with closing(open_store(settings)) as store:
        other = sqlite3.connect(settings.store_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as refused:
            new_desk(store).paste(AMIRA, ENQUIRY)
        other.execute("ROLLBACK")
        other.close()

        assert "locked" not in refused.value.sentence
        assert refused.value.kept == ENQUIRY.original
        assert new_desk(store).paste(AMIRA, ENQUIRY).version == 1


def test_given_somebody_who_writes_for_a_while_when_pasting_then_it_waits_its_turn(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 20)
    with closing(open_store(settings)) as store:
        other = sqlite3.connect(settings.store_file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.15, other.execute, ("ROLLBACK",))
        release.start()
        try:
            assert new_desk(store).paste(AMIRA, ENQUIRY).version == 1
        finally:
            release.join()
            other.close()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://u:geheim@/nothing?host=/nowhere/at/all", "no server answers there"),
        ("postgresql://u@127.0.0.1:1/x?password=geheim", "no server answers there"),
    ],
)
def test_given_no_server_when_opened_then_a_sentence_without_the_password(
    monkeypatch: pytest.MonkeyPatch, address: str, says: str
) -> None:
    monkeypatch.setenv("NPQ_DATABASE_URL", address)
    get_settings.cache_clear()

    with pytest.raises(StoreError, match=says) as refused:
        open_store(get_settings())

    assert "geheim" not in refused.value.sentence
    assert "geheim" not in repr(get_settings())


@pytest.mark.parametrize("address", ["mysql://u@h/d", "sqlite:///x.db", "", "postgresql://"])
def test_given_an_address_that_is_none_when_read_then_the_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("NPQ_DATABASE_URL", address)
    get_settings.cache_clear()

    with pytest.raises(SettingsError, match="NPQ_DATABASE_URL cannot be used"):
        connect(get_settings())


def test_given_an_address_with_a_bad_port_when_opened_then_the_setting_is_named(
    settings: Settings,
) -> None:
    bad = settings.model_copy(update={"database_url": "postgresql://u:geheim@h:port/d"})

    with pytest.raises(SettingsError, match="NPQ_DATABASE_URL cannot be used") as refused:
        connect(bad)
    assert "geheim" not in refused.value.sentence


def test_given_an_error_of_the_database_when_logged_then_no_text_of_anybody_is_in_it(
    store: Store,
) -> None:
    with store.engine.connect() as connection, pytest.raises(DBAPIError) as failed:
        connection.execute(text("SELECT :said FROM nowhere"), {"said": ENQUIRY.original})

    assert "nowhere" in str(failed.value)
    assert "Jo Field" not in str(failed.value)


def test_given_a_server_that_cuts_the_connection_when_pasting_then_it_is_not_done_again(
    store: Store,
) -> None:
    if store.engine.name == "sqlite":
        pytest.skip("SQLite has no connection that could be cut")
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        with store.engine.connect() as other:
            mine = session.scalar(text("SELECT pg_backend_pid()"))
            other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
        session.execute(text("SELECT 1"))

    with pytest.raises(StoreError, match=r"connection to the store .* was cut"):
        store.write(work)

    assert len(tries) == 1
    assert new_desk(store).paste(AMIRA, ENQUIRY).version == 1
