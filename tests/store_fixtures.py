"""The store in both databases; a module of tests imports `store` through its conftest."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from assistant.store.engine import Store, open_store
from corpus.settings import Settings, get_settings

SCRIPT = Path(__file__).resolve().parents[1] / ".ci" / "postgres"


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """A PostgreSQL server of this run, on a Unix socket; skipped with the script's reason."""
    if os.name != "posix":
        pytest.skip("the script that starts PostgreSQL needs a POSIX shell")
    started = subprocess.run(["sh", SCRIPT, "start"], capture_output=True, text=True, check=False)
    if started.returncode:
        pytest.skip(started.stderr.strip() or "PostgreSQL could not be started")
    folder = Path(started.stdout.strip())
    yield folder
    subprocess.run(["sh", SCRIPT, "stop", folder], check=True)


@pytest.fixture
def postgres_url(postgres_folder: Path, tmp_path: Path) -> str:
    """The address of an empty database."""
    name = f"t{abs(hash(tmp_path)):x}"
    server = f"host={postgres_folder / 'run'} user=npq"
    with psycopg.connect(f"{server} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return f"postgresql://npq@/{name}?host={postgres_folder / 'run'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """Settings of an empty store, once in SQLite and once in PostgreSQL."""
    if request.param == "postgresql":
        monkeypatch.setenv("NPQ_DATABASE_URL", request.getfixturevalue("postgres_url"))
    get_settings.cache_clear()
    yield get_settings()
    get_settings.cache_clear()


@pytest.fixture
def store(store_settings: Settings) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(store_settings)
    yield opened
    opened.close()
