"""`npq eval`: what a person types, reads, and finds on disk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.settings import Settings
from evals.runs import RunFolder
from evals.systems.base import parameters
from tests.conftest import Npq
from tests.evals.making import case_lines, write_cases

LINES = [
    *case_lines(3),
    {
        "id": "gap",
        "question": "Zebra quagga xylophone?",
        "expected_behaviour": "abstain",
        "tags": ["gap"],
    },
    {"id": "wrong", "question": "How long does NPQH take?", "must_include": [["999 months"]]},
]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A data set of five questions, which BM25 can be asked without a model."""
    return write_cases(tmp_path / "mine.jsonl", LINES)


@pytest.fixture
def run(npq: Npq, cases: Path, tmp_path: Path) -> RunFolder:
    """A run of BM25 over them."""
    out = tmp_path / "run"
    ran = npq("eval", "run", "--dataset", cases, "--system", "bm25", "--out", out)
    assert (ran.code, ran.err) == (0, "")
    return RunFolder.open(out)


def test_a_run_asks_scores_prints_and_keeps(npq: Npq, cases: Path, settings: Settings) -> None:
    ran = npq("eval", "run", "--dataset", cases, "--system", "bm25", "--as-of", "2026-11-22")
    assert ran.code == 0
    assert "mine: 5 questions" in ran.out
    assert "accuracy" in ran.out
    (path,) = (settings.data_dir / "evals").glob("*-mine")
    run = RunFolder.open(path)
    assert run.config.as_of is not None
    assert run.config.as_of.isoformat() == "2026-11-22"
    assert run.config.systems[0].details["k1"] == 1.5
    assert run.summary("bm25").estimates["behaviour_accuracy"].mean == 1.0
    assert {"throughput_per_s", "peak_memory_mb"} <= set(run.summary("bm25").estimates)
    assert f"npq eval report {path}" in ran.out
    assert path.name in npq("eval", "list").out


@pytest.mark.parametrize(
    ("bounds", "code", "told"),
    [
        (["behaviour_accuracy=1"], 0, ""),
        (["behaviour_accuracy=1", "superseded_as_current<=0"], 0, ""),
        (["rouge_l>=2", "coverage<=0.1"], 100, "rouge_l is "),
        (["change_notice_recall=0.5"], 100, "change_notice_recall could not be scored"),
        (["acuracy=1"], 2, "'acuracy' is not a metric"),
        (["accuracy"], 2, "not a threshold"),
    ],
)
def test_a_missed_threshold_ends_with_100(
    npq: Npq, cases: Path, tmp_path: Path, bounds: list[str], code: int, told: str
) -> None:
    flags = [part for bound in bounds for part in ("--fail-under", bound)]
    out = tmp_path / "run"
    ran = npq("eval", "run", "--dataset", cases, "--system", "bm25", "--out", out, *flags)
    assert ran.code == code
    assert told in " ".join(ran.err.replace("│", " ").split())
    assert ran.err.count("Missed by bm25") == (len(bounds) if code == 100 else 0)


def test_only_some_questions_are_asked(npq: Npq, cases: Path, run: RunFolder) -> None:
    def asked(*flags: object) -> list[str]:
        out = run.path.parent / f"run-{len(list(run.path.parent.iterdir()))}"
        given = ("--dataset", cases, "--system", "bm25", "--out", out)
        assert npq("eval", "run", *given, *flags).code == 0
        return [case.id for case in RunFolder.open(out).cases()]

    assert asked("--limit", 2) == ["c0", "c2"]
    assert asked("--filter", "tag=gap") == ["gap"]
    assert asked("--failing", run.path) == ["wrong"]


def test_nothing_is_overwritten(npq: Npq, cases: Path, run: RunFolder) -> None:
    before = {path: path.read_bytes() for path in run.path.rglob("*") if path.is_file()}
    ran = npq("eval", "run", "--dataset", cases, "--system", "bm25", "--out", run.path)
    assert ran.code == 1
    assert "a run never overwrites" in ran.err
    assert before == {path: path.read_bytes() for path in run.path.rglob("*") if path.is_file()}


def test_a_run_goes_on_with_what_it_was_asked(npq: Npq, run: RunFolder) -> None:
    path = run.path / "systems" / "bm25" / "generated.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]) + b'{"case_id": "c2", "ans')
    ran = npq("eval", "run", "--resume", "--out", run.path)
    assert ran.code == 0
    assert f"{path} ended in half a line, which was left out." in ran.err
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "flags", [["--resume"], ["--resume", "--out", "x", "--limit", "3"], ["--filter", "x"]]
)
def test_flags_that_make_no_sense_together_are_wrong_usage(npq: Npq, flags: list[str]) -> None:
    assert npq("eval", "run", *flags).code == 2


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--dataset", "nothing"], "There is no data set 'nothing'"),
        (["--system", "owl"], "There is no system 'owl'"),
        (["--filter", "tag=nothing"], "No case is left of 5"),
        (["--failing", "nowhere"], "There is no run folder nowhere."),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(
    npq: Npq, cases: Path, settings: Settings, flags: list[str], told: str
) -> None:
    ran = npq(
        "eval",
        "run",
        "--system",
        "bm25",
        *([] if "--dataset" in flags else ["--dataset", cases]),
        *flags,
    )
    assert ran.code == 1
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert not (settings.data_dir / "evals").exists()


def test_scoring_again_changes_nothing_and_needs_no_system(npq: Npq, run: RunFolder) -> None:
    kept = {path: path.read_bytes() for path in run.path.rglob("*.json*")}
    for name in ("scored.jsonl", "summary.json"):
        (run.path / "systems" / "bm25" / name).unlink()
    assert npq("eval", "score", run.path).code == 0
    assert kept == {path: path.read_bytes() for path in run.path.rglob("*.json*")}


def test_two_systems_of_a_run_are_compared(npq: Npq, cases: Path, tmp_path: Path) -> None:
    # Given a command that answers one of the questions rightly and at once
    program = tmp_path / "short.py"
    program.write_text(
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    print(json.dumps({'id': json.loads(line)['id'], 'outcome': 'answered',"
        " 'answer': '18 months.'}))\n"
    )
    command = f"command:{sys.executable} {program}"
    out = tmp_path / "both"
    systems = ("--system", "bm25", "--system", command)
    assert npq("eval", "run", "--dataset", cases, *systems, "--out", out).code == 0
    names = RunFolder.open(out).system_names()
    # When they are compared
    paths = [out / "systems" / name for name in names]
    found = json.loads(npq("eval", "compare", *paths, "--json").out)
    # Then the pairs are the questions, and the table says so too
    behaviour = next(c for c in found["comparisons"] if c["metric"] == "behaviour_accuracy")
    assert (behaviour["pairs"], behaviour["lost"]) == (5, ["gap"])
    shown = npq("eval", "compare", *paths)
    assert "B − A" in shown.out
    assert shown.err == ""
    assert npq("eval", "compare", paths[0], out / "systems" / "owl").code == 1


def test_an_endpoint_that_is_down_ends_with_1_and_the_other_system_is_scored(
    npq: Npq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(parameters("http"), "wait", 0.01)
    cases = write_cases(tmp_path / "many.jsonl", case_lines(8))
    out = tmp_path / "run"
    systems = ("--system", "contract:http://127.0.0.1:9/", "--system", "bm25")
    ran = npq("eval", "run", "--dataset", cases, *systems, "--out", out)
    assert ran.code == 1
    assert "could not be reached 5 times in a row" in ran.err
    assert f"npq eval run --resume --out {out}" in ran.err
    run = RunFolder.open(out)
    assert run.summary("bm25").cases == 8
    assert run.summary(run.system_names()[0]).estimates["accuracy"].mean == 0.0


def test_a_report_is_written_beside_the_run(npq: Npq, run: RunFolder) -> None:
    ran = npq("eval", "report", run.path)
    assert ran.code == 0
    assert {path.name for path in (run.path / "report").iterdir()} >= {
        "report.html",
        "report.md",
        "cases.csv",
        "report.json",
        "junit.xml",
    }


def test_a_file_of_questions_is_checked(npq: Npq, tmp_path: Path) -> None:
    bad: list[dict[str, Any]] = [*case_lines(1), *case_lines(1), {"id": "x"}]
    path = write_cases(tmp_path / "bad.jsonl", bad)
    ran = npq("eval", "check-dataset", path)
    assert ran.code == 1
    assert f"{path}, line 2: the id 'c0'" in ran.out
    assert f"{path}, line 3: question is missing" in ran.out
    good = write_cases(tmp_path / "good.jsonl", case_lines(2))
    ran = npq("eval", "check-dataset", good)
    assert (ran.code, f"{good}: 2 cases, 0 errors" in ran.out) == (0, True)


def test_a_case_is_added_by_flags(npq: Npq, tmp_path: Path) -> None:
    path = write_cases(tmp_path / "mine.jsonl", case_lines(1))
    before = path.read_text(encoding="utf-8")
    flags = ("--question", "How long is NPQSL?", "--answer", "18 months or 1½ years.")
    ran = npq(
        "eval",
        "add-case",
        path,
        *flags,
        "--must-include",
        "18 months | 1½ years",
        "--tag",
        "length",
        "--source",
        "govuk-npqsl",
    )
    assert ran.code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before)
    added = json.loads(text.splitlines()[-1])
    assert added["must_include"] == [["18 months", "1½ years"]]
    assert added["id"].startswith("mine-")
    assert npq("eval", "check-dataset", path).code == 0


@pytest.mark.parametrize(
    ("flags", "code", "told"),
    [
        (["--question", "Q?", "--id", "c0"], 1, "already has a case 'c0'"),
        (["--question", "Q?", "--source", "no-such-page"], 1, "'no-such-page' does not exist"),
        (["--question", "Q?", "--behaviour", "dance"], 2, "'dance' is not a behaviour"),
        ([], 2, "Give the question"),
    ],
)
def test_a_case_that_cannot_be_added_leaves_the_file_as_it_was(
    npq: Npq, tmp_path: Path, flags: list[str], code: int, told: str
) -> None:
    path = write_cases(tmp_path / "mine.jsonl", case_lines(1))
    before = path.read_bytes()
    ran = npq("eval", "add-case", path, *flags)
    assert ran.code == code
    assert told in " ".join(ran.err.replace("│", " ").split())
    assert path.read_bytes() == before


def test_the_commands_load_without_the_model() -> None:
    heavy = ("torch", "pandas", "chromadb", "httpx")
    code = f"import sys, evals.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
