"""What changed at the last build: kept with the build, matched by what passages say."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tiny_library import Hashed, build, library, page

from corpus.records import Document, Standing
from corpus.settings import Settings
from index.builds import current_build, read_manifest
from index.changes import CHANGES, Basis, Changes, Detail, What, compared, read_changes
from index.passages import passages_of

if TYPE_CHECKING:
    from tests.conftest import Npq

BELLS = page("elm-college", ("Bells", "The bell rings at noon."))


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


def folder(index_dir: Path) -> Path:
    found = current_build(index_dir)
    assert found is not None
    return found


def kept(index_dir: Path) -> Changes:
    """What the build in use says that it changed."""
    changes = read_changes(folder(index_dir))
    assert changes is not None
    return changes


def oak(*sections: tuple[str, str]) -> Document:
    return page("oak-college", *sections)


TEA, CHAIRS = ("Tea", "Tea costs 2 pounds a cup."), ("Chairs", "Every chair at Oak is green.")


def happened(changes: Changes) -> list[tuple[str, What, str | None]]:
    return [(passage.section, passage.what, passage.before) for passage in changes.passages]


def test_given_no_index_when_built_then_it_says_first_build(index_dir: Path) -> None:
    changes = kept(index_dir)

    assert changes.basis is Basis.FIRST
    assert changes.passages == ()
    assert changes.since is None


def test_given_a_changed_sentence_when_built_then_its_old_words_are_kept(index_dir: Path) -> None:
    before = kept(index_dir)

    report = build(library(price=9), index_dir)

    changes = kept(index_dir)
    assert changes.basis is Basis.COMPARED
    assert (changes.index_id, changes.since) == (report.index_id, before.index_id)
    assert changes.at > before.at
    (passage,) = changes.passages
    assert (passage.id, passage.document_id) == ("oak-college#0", "oak-college")
    assert (passage.title, passage.section) == ("Life at oak-college", "Tea")
    assert (passage.what, passage.before) == (What.CHANGED, "Tea costs 2 pounds a cup.")
    assert changes.count(What.CHANGED) == (1, 1)
    assert changes.documents[0].details == ()


def test_given_a_page_more_and_a_page_less_when_compared_then_both_are_named() -> None:
    ash = page("ash-college", ("Lamps", "The lamps at Ash are blue."))

    changes = against_the_tiny_library([oak(TEA, CHAIRS), ash])

    assert [(d.id, d.title, d.what) for d in changes.documents] == [
        ("ash-college", "Life at ash-college", What.ADDED),
        ("elm-college", "Life at elm-college", What.REMOVED),
    ]
    assert happened(changes) == [
        ("Lamps", What.ADDED, None),
        ("Bells", What.REMOVED, "The bell rings at noon."),
    ]


def test_given_a_section_put_in_first_when_compared_then_those_after_it_did_not_change() -> None:
    news = ("News", "Oak has a new gate.")

    changes = against_the_tiny_library([oak(news, TEA, CHAIRS), BELLS])

    assert happened(changes) == [("News", What.ADDED, None)]


def test_given_two_sections_that_change_places_when_compared_then_nothing_changed() -> None:
    assert against_the_tiny_library([oak(CHAIRS, TEA), BELLS]).documents == ()


def test_given_a_heading_changed_when_compared_then_the_passage_is_the_same_one() -> None:
    changes = against_the_tiny_library([oak(("Hot drinks", TEA[1]), CHAIRS), BELLS])

    assert happened(changes) == [("Hot drinks", What.CHANGED, TEA[1])]


def test_given_a_page_superseded_when_compared_then_the_detail_is_told_beside_the_same_words() -> (
    None
):
    gone = BELLS.model_copy(update={"status": Standing.SUPERSEDED, "superseded_by": "oak-college"})

    changes = against_the_tiny_library([oak(TEA, CHAIRS), gone])

    assert changes.documents[0].details == (
        Detail(name="status", before="current", after="superseded"),
        Detail(name="superseded_by", before=None, after="oak-college"),
    )
    assert happened(changes) == [("Bells", What.CHANGED, "The bell rings at noon.")]


def against_the_tiny_library(documents: Iterable[Document]) -> Changes:
    old = [passage for document in library() for passage in passages_of(document)]
    new = [passage for document in documents for passage in passages_of(document)]
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return compared(old, new, index_id="new", at=at, since="old")


@pytest.mark.parametrize("why", ["rebuild", "damaged", "another model"])
def test_given_nothing_changed_when_built_anew_then_what_changed_before_is_carried_on(
    index_dir: Path, why: str
) -> None:
    class Other(Hashed):
        identity = "hashed/2"

    build(library(price=9), index_dir)
    before, first = kept(index_dir), folder(index_dir)
    if why == "damaged":
        (first / "vectors.npz").unlink()

    model = Other() if why == "another model" else Hashed()
    report = build(library(price=9), index_dir, model, rebuild=why == "rebuild")

    assert report.swapped
    assert folder(index_dir) != first
    assert kept(index_dir) == before


@pytest.mark.parametrize("record", ["gone", "spoilt"])
def test_given_a_build_before_without_a_record_when_built_anew_then_nothing_changed_is_said(
    index_dir: Path, record: str
) -> None:
    path = folder(index_dir) / CHANGES
    if record == "gone":
        path.unlink()
    else:
        path.write_text('{"index_id": "made up"}', encoding="utf-8")
    before = read_manifest(folder(index_dir))
    assert before is not None

    report = build(library(), index_dir)

    assert report.swapped, "a build that lost a file, or has another one, is not whole"
    changes = kept(index_dir)
    assert (changes.basis, changes.since) == (Basis.COMPARED, before.id)
    assert changes.documents == ()


@pytest.mark.parametrize("damage", ["spoilt", "no manifest"])
def test_given_a_build_before_that_cannot_be_read_when_built_then_it_says_so(
    index_dir: Path, damage: str
) -> None:
    passages = folder(index_dir) / "passages.jsonl"
    if damage == "spoilt":
        passages.write_bytes(passages.read_bytes().replace(b"Tea costs 2", b"Tea costs 3"))
    else:
        (folder(index_dir) / "manifest.json").write_text("{", encoding="utf-8")

    report = build(library(price=9), index_dir)

    assert kept(index_dir).basis is Basis.NOT_COMPARABLE
    assert kept(index_dir).passages == ()
    assert report.added == 3


def test_given_another_chunker_when_built_then_it_says_that_it_cannot_compare(
    tmp_path: Path,
) -> None:
    with pytest.MonkeyPatch.context() as older:
        older.setattr("index.builds.CHUNKER", "older")
        build(library(), tmp_path / "index")

    build(library(), tmp_path / "index")

    assert kept(tmp_path / "index").basis is Basis.NOT_COMPARABLE


def test_given_builds_when_their_status_is_asked_then_it_says_what_changed(
    npq: Npq, settings: Settings, built: Path
) -> None:
    shutil.copytree(built, settings.index_dir)
    first = npq("index", "status").out
    first_fields = json.loads(npq("index", "status", "--json").out)["changes"]
    report = build(library(price=9), settings.index_dir)
    then = npq("index", "status").out
    fields = json.loads(npq("index", "status", "--json").out)["changes"]

    assert "Changes:   none to tell: first build" in first
    assert first_fields["basis"] == "first"
    assert f"index {report.index_id}" in then
    assert "documents: 0 added, 1 changed, 0 removed" in then
    assert "passages: 0 added, 1 changed, 0 removed" in then
    assert fields["index_id"] == report.index_id
    assert fields["since"] == first_fields["index_id"]
    assert fields["passages"] == {"added": 0, "changed": 1, "removed": 0}
