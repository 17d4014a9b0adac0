"""Which cases are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.choosing import chosen, dataset_paths, failing_ids, read_datasets, read_filters
from evals.lines import RunError
from evals.records import Behaviour, Case, Scored
from evals.runs import RunFolder
from tests.evals.making import case_lines, write_cases

CASES = [
    Case(id="a", question="1", tags=("funding", "short"), metadata={"voice": "Head"}),
    Case(id="b", question="2", tags=("funding",), expected_behaviour=Behaviour.ABSTAIN),
    Case(id="c", question="3", expected_sources=("page",), fact_ids=("f",)),
]


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (["tag=funding"], "ab"),
        (["tag=FUNDING", "behaviour=answer"], "a"),
        (["id=a", "id=c"], "ac"),
        (["expected_behaviour=abstain"], "b"),
        (["source=page"], "c"),
        (["fact=f"], "c"),
        (["voice=head"], "a"),
    ],
)
def test_filters_keep_what_matches_all_keys(given: list[str], ids: str) -> None:
    assert [case.id for case in chosen(CASES, filters=read_filters(given))] == list(ids)


def test_a_filter_that_leaves_nothing_says_so() -> None:
    with pytest.raises(RunError, match=r"No case is left of 3: none matches tag=fees"):
        chosen(CASES, filters=read_filters(["tag=fees"]))
    with pytest.raises(ValueError, match="is not a filter"):
        read_filters(["funding"])


def test_a_limit_is_spread_over_the_file() -> None:
    many = [Case(id=str(n), question="?") for n in range(10)]
    assert [case.id for case in chosen(many, filters={}, limit=3)] == ["0", "3", "6"]


def test_shipped_sets_go_by_their_names_and_others_by_path(tmp_path: Path) -> None:
    mine = write_cases(tmp_path / "mine.jsonl", case_lines(1))
    assert [path.name for path in dataset_paths(["test", str(mine)])] == [
        "test.jsonl",
        "mine.jsonl",
    ]
    assert all(path.stem.startswith("dev") for path in dataset_paths([]))
    with pytest.raises(RunError, match="There is no data set 'nothing'"):
        dataset_paths(["nothing"])


def test_two_files_may_not_share_an_id(tmp_path: Path) -> None:
    one, two = (write_cases(tmp_path / name, case_lines(2)) for name in ("1.jsonl", "2.jsonl"))
    with pytest.raises(RunError, match=r"'c0' is in both .*1\.jsonl and .*2\.jsonl"):
        read_datasets([one, two])


def test_what_failed_is_by_accuracy_or_else_by_behaviour(monkeypatch: pytest.MonkeyPatch) -> None:
    def line(case_id: str, **metrics: float | None) -> Scored:
        kind = Behaviour.ANSWER
        return Scored(case_id=case_id, expected=kind, given=kind, metrics=metrics)

    scored = [
        line("right", accuracy=1.0),
        line("wrong", accuracy=0.0, behaviour_accuracy=1.0),
        line("declined", accuracy=None, behaviour_accuracy=0.0),
        line("unjudged", accuracy=None, behaviour_accuracy=1.0),
    ]
    monkeypatch.setattr(RunFolder, "system_names", lambda self: ["x"])
    monkeypatch.setattr(RunFolder, "scored", lambda self, name: scored)
    assert failing_ids(RunFolder(Path(), None)) == {"wrong", "declined"}  # type: ignore[arg-type]
