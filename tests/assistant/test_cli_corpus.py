"""`npq corpus` and `npq index`, on real pages and files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Npq

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ("--publisher", "A college", "--kind", "Guidance", "--status", "current")


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    path = tmp_path / "tea.txt"
    path.write_text("Tea at work\n\nTea is free for every NPQ participant at the Bristol hub.\n")
    return path


def test_given_our_pages_when_checked_then_no_problem_and_every_fact_told(npq: Npq) -> None:
    ran = npq("corpus", "check")

    assert ran.code == 0
    assert "0 problems, 0 facts untold" in ran.out


def test_given_our_pages_when_listed_then_all_60_can_be_narrowed(npq: Npq) -> None:
    everything = json.loads(npq("corpus", "list", "--json").out)
    consultations = json.loads(npq("corpus", "list", "--kind", "consultation", "--json").out)
    past = npq("corpus", "list", "--status", "SUPERSEDED")

    assert len(everything) == 60
    assert {"id", "title", "publisher", "kind", "status", "updated", "added"} <= set(everything[0])
    assert consultations
    assert {page["kind"] for page in consultations} == {"consultation"}
    assert past.code == 0
    assert "superseded" in past.out


def test_given_an_id_when_shown_then_the_page_is_there_without_its_comments(npq: Npq) -> None:
    shown = npq("corpus", "show", "govuk-courses")
    raw = npq("corpus", "show", "govuk-courses", "--raw")
    missing = npq("corpus", "show", "nothing-here")

    assert shown.code == raw.code == 0
    assert shown.out.startswith("---\nid: govuk-courses\n")
    assert "<!--" not in shown.out
    assert "<!--" in raw.out
    assert missing.code == 1
    assert "There is no document 'nothing-here'" in missing.err


def test_given_a_file_when_added_then_it_is_listed_and_can_be_removed(
    npq: Npq, tea: Path, settings: Settings
) -> None:
    added = npq("corpus", "add", tea, *FLAGS, "--title", "Tea at work")
    again = npq("corpus", "add", tea, *FLAGS, "--title", "Tea at work")
    listed = json.loads(npq("corpus", "list", "--json").out)
    removed = npq("corpus", "remove", "added-tea-at-work")

    assert added.code == 0
    assert "Added added-tea-at-work: Tea at work (from tea.txt)." in added.out
    assert "`npq index build` will take this in." in added.out
    assert again.code == 0
    assert "Nothing to do for tea.txt" in again.out
    assert [page["id"] for page in listed if page["added"]] == ["added-tea-at-work"]
    assert removed.code == 0
    assert (settings.documents_dir / "removed" / "added-tea-at-work.md").is_file()
    assert npq("corpus", "remove", "added-tea-at-work").code == 1


def test_given_a_part_of_an_id_when_removed_then_it_is_enough_where_one_page_has_it(
    npq: Npq, tmp_path: Path
) -> None:
    for name in ("Tea at work", "Tea at home"):
        file = tmp_path / f"{name}.md"
        file.write_text(f"# {name}\n\nTea is free there. We say {name}.\n", encoding="utf-8")
        assert npq("corpus", "add", file, *FLAGS).code == 0

    assert npq("corpus", "remove", "tea").code == 1
    assert npq("corpus", "remove", "Tea at home").code == 0
    assert npq("corpus", "remove", "tea").code == 0


def test_given_bad_files_among_good_when_added_then_one_line_each_and_exit_code_1(
    npq: Npq, tea: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.pdf").write_bytes(b"\x89PNG\r\n")

    ran = npq(
        "corpus", "add", tmp_path / "empty.txt", tea, tmp_path / "picture.pdf",
        tmp_path / "none.txt", *FLAGS, "--title", "Tea at work",
    )  # fmt: skip

    assert ran.code == 1
    assert "Added added-tea-at-work" in ran.out
    assert len(ran.err.splitlines()) == 3


def test_given_no_terminal_and_no_flags_when_added_then_what_is_missing_is_named(
    npq: Npq, tea: Path
) -> None:
    ran = npq("corpus", "add", tea)

    assert ran.code == 1
    assert ran.out == ""
    assert "--publisher" in ran.err
    assert "--status" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_given_a_terminal_when_added_then_what_is_missing_is_asked(
    tea: Path, settings: Settings
) -> None:
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, b"A college\nguidance\ncurrent\n")
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "corpus", "add", str(tea), "--title", "Tea"],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        timeout=60,
    )
    shown = os.read(ours, 10_000).decode()
    os.close(theirs)
    os.close(ours)

    assert done.returncode == 0, shown
    assert "Who published it" in shown
    assert (settings.documents_dir / "added-tea.md").is_file()


def test_given_a_new_document_when_built_then_the_report_counts_it_and_it_is_told(
    npq: Npq, tea: Path, own_index: Settings
) -> None:
    npq("corpus", "add", tea, *FLAGS, "--title", "Tea at work")
    outdated = json.loads(npq("index", "status", "--json").out)
    built = npq("index", "build")
    again = npq("index", "build")
    if_needed = npq("index", "build", "--if-needed")
    now = json.loads(npq("index", "status", "--json").out)
    asked = json.loads(npq("ask", "Is tea free at the Bristol hub?", "--json").out)

    assert outdated["usable"]
    assert outdated["corpus_changed"]
    assert built.code == 0
    assert "Passages: 1 added, 0 changed, 0 deleted" in built.out
    assert "is up to date" in again.out
    assert if_needed == (0, "", "")
    assert now["usable"]
    assert not now["corpus_changed"]
    assert now["documents"] == 61
    assert asked["index_id"] == now["id"]
    assert "added-tea-at-work" in {source["document_id"] for source in asked["sources"]}


def test_given_no_index_when_its_status_is_asked_then_the_command_to_build_it(npq: Npq) -> None:
    words = npq("index", "status")
    told = json.loads(npq("index", "status", "--json").out)

    assert words == (0, "There is no index yet. Run `npq index build`.\n", "")
    assert told["id"] is None
    assert told["usable"] is False


def test_given_the_index_of_now_when_its_status_is_asked_then_it_says_so(
    npq: Npq, shared_index: Settings
) -> None:
    ran = npq("index", "status")

    assert ran.code == 0
    assert "60 documents" in ran.out
    assert "as indexed" in ran.out
    assert "Usable:    yes" in ran.out
