"""The library: pages are read whole, written so that they can be read, and never clash."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.library import Library, read_page, shipped_pages, write_page
from corpus.records import Document, Fact, Kind, Standing
from corpus.settings import Settings


def page(document_id: str = "a-page", **changes: object) -> Document:
    values = {
        "id": document_id,
        "title": "A title: with a colon",
        "publisher": "A college",
        "kind": "guidance",
        "status": "current",
        "updated": "2024-05",
        "text": "# Head\n\nIt is free. <!-- free -->",
        **changes,
    }
    return Document.model_validate(values)


def test_given_a_document_when_written_and_read_then_it_is_the_same(tmp_path: Path) -> None:
    fact = Fact(id="free", as_of="2024", status=Standing.CURRENT)
    document = page(facts=(fact,), url="https://a.example/x", title="É – “quoted”: yes # no")
    path = tmp_path / "a.md"
    path.write_text(write_page(document), encoding="utf-8")

    assert read_page(path) == document.model_copy(update={"path": path})


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("title: T\npublisher: P\nkind: guidance\nstatus: current", "id"),
        ("id: a-b\ntitle: T\npublisher: P\nkind: rumour\nstatus: current", "kind"),
        ("id: a-b\ntitle: T\npublisher: P\nkind: news\nstatus: current\nupdated: soon", "updated"),
        ("id: a-b\ntitle: T\npublisher: P\nkind: news\nstatus: current\nurl: ftp://x", "url"),
        ("id: a-b\ntitle: T\npublisher: P\nkind: news\nstatus: current\nmood: good", "mood"),
        ("id: [", "front matter cannot be read"),
    ],
)
def test_given_a_malformed_page_when_read_then_the_error_names_page_and_field(
    tmp_path: Path, head: str, field: str
) -> None:
    path = tmp_path / "bad.md"
    path.write_text(f"---\n{head}\n---\n\nText.\n", encoding="utf-8")

    with pytest.raises(CorpusError) as caught:
        read_page(path)

    assert caught.value.sentence.startswith("bad.md: ")
    assert field in caught.value.sentence


def test_given_two_documents_of_one_id_when_put_together_then_they_clash() -> None:
    with pytest.raises(CorpusError, match="a-page"):
        Library([page(), page()])


def test_given_added_documents_when_loaded_then_they_stand_beside_the_shipped_pages(
    tmp_path: Path,
) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.documents_dir.joinpath("replaced").mkdir(parents=True)
    text = write_page(page("added-one"))
    settings.documents_dir.joinpath("added-one.md").write_text(text, encoding="utf-8")
    settings.documents_dir.joinpath("replaced", "added-one-1.md").write_text(text)

    library = Library.load(settings)

    shipped = [document.id for document in shipped_pages()]
    assert shipped
    assert [document.id for document in library] == [*shipped, "added-one"]
    added = library.get("added-one")
    assert added is not None
    assert added.added
    assert added.kind is Kind.GUIDANCE
    assert library.get("nothing") is None
    assert "added-one" in library
