"""Bootstrap intervals hold what they should, and are the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from evals.statistics import (
    as_floats,
    estimate_means,
    estimate_of,
    estimate_percentile,
    paired_difference,
    resampled_weights,
)


def _mean(values: list[float | None], cases: list[str] | None = None):  # type: ignore[no-untyped-def]
    names = cases or [str(n) for n in range(len(values))]
    table = as_floats(values)[:, None]
    return estimate_means(table, weights=resampled_weights(names, seed=0))[0]


def test_given_values_when_estimated_then_the_interval_is_that_of_scipy() -> None:
    values = list(np.random.default_rng(1).normal(5, 2, 80))
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=2000, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval

    ours = _mean(values)

    assert ours.mean == pytest.approx(np.mean(values))
    assert (ours.low, ours.high) == (
        pytest.approx(theirs.low, abs=0.06),
        pytest.approx(theirs.high, abs=0.06),
    )


def test_given_nones_when_estimated_then_they_are_counted_and_never_taken_as_zero() -> None:
    estimate = _mean([1.0, None, 1.0, None])

    assert (estimate.mean, estimate.low, estimate.high) == (1.0, 1.0, 1.0)
    assert (estimate.scored, estimate.unscored) == (2, 2)
    nothing = _mean([None, None])
    assert (nothing.mean, nothing.low, nothing.scored) == (None, None, 0)


def test_given_repeats_of_a_case_when_resampled_then_they_come_and_go_together() -> None:
    weights = resampled_weights(["a", "a", "b", "c"], seed=0)

    assert (weights[:, 0] == weights[:, 1]).all()
    apart = _mean([1.0, 1.0, 0.0, 0.0])
    together = _mean([1.0, 1.0, 0.0, 0.0], ["a", "a", "b", "b"])
    assert together.high - together.low >= apart.high - apart.low


def test_given_the_same_seed_when_estimated_then_the_interval_is_the_same() -> None:
    values = [0.0, 1.0, 1.0, 0.5, 0.25]

    assert _mean(values) == _mean(values)


def test_given_a_measure_of_a_set_when_estimated_then_it_is_resampled_over_cases() -> None:
    weights = resampled_weights([str(n) for n in range(40)], seed=0)
    flags = np.array([1.0] * 10 + [0.0] * 30)

    estimate = estimate_of(lambda w: w @ flags / w.sum(axis=1), weights=weights, scored=40)

    assert estimate.mean == 0.25
    assert 0.05 < estimate.low < 0.25 < estimate.high < 0.45


def test_given_times_when_a_percentile_is_taken_then_it_has_an_interval() -> None:
    estimate = estimate_percentile([float(n) for n in range(1, 102)], percent=50, seed=0)

    assert estimate.mean == 51.0
    assert estimate.low < 51.0 < estimate.high
    assert estimate_percentile([], percent=50, seed=0).mean is None


def test_given_two_systems_when_paired_then_only_common_cases_count() -> None:
    found = paired_difference([0.0, 0.0, 1.0, None], [1.0, 0.0, 1.0, 1.0])

    assert (found.mean_a, found.mean_b, found.paired) == (
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
        3,
    )
    assert found.difference == pytest.approx(1 / 3)


def test_given_a_clear_or_no_difference_when_paired_then_p_says_so() -> None:
    rng = np.random.default_rng(0)
    base = list(rng.normal(0, 1, 60))

    better = paired_difference(base, [value + 1 for value in base])
    same = paired_difference(base, base)
    noise = paired_difference(base, list(np.array(base) + rng.normal(0, 1, 60)))

    assert better.p is not None
    assert better.p < 0.01
    assert same.p == 1.0
    assert noise.low is not None
    assert noise.high is not None
    assert noise.low < 0 < noise.high
    assert paired_difference([None], [1.0]).difference is None
