"""The gate: read, held against a summary, told in words."""

from __future__ import annotations

import pytest

from evals.records import Estimate, Summary
from evals.thresholds import better_of, read_thresholds


def summary(**means: float | None) -> Summary:
    estimates = {
        name: Estimate(mean=mean, low=None, high=None, scored=1, unscored=0)
        for name, mean in means.items()
    }
    return Summary(cases=1, estimates=estimates, by_tag={}, confusion={})


@pytest.mark.parametrize(
    ("given", "mean", "held"),
    [
        ("accuracy=0.85", 0.85, True),
        ("accuracy=85%", 0.84, False),
        ("accuracy>=0.85", 0.9, True),
        ("false_refusal_rate=0.03", 0.03, True),
        ("false_refusal_rate=0.03", 0.04, False),
        ("superseded_as_current<=0", 0.0, True),
        ("superseded_as_current <= 0", 0.01, False),
        ("latency_p95_ms=200", 150.0, True),
        ("accuracy=0.85", None, False),
    ],
)
def test_a_bound_is_on_the_better_side(given: str, mean: float | None, held: bool) -> None:
    (threshold,) = read_thresholds([given])
    assert (threshold.miss(summary(**{threshold.metric: mean})) is None) is held


def test_a_miss_names_metric_value_and_bound() -> None:
    (threshold,) = read_thresholds(["accuracy=0.85"])
    assert threshold.miss(summary(accuracy=0.8)) == "accuracy is 0.8, and at least 0.85 was wanted"
    assert threshold.miss(summary()) == "accuracy could not be scored, and at least 0.85 was wanted"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("accuracy", "not a threshold"),
        ("accuracy=high", "not a threshold"),
        ("acuracy=0.8", "'acuracy' is not a metric"),
        ("length_ratio=1", "no better side"),
    ],
)
def test_what_is_no_threshold_is_wrong_usage(given: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_thresholds([given])


def test_metrics_at_a_cut_and_of_a_step_have_a_better_side() -> None:
    assert better_of("source_recall@5") == "higher"
    assert better_of("retrieve_p95_ms") == "lower"
    assert better_of("nonsense@5") is None
