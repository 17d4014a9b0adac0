"""The index in use is whole and of the corpus as it is now, or it is built again."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpus.errors import DataFolderError
from corpus.settings import Settings
from index.builds import current_build
from index.embedding import MiniLM
from index.ensure import ensure_index, index_state

PAGE = """---
id: added-free-tea
title: Tea at work
publisher: A college
kind: guidance
status: current
---

## Is tea free?

Tea is free for every NPQ participant at the Bristol hub.
"""


class Unloadable(MiniLM):
    """A model that must not be needed."""

    def load(self) -> Any:
        raise AssertionError("the model was loaded")


class Other(MiniLM):
    """A model of another name."""

    identity = "another-model/1"  # type: ignore[assignment]


def quiet(label: str, done: int, total: int) -> None:
    """Show no progress."""


def build_of(settings: Settings) -> Path:
    folder = current_build(settings.index_dir)
    assert folder is not None
    return folder


def add_page(settings: Settings) -> None:
    settings.documents_dir.mkdir(parents=True)
    (settings.documents_dir / "added-free-tea.md").write_text(PAGE, encoding="utf-8")


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 5000] = b"\xff" * 5000
    path.write_bytes(data)


def test_given_an_index_of_this_corpus_when_ensured_then_nothing_is_built(
    shared_index: Settings,
) -> None:
    assert ensure_index(shared_index, Unloadable(), quiet) is None
    assert index_state(shared_index, Unloadable()).current


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "chroma" / "chroma.sqlite3").unlink(),
        lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b""),
        lambda folder: spoil(folder / "chroma" / "chroma.sqlite3"),
        lambda folder: shutil.rmtree(folder / "chroma"),
        lambda folder: (folder / "passages.jsonl").unlink(),
        lambda folder: spoil(folder / "vectors.npz"),
        lambda folder: (folder / "manifest.json").write_bytes(b"\xff{"),
        lambda folder: (folder.parent.parent / "CURRENT").write_bytes(b"\xff\x00"),
    ],
    ids=[
        "store gone", "store empty", "store spoilt", "store folder gone", "passages gone",
        "vectors spoilt", "manifest spoilt", "pointer spoilt",
    ],
)  # fmt: skip
def test_given_a_damaged_index_when_looked_at_then_it_is_not_usable(
    own_index: Settings, damage: Callable[[Path], object]
) -> None:
    damage(build_of(own_index))

    assert not index_state(own_index, Unloadable()).usable


def test_given_a_damaged_store_when_ensured_then_it_is_made_again_from_the_vectors_kept(
    own_index: Settings,
) -> None:
    spoil(build_of(own_index) / "chroma" / "chroma.sqlite3")

    report = ensure_index(own_index, Unloadable(), quiet)

    assert report is not None
    assert report.swapped
    assert report.embedded == 0
    assert report.reused > 3000
    assert index_state(own_index, Unloadable()).current


def test_given_an_index_of_another_model_when_looked_at_then_it_is_not_usable(
    shared_index: Settings,
) -> None:
    assert not index_state(shared_index, Other()).usable


def test_given_a_new_document_when_ensured_then_only_its_texts_are_embedded(
    own_index: Settings,
) -> None:
    add_page(own_index)
    before = index_state(own_index, MiniLM())
    assert before.usable
    assert not before.current

    report = ensure_index(own_index, MiniLM(), quiet)

    assert report is not None
    assert (report.added, report.changed, report.deleted) == (1, 0, 0)
    assert 0 < report.embedded < 10
    assert index_state(own_index, MiniLM()).current


def test_given_an_outdated_index_and_no_way_to_write_when_ensured_then_it_stays_in_use(
    own_index: Settings,
) -> None:
    add_page(own_index)
    lock = own_index.index_dir / "build.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()

    assert ensure_index(own_index, Unloadable(), quiet) is None
    assert index_state(own_index, Unloadable()).usable


def test_given_a_file_where_the_data_folder_should_be_when_ensured_then_the_reason_is_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(DataFolderError, match="part of the path is a file"):
        ensure_index(Settings(data_dir=tmp_path / "file" / "data"), Unloadable(), quiet)


def test_given_another_build_running_when_ensured_then_its_index_is_awaited_and_used(
    own_index: Settings,
) -> None:
    current = own_index.index_dir / "CURRENT"
    name = current.read_text()
    current.unlink()
    held = threading.Event()

    def other_build() -> None:
        with FileLock(own_index.index_dir / "build.lock"):
            held.set()
            time.sleep(3)
            current.write_text(name)

    other = threading.Thread(target=other_build)
    other.start()
    held.wait()

    assert ensure_index(own_index, Unloadable(), quiet) is None
    other.join()
