"""`npq ask --batch`: every line gets an answer, and the file appears whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Npq


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_given_good_lines_when_answered_then_each_id_comes_back_in_order(
    npq: Npq, shared_index: Settings, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '\ufeff{"id": "a", "question": "How many NPQs are there?"}\r\n\r\n'
        '{"id": 7, "question": "How long does it take?", "history": ["What is NPQH?"],'
        ' "as_of": "2026-10-01"}\n',
        encoding="utf-8",
    )

    ran = npq("ask", "--batch", source, "--out", out)

    told = lines_of(out)
    assert ran.code == 0
    assert ran.err == ""
    assert [line["id"] for line in told] == ["a", 7]
    assert "NPQH" in told[1]["standalone_question"]
    assert told[1]["as_of"] == "2026-10-01"
    assert list(tmp_path.glob(".*")) == []


def test_given_bad_lines_when_answered_then_they_say_why_and_the_rest_goes_on(
    npq: Npq, shared_index: Settings, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    deep = b"[" * 100_000
    source.write_bytes(
        b"not json\n\xff\xfe\n[1]\n" + deep + b"\n"
        b'{"id": "e"}\n{"id": "f", "question": ""}\n'
        b'{"id": "g", "question": "Why?", "as_of": "soon"}\n'
        b'{"id": "h", "question": "Why?", "history": "What?"}\n'
        b'{"id": "\\ud800", "question": "How many NPQs are there?"}\n'
    )

    ran = npq("ask", "--batch", source, "--out", out)

    told = lines_of(out)
    assert ran.code == 1
    assert ran.err.startswith("8 of 9 lines could not be answered")
    assert [line["outcome"] for line in told] == ["error"] * 8 + ["answered"]
    assert [line["id"] for line in told[:8]] == [None] * 4 + ["e", "f", "g", "h"]
    assert told[0]["answer"] == "Line 1 is not JSON."
    assert told[3]["answer"] == "Line 4 is not JSON."
    assert len({tuple(line) for line in told}) == 1


@pytest.mark.parametrize("other_name", ["in.jsonl", "./in.jsonl", "linked.jsonl"])
def test_given_the_input_as_output_when_answered_then_it_is_refused(
    npq: Npq, tmp_path: Path, other_name: str
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "question": "Why?"}\n')
    (tmp_path / "linked.jsonl").symlink_to(source)

    ran = npq("ask", "--batch", source, "--out", f"{tmp_path}/{other_name}")

    assert ran.code == 2
    assert source.read_text() == '{"id": "a", "question": "Why?"}\n'


def test_given_a_folder_that_is_not_there_when_answered_then_one_sentence_at_once(
    npq: Npq, tmp_path: Path
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "question": "Why?"}\n')

    ran = npq("ask", "--batch", source, "--out", tmp_path / "none" / "out.jsonl")

    assert ran.code == 1
    assert ran.err.startswith("Cannot write")
    assert ran.err.count("\n") == 1


def test_given_an_error_before_the_end_when_answered_then_the_old_output_stays(
    npq: Npq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "question": "Why?"}\n')
    out.write_text("earlier answers\n")
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NPQ_DATA_DIR", str(tmp_path / "file" / "data"))

    ran = npq("ask", "--batch", source, "--out", out)

    assert ran.code == 1
    assert out.read_text() == "earlier answers\n"
    assert list(tmp_path.glob(".*")) == []
