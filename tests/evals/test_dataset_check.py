"""The check of a data set tells what no person would see by reading it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.reading import check_dataset

DATASETS = Path(__file__).resolve().parents[2] / "evals" / "datasets"
SOUND = {
    "id": "A1",
    "question": "How long is NPQLTD?",
    "expected_answer": "12 months.",
    "must_include": ["12 months"],
    "expected_sources": ["seed000"],
    "fact_ids": ["ltd-length"],
}


def _told(folder: Path, *cases: dict[str, Any]) -> list[tuple[int, str, str]]:
    path = folder / "a.jsonl"
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return [(p.line, p.severity, p.message) for p in check_dataset(path)]


def test_given_a_sound_case_when_checked_then_nothing_is_told(tmp_path: Path) -> None:
    assert _told(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("change", "severity", "message"),
    [
        ({"fact_ids": ["ltd-lenght"]}, "error", "(the nearest is 'ltd-length')"),
        ({"expected_sources": ["seed00"]}, "error", "the source id 'seed00' does not exist"),
        ({"must_include": ["18 months"]}, "warning", "holds none of 18 months"),
        ({"must_not_include": ["12 months"]}, "warning", "(must_not_include)"),
        ({"expected": "abstain"}, "warning", "did you mean 'expected_behaviour'"),
        ({"expected_anwser": "x"}, "warning", "did you mean 'expected_answer'"),
        ({"expected_sources": ["masters"]}, "warning", "none of expected_sources tells"),
        ({"expected_answer": None, "must_include": []}, "warning", "neither must_include nor"),
        ({"expected_sources": [], "fact_ids": []}, "warning", "retrieval is not scored"),
        ({"metadata": {"unread_assertions": ["llm-rubric"]}}, "warning", "llm-rubric"),
    ],
)
def test_given_an_odd_case_when_checked_then_it_is_told(
    tmp_path: Path, change: dict[str, Any], severity: str, message: str
) -> None:
    told = _told(tmp_path, SOUND | change)

    assert [(line, how) for line, how, _ in told] == [(1, severity)]
    assert message in told[0][2]


def test_given_the_same_question_twice_when_checked_then_both_lines_are_named(
    tmp_path: Path,
) -> None:
    told = _told(tmp_path, SOUND, SOUND | {"id": "A2", "question": "how long is  NPQLTD?"})

    assert told == [(2, "warning", "the question is that of line 1")]


def test_given_a_broken_line_when_checked_then_the_others_are_checked_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{\n" + json.dumps(SOUND | {"fact_ids": ["none"]}), encoding="utf-8")

    assert [problem.line for problem in check_dataset(path)] == [1, 2]


@pytest.mark.parametrize("path", sorted(DATASETS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_given_the_data_sets_of_this_project_when_checked_then_there_is_no_error(
    path: Path,
) -> None:
    assert [p.sentence for p in check_dataset(path) if p.severity == "error"] == []
