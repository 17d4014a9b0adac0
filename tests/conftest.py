"""Fixtures for every test: a data folder of its own, the command line, one real index."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from filelock import FileLock

from corpus.settings import Settings, get_settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant

ROOT = Path(__file__).resolve().parents[1]


class Ran(NamedTuple):
    """What a command left behind: its exit code and what it printed."""

    code: int
    out: str
    err: str


Npq = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point every test at an empty data folder, whatever the environment says."""
    for name in [name for name in os.environ if name.startswith("NPQ_") and name != "NPQ_SHOTS"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NPQ_DATA_DIR", str(tmp_path / "data"))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
    for room in ("assistant", "index", "corpus", "evals", "app"):
        for handler in list(logging.getLogger(room).handlers):
            logging.getLogger(room).removeHandler(handler)
            handler.close()


@pytest.fixture
def settings() -> Settings:
    """The settings of this test, whose data folder is empty unless a fixture filled it."""
    return get_settings()


@pytest.fixture(scope="session")
def built_index_dir(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The real index, built once: `DATA/index`, to be read or copied but never changed.

    Its parent is a whole data folder, so `NPQ_DATA_DIR` may be set to that. Of the processes of
    pytest-xdist one builds it, the others wait and copy. A run over the same files as the last
    one copies what that one built.
    """
    base = tmp_path_factory.getbasetemp()
    built = Settings(data_dir=base / "built" / "data")
    kept = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    if hasattr(pytestconfig, "cache"):
        kept = pytestconfig.cache.mkdir("npq-index")
    first = kept / _fingerprint()
    with FileLock(kept / "index.lock"):
        if not first.exists():
            for older in kept.glob("index-*"):
                shutil.rmtree(older)
            _build(built)
            shutil.rmtree(making := kept / "making", ignore_errors=True)
            shutil.copytree(built.index_dir, making)
            making.rename(first)
            return built.index_dir
    shutil.copytree(first, built.index_dir)
    return built.index_dir


def _build(settings: Settings) -> None:
    from corpus.library import Library
    from index.builds import build_index
    from index.embedding import MiniLM

    report = build_index(
        Library.load(settings),
        settings.index_dir,
        MiniLM(threads=settings.index_threads),
        progress=lambda label, done, total: None,
    )
    assert report.swapped
    assert report.added > 0


def _fingerprint() -> str:
    """Return a name for all that an index is made of: pages, code, weights, packages."""
    rooms = (path for room in ("corpus", "index") for path in (ROOT / room).rglob("*"))
    files = (path for path in rooms if path.is_file() and path.suffix != ".pyc")
    seen = hashlib.sha256()
    for path in sorted([*files, ROOT / "constraints.txt"]):
        seen.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return f"index-{seen.hexdigest()[:16]}"


@pytest.fixture(scope="session")
def engine(built_index_dir: Path) -> Assistant:
    """The real assistant on the shared real index, loaded once for every test that only asks."""
    from assistant.assembly import build_assistant

    return build_assistant(Settings(data_dir=built_index_dir.parent))


@pytest.fixture
def shared_index(built_index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings on the shared real index, for a test that only asks."""
    monkeypatch.setenv("NPQ_DATA_DIR", str(built_index_dir.parent))
    get_settings.cache_clear()
    return get_settings()


@pytest.fixture
def own_index(built_index_dir: Path, settings: Settings) -> Iterator[Settings]:
    """Settings on a copy of the real index, for a test that changes or damages it."""
    shutil.copytree(built_index_dir, settings.index_dir)
    yield settings
    shutil.rmtree(settings.index_dir, ignore_errors=True)


@pytest.fixture
def npq(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Npq:
    """Run `npq` with arguments, without a terminal; `given` is its standard input."""
    from assistant.cli import main

    def run(*arguments: object, given: str | bytes = "") -> Ran:
        data = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        monkeypatch.setattr(sys, "argv", ["npq", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        printed = capsys.readouterr()
        return Ran(code if isinstance(code, int) else int(bool(code)), printed.out, printed.err)

    return run
