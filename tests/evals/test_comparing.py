"""Two runs, question by question."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.comparing import Comparison, compare, compare_runs, not_alike
from evals.lines import RunError
from evals.records import Behaviour, Scored
from tests.evals.making import case_lines, new_run


def scored(case_id: str, repeat: int = 0, **metrics: float | None) -> Scored:
    kind = Behaviour.ANSWER
    return Scored(case_id=case_id, repeat=repeat, expected=kind, given=kind, metrics=metrics)


def of(found: list[Comparison], metric: str) -> Comparison:
    return next(each for each in found if each.metric == metric)


def test_means_difference_and_who_won_are_of_the_pairs_alone() -> None:
    a = [scored("1", accuracy=1.0), scored("2", accuracy=0.0), scored("3", accuracy=0.0)]
    a += [scored("4", accuracy=None), scored("only-a", accuracy=1.0)]
    b = [scored("3", accuracy=1.0), scored("2", accuracy=0.0), scored("1", accuracy=1.0)]
    b += [scored("4", accuracy=1.0), scored("only-b", accuracy=0.0)]
    found = of(compare(a, b), "accuracy")
    assert found.pairs == 3
    assert found.mean_a == pytest.approx(1 / 3)
    assert found.mean_b == pytest.approx(2 / 3)
    assert found.difference == pytest.approx(1 / 3)
    assert (found.won, found.lost, found.tied) == (("3",), (), ("1", "2"))


def test_lower_is_better_where_the_metric_says_so() -> None:
    a, b = [scored("1", contradictions=80.0)], [scored("1", contradictions=20.0)]
    found = of(compare(a, b), "contradictions")
    assert (found.better, found.difference, found.won) == ("lower", -60.0, ("1",))


def test_repeats_of_a_case_count_as_one() -> None:
    a = [scored("1", 0, accuracy=1.0), scored("1", 1, accuracy=0.0)]
    b = [scored("1", 0, accuracy=1.0), scored("1", 1, accuracy=1.0)]
    found = of(compare(a, b), "accuracy")
    assert (found.pairs, found.mean_a, found.difference) == (1, 0.5, 0.5)


def test_the_interval_tells_a_sure_difference_from_a_chance_one() -> None:
    names = [str(n) for n in range(60)]
    a = [scored(n, accuracy=0.0) for n in names]
    sure = [scored(n, accuracy=float(int(n) % 2)) for n in names]
    chance = [scored(n, accuracy=0.0 if n != "7" else 1.0) for n in names]
    one, other = of(compare(a, sure), "accuracy"), of(compare(a, chance), "accuracy")
    assert one.low is not None
    assert one.p is not None
    assert other.p is not None
    assert one.low > 0.3
    assert one.p < 0.01
    assert other.low == 0.0
    assert other.p > 0.05
    assert compare(a, sure) == compare(a, sure)


def test_a_metric_without_pairs_is_told_as_such() -> None:
    found = of(compare([scored("1", accuracy=None)], [scored("1", accuracy=1.0)]), "accuracy")
    assert (found.pairs, found.mean_a, found.low, found.p) == (0, None, None, None)


def test_runs_of_other_questions_are_told(tmp_path: Path) -> None:
    lines = case_lines(3)
    one = new_run(tmp_path / "one", lines)
    changed = [{**lines[0], "question": "Another?"}, lines[1]]
    two = new_run(tmp_path / "two", changed)
    (told,) = not_alike(one, two)
    assert "The data sets differ" in told
    assert "1 were changed between the runs: c0" in told
    assert not_alike(one, one) == []


def test_runs_without_a_common_question_are_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (new_run(tmp_path / name, case_lines(1)) for name in ("one", "two"))
    monkeypatch.setattr(type(one), "scored", lambda self, name: [scored(name)])
    with pytest.raises(RunError, match="no question in common"):
        compare_runs((one, "a"), (two, "b"))
