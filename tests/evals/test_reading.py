"""Files of questions: every form is read, and every fault is told with file and line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.problems import DatasetError
from evals.reading import check_dataset, read_cases
from evals.records import Behaviour

FULL = {
    "id": "A1",
    "question": "How long is NPQH?",
    "history": ["I am a head."],
    "expected_answer": "18 months.",
    "must_include": [["18 months", "18-month"], "NPQH"],
    "must_not_include": ["12 months"],
    "expected_sources": ["govuk-npqh"],
    "expected_behaviour": "answer",
    "as_of": "2026-11-22",
    "fact_ids": ["h-length"],
    "tags": ["fact"],
    "metadata": {"by": "me"},
    "rubric": "kept",
}


def _file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _sentences(path: Path) -> str:
    with pytest.raises(DatasetError) as raised:
        read_cases(path)
    return "\n".join(problem.sentence for problem in raised.value.problems)


def test_given_a_line_with_every_field_when_read_then_each_is_kept(tmp_path: Path) -> None:
    case = read_cases(_file(tmp_path, "a.jsonl", json.dumps(FULL)))[0]

    assert case.must_include == (("18 months", "18-month"), ("NPQH",))
    assert case.expected_behaviour is Behaviour.ANSWER
    assert case.as_of == date(2026, 11, 22)
    assert case.model_extra == {"rubric": "kept"}


def test_given_a_byte_order_mark_and_windows_lines_when_read_then_nothing_changes(
    tmp_path: Path,
) -> None:
    plain = "\n".join(json.dumps({"id": n, "question": "What’s it?"}) for n in (1, 2)) + "\n"
    path = _file(tmp_path, "a.jsonl", b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode())

    assert read_cases(path) == read_cases(_file(tmp_path, "b.jsonl", plain))
    assert [case.id for case in read_cases(path)] == ["1", "2"]


def test_given_a_csv_when_read_then_it_holds_the_same_case(tmp_path: Path) -> None:
    text = (
        "id,question,history,expected_answer,must_include,must_not_include,expected_sources,"
        "expected_behaviour,as_of,fact_ids,tags,metadata,rubric\n"
        'A1,How long is NPQH?,I am a head.,18 months.,"18 months|18-month;NPQH",12 months,'
        'govuk-npqh,answer,2026-11-22,h-length,fact,"{""by"": ""me""}",kept\n'
    )

    assert read_cases(_file(tmp_path, "a.csv", text)) == read_cases(
        _file(tmp_path, "a.jsonl", json.dumps(FULL))
    )


def test_given_a_csv_when_a_cell_holds_lines_then_the_next_row_has_its_true_line(
    tmp_path: Path,
) -> None:
    path = _file(tmp_path, "a.csv", 'id,question\nA1,"two\nlines"\nA1,again\nA2,one,too many\n')

    told = _sentences(path)

    assert "a.csv, line 4: the id 'A1' is already that of line 2." in told
    assert "a.csv, line 5: it has 3 cells, the header has 2." in told


def test_given_a_json_array_when_read_then_each_case_has_its_line(tmp_path: Path) -> None:
    text = '[\n {"id": "A1", "question": "One?"},\n\n {"id": "A2"}\n]\n'

    assert _sentences(_file(tmp_path, "a.json", text)).endswith(
        "a.json, line 4: question is missing."
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "it is not JSON"),
        ("[1]", "it must be a JSON object"),
        ('{"id": "x"}', "question is missing"),
        ('{"question": "x"}', "id is missing"),
        ('{"id": "x", "question": "  "}', "question is missing"),
        ('{"id": "x", "id": "y", "question": "x"}', "the key 'id' is there twice"),
        ('{"id": "x", "question": "x", "n": NaN}', "NaN is not a JSON value"),
        ('{"id": "x", "question": 5}', "question must be text"),
        ('{"id": "x", "question": "x", "tags": "fact"}', "tags must be a list"),
        ('{"id": "x", "question": "x", "as_of": "soon"}', "as_of must be a date"),
        (
            '{"id": "x", "question": "x", "expected_behaviour": "shrug"}',
            "expected_behaviour is 'shrug', not one of answer, abstain, clarify, refuse",
        ),
        (
            '{"id": "x", "question": "x", "expected_behaviour": "error"}',
            "expected_behaviour cannot be 'error'",
        ),
        ("\u00e9".encode("latin-1").decode("latin-1") + "{", "it is not JSON"),
    ],
)
def test_given_a_faulty_line_when_read_then_its_number_and_fault_are_told(
    tmp_path: Path, line: str, why: str
) -> None:
    path = _file(tmp_path, "a.jsonl", f'{{"id": "ok", "question": "Fine?"}}\n\n{line}\n')

    told = _sentences(path)

    assert told.startswith(f"{path}, line 3: ")
    assert why in told


def test_given_several_faults_when_read_then_all_are_told_and_the_first_says_so(
    tmp_path: Path,
) -> None:
    path = _file(tmp_path, "a.jsonl", '{\n{"id": "a"}\n{"id": "b", "question": "x"}\n{\n')

    with pytest.raises(DatasetError) as raised:
        read_cases(path)

    assert [problem.line for problem in raised.value.problems] == [1, 2, 4]
    assert raised.value.sentence.endswith("(2 more problems in this file)")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"[]"])
def test_given_nothing_in_a_file_when_read_then_that_is_told(tmp_path: Path, data: bytes) -> None:
    assert "it holds no cases" in _sentences(_file(tmp_path, "a.jsonl", data))


def test_given_no_file_or_a_folder_or_other_bytes_when_read_then_that_is_told(
    tmp_path: Path,
) -> None:
    assert "there is no such file" in _sentences(tmp_path / "none.jsonl")
    assert "it is a folder" in _sentences(tmp_path)
    assert "line 2: it is not UTF-8" in _sentences(_file(tmp_path, "a.jsonl", b"{}\n\xff"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=200), suffix=st.sampled_from(["jsonl", "json", "csv", "yaml"]))
def test_given_any_bytes_when_checked_then_there_are_problems_and_no_crash(
    tmp_path: Path, data: bytes, suffix: str
) -> None:
    path = _file(tmp_path, f"any.{suffix}", data)

    assert all(problem.sentence.startswith(str(path)) for problem in check_dataset(path))
