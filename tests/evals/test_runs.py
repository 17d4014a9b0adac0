"""A run folder: written once, read back whole, and honest about what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.answering import ask, settle
from evals.lines import RunError, canonical, read_lines
from evals.records import Generated
from evals.runs import RunFolder, safe_name, stored_runs
from tests.evals.making import Parrot, case_lines, new_run


def quiet(label: str, done: int, total: int) -> None:
    """Show nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A run of three cases that a parrot has answered."""
    run = new_run(tmp_path / "run", case_lines())
    ask(run, Parrot(), run.cases(), quiet)
    settle(run, "parrot", run.cases(), local=True)
    return RunFolder.open(run.path)


def test_a_run_is_read_back_as_it_was_written(folder: RunFolder) -> None:
    assert [case.id for case in folder.cases()] == ["c0", "c1", "c2"]
    assert folder.system_names() == ["parrot"]
    assert [said.case_id for said in folder.generated("parrot")] == ["c0", "c1", "c2"]
    assert folder.timings("parrot")[0].milliseconds == {"total": 2.0}
    assert folder.config.systems[0].index_id == "one"
    assert folder.references().pages["govuk-npqh"].title
    cost = folder.resources("parrot")
    assert cost is not None
    assert (cost.answers, cost.throughput_per_s) == (3, 500.0)
    assert cost.peak_memory_mb is not None
    assert cost.peak_memory_mb > 1


def test_passages_are_kept_once_in_order_of_id(folder: RunFolder) -> None:
    path = folder.path / "systems" / "parrot" / "passages.jsonl"
    assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == ["a#1", "z#1"]
    assert folder.passages("parrot")["a#1"].text == "NPQH takes 18 months."


def test_a_folder_that_holds_anything_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "mine.txt").write_text("keep")
    with pytest.raises(RunError, match="not empty, and a run never overwrites"):
        new_run(tmp_path / "run", case_lines())
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["mine.txt"]


def test_scores_are_missed_by_name_before_they_are_made(folder: RunFolder) -> None:
    assert not folder.is_scored("parrot")
    with pytest.raises(RunError, match=r"no summary\.json\. Run `npq eval score"):
        folder.summary("parrot")
    with pytest.raises(RunError, match="no system 'owl'; it has: parrot"):
        folder.generated("owl")


def test_half_a_run_folder_says_which_half(folder: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="There is no run folder"):
        RunFolder.open(tmp_path / "nowhere")
    with pytest.raises(RunError, match=r"holds no run\.json"):
        RunFolder.open(tmp_path)
    (folder.path / "systems" / "parrot" / "generated.jsonl").unlink()
    with pytest.raises(RunError, match=r"generated\.jsonl is missing"):
        folder.generated("parrot")
    (folder.path / "dataset.jsonl").unlink()
    with pytest.raises(RunError, match=r"dataset\.jsonl is missing"):
        RunFolder.open(folder.path)


def test_a_data_set_changed_after_the_run_is_noticed(folder: RunFolder) -> None:
    path = folder.path / "dataset.jsonl"
    path.write_text(path.read_text().replace("18 months", "12 months"))
    with pytest.raises(RunError, match=r"not the data set that run\.json names"):
        RunFolder.open(folder.path)


def test_a_damaged_line_is_told_with_file_and_line(folder: RunFolder) -> None:
    path = folder.path / "systems" / "parrot" / "generated.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], '{"case_id": 1}', lines[2]]))
    with pytest.raises(RunError, match=r"generated\.jsonl, line 2: "):
        folder.generated("parrot")


def test_lines_are_the_same_bytes_and_never_hold_nan() -> None:
    assert canonical({"b": float("nan"), "a": [float("inf"), 1.5, "é"]}) == (
        '{"a": [null, 1.5, "é"], "b": null}'
    )


def test_half_a_character_from_a_system_can_be_kept(tmp_path: Path) -> None:
    run = new_run(tmp_path / "run", case_lines(1))
    ask(run, Parrot("half \ud83d a face"), run.cases(), quiet)
    said = read_lines(run.path / "systems" / "parrot" / "generated.jsonl", Generated)
    assert said[0].answer == "half ? a face [1]"


def test_runs_are_listed_newest_name_first(tmp_path: Path) -> None:
    for name in ("2026-01-01-a", "2026-02-01-b"):
        new_run(tmp_path / name, case_lines(1))
    (tmp_path / "cache").mkdir()
    assert [path.name for path in stored_runs(tmp_path)] == ["2026-02-01-b", "2026-01-01-a"]
    assert stored_runs(tmp_path / "nowhere") == []


def test_a_name_of_a_system_can_be_a_folder() -> None:
    assert safe_name("openai:http://host:1/v1#m") == "openai-http-host-1-v1-m"
    assert safe_name("../..") == "system"
