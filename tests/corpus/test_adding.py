"""Adding: what is missing is asked for or named, nothing is lost, nothing is added twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import adding, shelf
from corpus.adding import AddReport, Details, add_documents, remove_document
from corpus.errors import CorpusError, DataFolderError
from corpus.library import Library, read_page
from corpus.settings import Settings

WHOLE = Details(publisher="A college", kind="guidance", status="current")
TEXT = "Award rules\n\nThe award is free for teachers in England.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def write(tmp_path: Path, name: str, text: str = TEXT) -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def rejected(report: AddReport) -> str:
    assert len(report.rejected) == 1
    return report.rejected[0]


def test_given_a_file_and_its_details_when_added_then_the_library_holds_it(
    tmp_path: Path, settings: Settings
) -> None:
    details = Details(None, "A college", "Provider_FAQ", "current", "https://a.example/x", "2024")

    report = add_documents([write(tmp_path, "rules.txt")], details, settings)

    (added,) = report.added
    assert added.document.id == "added-award-rules"
    assert not added.replaced
    stored = Library.load(settings).get("added-award-rules")
    assert stored is not None
    assert (stored.title, stored.kind.value, stored.url, stored.published, stored.added) == (
        "Award rules",
        "provider-faq",
        "https://a.example/x",
        "2024",
        True,
    )
    assert stored.text == "# Award rules\n\nThe award is free for teachers in England."
    assert [path.name for path in settings.documents_dir.iterdir()] == ["added-award-rules.md"]


def test_given_front_matter_and_flags_when_added_then_flags_win(
    tmp_path: Path, settings: Settings
) -> None:
    path = write(
        tmp_path,
        "a.md",
        "---\ntitle: Front\npublisher: Front\nkind: news\nstatus: closed\nupdated: 2024-05-01\n"
        "applies_to: Wales\n---\n# Head\n\nText.\n",
    )

    document = add_documents([path], Details(kind="guidance"), settings).added[0].document

    assert (document.title, document.publisher, document.kind.value, document.status.value) == (
        "Front",
        "Front",
        "guidance",
        "closed",
    )
    assert (document.updated, document.applies_to) == ("2024-05-01", "Wales")


def test_given_missing_details_and_no_terminal_when_added_then_the_flags_are_named(
    tmp_path: Path, settings: Settings
) -> None:
    path = write(tmp_path, "rules.txt")

    assert rejected(add_documents([path], Details(status="current"), settings)) == (
        "rules.txt: not added: --publisher and --kind are missing."
    )
    assert rejected(add_documents([path], Details(None, "P", "news"), settings)) == (
        "rules.txt: not added: --status is missing."
    )
    assert not settings.documents_dir.exists()


def test_given_a_terminal_when_added_then_only_what_is_missing_is_asked_and_a_slip_asked_again(
    tmp_path: Path, settings: Settings
) -> None:
    replies = {"publisher": ["", "A college"], "kind": ["rumour", "news"], "status": ["Current"]}
    asked: list[tuple[str, str]] = []

    def ask(field: str, help_text: str) -> str:
        asked.append((field, help_text))
        return replies[field].pop(0)

    report = add_documents([write(tmp_path, "a.txt")], Details(), settings, ask=ask)

    assert report.added[0].document.kind.value == "news"
    assert [field for field, _ in asked] == ["publisher", "publisher", "kind", "kind", "status"]
    assert "provider-faq" in asked[2][1]


def test_given_only_bad_replies_when_added_then_the_file_is_rejected(
    tmp_path: Path, settings: Settings
) -> None:
    report = add_documents(
        [write(tmp_path, "a.txt")], Details(), settings, ask=lambda field, help_text: ""
    )

    assert rejected(report) == "a.txt: not added: --publisher is missing."


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (Details(kind="rumour"), ("--kind", "guidance", "consultation", "'rumour'")),
        (Details(status="old"), ("--status", "superseded", "'old'")),
        (Details(updated="1 May 2024"), ("--updated", "YYYY-MM-DD")),
        (Details(published="2024-13"), ("--published", "YYYY-MM-DD")),
        (Details(url="example.org"), ("--url", "https://")),
        (Details(url="https://a b"), ("--url", "https://")),
    ],
)
def test_given_a_bad_value_when_added_then_flag_and_allowed_values_are_told(
    tmp_path: Path, settings: Settings, details: Details, words: tuple[str, ...]
) -> None:
    sentence = rejected(add_documents([write(tmp_path, "a.txt")], details, settings))

    assert sentence.startswith("a.txt: not added: ")
    assert all(word in sentence for word in words)


def test_given_the_same_content_when_added_again_then_nothing_is_written(
    tmp_path: Path, settings: Settings
) -> None:
    first, copy = write(tmp_path, "a.txt"), write(tmp_path, "copy.txt")
    add_documents([first], WHOLE, settings)
    before = {path: path.stat().st_mtime_ns for path in settings.documents_dir.rglob("*")}

    report = add_documents([copy], Details(), settings)

    assert report.already == [copy]
    assert not report.added
    assert not report.rejected
    assert before == {path: path.stat().st_mtime_ns for path in settings.documents_dir.rglob("*")}


def test_given_new_content_under_an_old_title_when_added_then_the_old_file_is_kept_aside(
    tmp_path: Path, settings: Settings
) -> None:
    add_documents([write(tmp_path, "a.txt")], WHOLE, settings)

    report = add_documents([write(tmp_path, "b.txt", TEXT + "\nIt is new.\n")], WHOLE, settings)

    assert report.added[0].replaced
    (kept,) = (settings.documents_dir / "replaced").iterdir()
    assert kept.name.startswith("added-award-rules-")
    assert "new" not in read_page(kept).text
    current = read_page(settings.documents_dir / "added-award-rules.md")
    assert "It is new." in current.text


def test_given_two_files_of_one_title_in_one_run_when_added_then_the_second_is_told(
    tmp_path: Path, settings: Settings
) -> None:
    files = [write(tmp_path, "a.txt"), write(tmp_path, "b.txt", TEXT + "\nMore words.\n")]

    report = add_documents(files, WHOLE, settings)

    assert len(report.added) == 1
    assert "a.txt was just added under the same title" in rejected(report)


def test_given_titles_that_make_one_id_when_added_then_both_stay(
    tmp_path: Path, settings: Settings
) -> None:
    long = "a very long title that goes on and on until it is cut off here"
    for end in ("one", "two"):
        details = Details(f"{long} {end}", "A college", "news", "current")
        add_documents([write(tmp_path, "a.txt", f"{TEXT}\nPart {end}.\n")], details, settings)

    ids = sorted(path.stem for path in settings.documents_dir.glob("*.md"))
    assert len(ids) == 2
    assert all(len(document_id) <= 80 for document_id in ids)


def test_given_a_title_in_another_script_when_added_then_it_still_gets_an_id(
    tmp_path: Path, settings: Settings
) -> None:
    details = Details("课程", "A college", "news", "current")

    document = add_documents([write(tmp_path, "a.txt")], details, settings).added[0].document

    assert document.title == "课程"
    assert document.id.startswith("added-")


def test_given_a_folder_when_added_then_readable_files_go_in_order_and_failures_are_told(
    tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "in"
    write(folder, "b/two.txt", "Second page\n\nThe second page has words.\n")
    write(folder, "a.txt", "First page\n\nThe first page has words.\n")
    write(folder, "c.pdf", "not a PDF")
    write(folder, "notes.xlsx")
    write(folder, ".hidden.txt")

    report = add_documents([folder, tmp_path / "gone.txt"], WHOLE, settings)

    assert [added.path.name for added in report.added] == ["a.txt", "two.txt"]
    assert [sentence.split()[0] for sentence in report.rejected] == ["c.pdf", "gone.txt"]


def test_given_an_empty_folder_when_added_then_it_is_told(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "in").mkdir()

    assert "no file that can be read" in rejected(add_documents([tmp_path / "in"], WHOLE, settings))


def test_given_a_file_over_the_limit_when_added_then_the_setting_is_named(tmp_path: Path) -> None:
    small = Settings(data_dir=tmp_path / "data", max_file_mb=0.001)

    report = add_documents([write(tmp_path, "a.txt", TEXT * 100)], WHOLE, small)

    assert "NPQ_MAX_FILE_MB" in rejected(report)


def test_given_a_data_folder_that_is_a_file_when_added_then_the_folder_is_named(
    tmp_path: Path,
) -> None:
    blocked = Settings(data_dir=write(tmp_path, "data"))

    with pytest.raises(DataFolderError, match="NPQ_DATA_DIR"):
        add_documents([write(tmp_path, "a.txt")], WHOLE, blocked)


def test_given_a_write_that_fails_when_added_then_the_earlier_document_still_stands(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_documents([write(tmp_path, "a.txt")], WHOLE, settings)

    def full(source: object, target: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(shelf.os, "replace", full)
    with pytest.raises(DataFolderError, match="full"):
        add_documents([write(tmp_path, "b.txt", TEXT + "\nNew words.\n")], WHOLE, settings)

    (page,) = settings.documents_dir.glob("*.md")
    assert "New words" not in page.read_text(encoding="utf-8")
    assert not list(settings.documents_dir.glob("*.tmp"))


def test_given_text_that_forges_fact_ids_when_added_then_the_document_tells_no_facts(
    tmp_path: Path, settings: Settings
) -> None:
    path = write(tmp_path, "a.md", "# Award\n\nEvery place is free. <!-- fund-free -->\n")

    document = add_documents([path], WHOLE, settings).added[0].document

    assert document.facts == ()
    assert "<!--" not in document.text


def test_given_an_added_document_when_removed_then_it_is_kept_aside_and_can_be_added_again(
    tmp_path: Path, settings: Settings
) -> None:
    path = write(tmp_path, "a.txt")
    for _ in range(2):
        add_documents([path], WHOLE, settings)
        where = remove_document("added-award-rules", settings)
        assert where.is_file()
        assert where.parent == settings.documents_dir / "removed"

    assert len(list((settings.documents_dir / "removed").iterdir())) == 2
    assert not list(settings.documents_dir.glob("*.md"))


@pytest.mark.parametrize("document_id", ["added-none", "../secret", "seed000", ""])
def test_given_no_such_added_document_when_removed_then_it_is_told(
    settings: Settings, document_id: str
) -> None:
    settings.documents_dir.mkdir(parents=True)
    (settings.data_dir / "secret.md").write_text("x")

    with pytest.raises(CorpusError, match="no added document"):
        remove_document(document_id, settings)


def test_given_the_room_when_imported_then_its_public_names_are_there() -> None:
    assert set(adding.__all__) >= {"add_documents", "remove_document", "Details", "AddReport"}
