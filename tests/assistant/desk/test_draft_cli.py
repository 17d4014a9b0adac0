"""`npq draft` from the outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Npq

MAIL = "How long does the NPQ for SENCOs take?\nWhat is the capital of France?\n\nRegards\nKezia\n"


def test_given_a_mail_when_drafted_then_the_letter_is_printed_and_what_is_open_told(
    npq: Npq, shared_index: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(MAIL, encoding="utf-8")

    ran = npq("draft", tmp_path / "a.txt", "--tone", "warmer")

    assert ran.code == 0
    assert ran.out.startswith("Dear Kezia,\n\nThank you very much")
    assert "“How long does the NPQ for SENCOs take?”" in ran.out
    assert ran.err == "1 of 2 questions need your input.\n"


def test_given_standard_input_when_drafted_as_json_then_one_object_is_printed(
    npq: Npq, shared_index: Settings
) -> None:
    ran = npq("draft", "-", "--json", "--as-of", "2026-11-01", given=MAIL)

    told = json.loads(ran.out)
    assert [item["needs_input"] for item in told["items"]] == [False, True]
    assert told["as_of"] == "2026-11-01"
    assert told["letter"].startswith("Dear Kezia,")
    cited = {n for i in told["items"] for s in i["statements"] for n in s["citations"]}
    assert cited == {source["number"] for source in told["sources"]}


def test_given_a_csv_when_drafted_as_json_then_there_is_an_object_a_row(
    npq: Npq, shared_index: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("id,text\nx1,How long is NPQSL?\nx2,=1+1 Is it?\n")

    ran = npq("draft", tmp_path / "a.csv", "--json")

    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["x1", "x2"]


def test_given_names_when_drafted_then_the_log_holds_none(
    npq: Npq,
    shared_index: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NPQ_LOG_LEVEL", "DEBUG")
    log = shared_index.log_file
    before = log.read_text(encoding="utf-8") if log.exists() else ""
    (tmp_path / "a.txt").write_text(f"{MAIL}\nTRN 1234567", encoding="utf-8")

    npq("draft", tmp_path / "a.txt")
    npq("draft", tmp_path / "missing Kezia.txt")

    written = log.read_text(encoding="utf-8").removeprefix(before)
    assert "told the person" in written
    assert "1234567" not in written
    assert "SENCO" not in written


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("draft", "none.txt"), 1, "none.txt does not exist, or is not an ordinary file."),
        (("draft", "-"), 1, "The enquiry is empty. Paste the text of the email."),
        (("draft", "-", "--tone", "rude"), 2, "--tone is one of plain, warmer, short."),
    ],
)
def test_given_what_cannot_be_drafted_when_asked_then_one_sentence_says_why(
    npq: Npq, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = npq(*arguments)

    assert ran.code == code
    assert sentence in " ".join(ran.err.replace("│", " ").split())
    assert ran.out == ""
