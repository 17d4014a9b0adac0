"""Asking: each answer kept as it comes, what was cut off gone on with, what is down given up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evals.answering import GIVE_UP_AFTER, ask, settle
from evals.lines import RunError
from evals.records import Behaviour, Case
from evals.runs import RunFolder
from evals.systems.base import Prompted
from tests.evals.making import DAY, Parrot, case_lines, new_run


def quiet(label: str, done: int, total: int) -> None:
    """Show nothing."""


def asked_all(run: RunFolder, system: Parrot) -> None:
    ask(run, system, run.cases(), quiet)
    settle(run, system.name, run.cases(), local=True)


def test_a_system_is_told_nothing_of_what_is_expected(tmp_path: Path) -> None:
    parrot = Parrot()
    lines = case_lines(1)
    lines[0] |= {"as_of": "2024-01-02", "metadata": {"answer": "secret"}, "history": ["Hello"]}
    run = new_run(tmp_path / "run", lines)
    ask(run, parrot, run.cases(), quiet)
    told = parrot.asked[0].model_dump()
    assert set(told) == {"id", "question", "history", "as_of", "documents"}
    assert "18 months" not in str(told)
    assert "secret" not in str(told)
    assert told["as_of"] == date(2024, 1, 2)


def test_a_case_without_a_day_is_asked_on_the_day_of_the_run() -> None:
    case = Case(id="a", question="How long is NPQH?")
    assert Prompted.of(case, as_of=DAY).as_of == DAY


def test_a_run_that_was_cut_off_goes_on_and_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    # Given a run cut off after four of six answers, in the second round
    whole, cut = (new_run(tmp_path / n, case_lines(3), repeat=2) for n in ("whole", "cut"))
    asked_all(whole, Parrot())
    with pytest.raises(KeyboardInterrupt):
        ask(cut, Parrot(stops_after=4), cut.cases(), quiet)
    # When it goes on
    second = Parrot()
    result = ask(RunFolder.open(cut.path), second, cut.cases(), quiet)
    settle(cut, "parrot", cut.cases(), local=True)
    # Then only the rest is asked, and the files are those of an uncut run
    assert (result.kept, result.answered, len(second.asked)) == (4, 2, 2)
    for name in ("generated.jsonl", "passages.jsonl", "timings.jsonl"):
        one, other = (run.path / "systems" / "parrot" / name for run in (whole, cut))
        assert one.read_bytes() == other.read_bytes()
    assert [said.repeat for said in cut.generated("parrot")] == [0, 1, 0, 1, 0, 1]


def test_half_a_last_line_is_left_out_and_told(tmp_path: Path) -> None:
    run = new_run(tmp_path / "run", case_lines(3))
    with pytest.raises(KeyboardInterrupt):
        ask(run, Parrot(stops_after=2), run.cases(), quiet)
    path = run.path / "systems" / "parrot" / "generated.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    result = ask(run, Parrot(), run.cases(), quiet)
    assert (result.kept, result.answered) == (1, 2)
    assert result.mended == [f"{path} ended in half a line, which was left out."]
    assert len(run.generated("parrot")) == 3


def test_what_failed_is_kept_as_a_failure_and_asked_again_on_going_on(tmp_path: Path) -> None:
    run = new_run(tmp_path / "run", case_lines(3))
    asked_all(run, Parrot(fails=["c1"]))
    said = run.generated("parrot")
    assert [each.behaviour for each in said] == [
        Behaviour.ANSWER,
        Behaviour.ERROR,
        Behaviour.ANSWER,
    ]
    assert said[1].error == "The parrot is away."
    again = Parrot()
    asked_all(run, again)
    assert [prompted.id for prompted in again.asked] == ["c1"]
    assert [each.error for each in run.generated("parrot")] == [None, None, None]


def test_a_system_that_cannot_be_reached_is_given_up(tmp_path: Path) -> None:
    run = new_run(tmp_path / "run", case_lines(GIVE_UP_AFTER + 4))
    parrot = Parrot(down=True)
    result = ask(run, parrot, run.cases(), quiet)
    assert len(parrot.asked) == GIVE_UP_AFTER
    assert "could not be reached 5 times in a row" in result.stopped
    assert len(run.generated("parrot")) == GIVE_UP_AFTER


def test_another_index_does_not_go_on_with_a_run(tmp_path: Path) -> None:
    run = new_run(tmp_path / "run", case_lines(2))
    with pytest.raises(KeyboardInterrupt):
        ask(run, Parrot(stops_after=1), run.cases(), quiet)
    with pytest.raises(RunError, match=r"another index than when this run began \(one, now two\)"):
        ask(run, Parrot(index_id="two"), run.cases(), quiet)
