"""Builds: only what changed is embedded, and a build is in use whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from tiny_library import Hashed, build, library, page

from corpus.errors import IndexBuildError, IndexMissing
from corpus.library import Library
from corpus.records import Standing
from index.builds import BuildReport, current_build, read_manifest
from index.embedding import MiniLM
from index.opened import IndexHandle, OpenIndex


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the tiny library, only to be copied."""
    index_dir = tmp_path_factory.mktemp("tiny") / "index"
    build(library(), index_dir)
    return index_dir


@pytest.fixture
def index_dir(built: Path, tmp_path: Path) -> Path:
    """An index of the tiny library, for this test alone."""
    return shutil.copytree(built, tmp_path / "index")


def told(index: OpenIndex) -> set[str]:
    return {row.sentence.text for row in index.rows}


def in_use(index_dir: Path, model: MiniLM | None = None) -> set[str]:
    """What the build in use tells, read as a freshly started app would."""
    index = IndexHandle(index_dir, model or Hashed()).get()
    index.close()
    return told(index)


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.deleted, report.unchanged


def folder(index_dir: Path) -> Path:
    found = current_build(index_dir)
    assert found is not None
    return found


def names(index_dir: Path) -> set[str]:
    return {path.name for path in (index_dir / "builds").iterdir()}


def test_given_no_index_when_built_then_all_is_added_and_embedded_once(tmp_path: Path) -> None:
    model = Hashed()

    report = build(library(), tmp_path / "index", model)

    assert counts(report) == (3, 0, 0, 0)
    assert report.swapped
    assert report.embedded == len(model.embedded) == len(set(model.embedded))
    assert report.reused == 0
    assert "The bell rings at noon." in in_use(tmp_path / "index")


def test_given_nothing_changed_when_built_again_then_the_build_in_use_stays(
    index_dir: Path,
) -> None:
    model, before = Hashed(), folder(index_dir)

    report = build(library(), index_dir, model)

    assert counts(report) == (0, 0, 0, 3)
    assert not report.swapped
    assert report.embedded == 0
    assert model.embedded == []
    assert folder(index_dir) == before


def test_given_a_changed_sentence_when_built_then_it_alone_is_embedded_and_the_old_is_gone(
    index_dir: Path,
) -> None:
    model = Hashed()

    report = build(library(price=9), index_dir, model)

    assert counts(report) == (0, 1, 0, 2)
    assert model.embedded == ["Tea costs 9 pounds a cup."]
    assert in_use(index_dir) == {
        "Tea costs 9 pounds a cup.",
        "Every chair at Oak is green.",
        "The bell rings at noon.",
    }


def test_given_a_page_more_and_a_page_less_when_built_then_one_is_added_and_one_deleted(
    index_dir: Path,
) -> None:
    oak = library().get("oak-college")
    assert oak is not None
    ash = page("ash-college", ("Lamps", "The lamps at Ash are blue."))

    report = build(Library([oak, ash]), index_dir)

    assert counts(report) == (1, 0, 1, 2)
    assert "The lamps at Ash are blue." in in_use(index_dir)
    assert "The bell rings at noon." not in in_use(index_dir)


def test_given_a_page_superseded_when_built_then_its_passages_count_as_changed(
    index_dir: Path,
) -> None:
    oak, elm = library()
    model = Hashed()

    report = build(
        Library([oak, elm.model_copy(update={"status": Standing.SUPERSEDED})]), index_dir, model
    )

    assert counts(report) == (0, 1, 0, 2)
    assert model.embedded == []  # its words are the same


def test_given_rebuild_when_built_then_everything_is_embedded_again(index_dir: Path) -> None:
    report = build(library(), index_dir, rebuild=True)

    assert report.swapped
    assert report.embedded > 0
    assert report.reused == 0


def test_given_the_same_library_when_built_elsewhere_then_the_index_has_the_same_id(
    index_dir: Path, tmp_path: Path
) -> None:
    here = read_manifest(folder(index_dir))
    assert here is not None

    assert build(library(), tmp_path / "other").index_id == here.id
    assert build(library(price=3), tmp_path / "third").index_id != here.id


@pytest.mark.parametrize("damage", ["spoilt", "swapped rows", "not an archive", "gone"])
def test_given_damaged_vectors_when_built_then_none_of_them_is_used(
    index_dir: Path, damage: str
) -> None:
    path = folder(index_dir) / "vectors.npz"
    data = bytearray(path.read_bytes())
    with np.load(path) as stored:
        keys, vectors = stored["keys"], stored["vectors"]
    if damage == "spoilt":
        data[10] ^= 0xFF  # how the archive says that it is compressed
        path.write_bytes(data)
    elif damage == "swapped rows":
        np.savez(path, keys=keys, vectors=vectors[::-1])
    elif damage == "not an archive":
        path.write_bytes(b"\x93NUMPY")
    else:
        path.unlink()
    model = Hashed()
    with pytest.raises(IndexMissing):
        in_use(index_dir)

    report = build(library(), index_dir, model)

    assert report.swapped
    assert report.embedded == len(keys)
    index = IndexHandle(index_dir, model).get()
    near = index.store.nearest("sentences", model.encode_query("The bell rings at noon."), 1)
    index.close()
    assert near[0].similarity == pytest.approx(1.0, abs=1e-4)


def test_given_a_damaged_store_when_built_then_it_is_written_again_without_embedding(
    index_dir: Path,
) -> None:
    shutil.rmtree(folder(index_dir) / "chroma")

    report = build(library(), index_dir)

    assert report.embedded == 0
    assert "The bell rings at noon." in in_use(index_dir)


def test_given_another_model_when_opened_or_built_then_nothing_of_the_first_is_used(
    index_dir: Path,
) -> None:
    class Other(Hashed):
        identity = "hashed/2"

    with pytest.raises(IndexMissing, match="npq index build"):
        in_use(index_dir, Other())

    report = build(library(), index_dir, Other())

    assert report.reused == 0
    assert in_use(index_dir, Other())


def test_given_another_chunker_when_opened_or_built_then_its_passages_are_not_used(
    tmp_path: Path,
) -> None:
    index_dir = tmp_path / "index"
    with pytest.MonkeyPatch.context() as older:
        older.setattr("index.builds.CHUNKER", "older")
        build(library(), index_dir)
    with pytest.raises(IndexMissing, match="npq index build"):
        in_use(index_dir)

    report = build(library(), index_dir)

    assert report.added == 3
    assert in_use(index_dir)


def test_given_a_new_index_that_fails_its_check_when_built_then_the_previous_stays_in_use(
    index_dir: Path,
) -> None:
    def spoil(label: str, done: int, total: int) -> None:
        for passages in index_dir.glob("builds/making-*/passages.jsonl"):
            passages.unlink()

    with pytest.raises(IndexBuildError, match="previous one stays in use"):
        build(library(price=7), index_dir, progress=spoil)

    assert "Tea costs 2 pounds a cup." in in_use(index_dir)
    assert len(names(index_dir)) == 1


def test_given_two_builds_at_once_when_the_second_starts_then_it_says_so_and_the_first_ends(
    index_dir: Path,
) -> None:
    refused: list[str] = []

    def meanwhile(label: str, done: int, total: int) -> None:
        if not refused:
            with pytest.raises(IndexBuildError) as caught:
                build(library(price=5), index_dir)
            refused.append(caught.value.sentence)

    report = build(library(price=4), index_dir, progress=meanwhile)

    assert refused == ["Another index build is running. Wait for it to finish, then try again."]
    assert report.swapped
    assert "Tea costs 4 pounds a cup." in in_use(index_dir)
