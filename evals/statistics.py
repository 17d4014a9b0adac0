"""Bootstrap intervals: means and set measures over cases, and paired differences.

Percentile bootstrap (Efron & Tibshirani 1993), 2,000 resamples, seeded. The unit that is
resampled is the case: repeats of a case come and go together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.metrics.policy import metrics_policy
from evals.records import Estimate

Floats = NDArray[np.float64]
DIGITS = 6
_LEAST = 1e-12


class Difference(NamedTuple):
    """What B does more than A over the same cases, with interval and p of no difference."""

    mean_a: float | None
    mean_b: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    paired: int


def resampled_weights(cases: Sequence[str], *, seed: int, resamples: int | None = None) -> Floats:
    """Return (b, n): how often each row counts in each resample of the cases."""
    names, place = np.unique(np.array(cases, dtype=object).astype(str), return_inverse=True)
    drawn = resamples or int(metrics_policy()["statistics"]["resamples"])
    counts = np.random.default_rng(seed).multinomial(
        len(names), np.full(len(names), 1 / len(names)), size=drawn
    )
    weights: Floats = counts[:, place].astype(np.float64)
    return weights


def as_floats(values: Sequence[float | None]) -> Floats:
    """Return values as an array, with NaN for None."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def estimate_means(table: Floats, *, weights: Floats) -> list[Estimate]:
    """Return the mean of each column of (n, m) with its interval; NaN counts as unscored."""
    known = ~np.isnan(table)
    filled = np.where(known, table, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (weights @ filled) / (weights @ known)
    return [
        _estimate(
            float(filled[:, column].sum() / known[:, column].sum())
            if known[:, column].any()
            else None,
            means[:, column],
            scored=int(known[:, column].sum()),
            rows=len(table),
        )
        for column in range(table.shape[1])
    ]


def estimate_of(measure: Callable[[Floats], Floats], *, weights: Floats, scored: int) -> Estimate:
    """Return a measure of the whole set with its interval; `scored` cases bear on it."""
    rows = weights.shape[1]
    value = float(measure(np.ones((1, rows)))[0])
    return _estimate(None if np.isnan(value) else value, measure(weights), scored=scored, rows=rows)


def estimate_percentile(
    values: Sequence[float], *, percent: float, seed: int, resamples: int | None = None
) -> Estimate:
    """Return a percentile of some values with its interval."""
    if not values:
        return Estimate(mean=None, low=None, high=None, scored=0, unscored=0)
    array = np.array(values, dtype=np.float64)
    drawn = resamples or int(metrics_policy()["statistics"]["resamples"])
    places = np.random.default_rng(seed).integers(len(array), size=(drawn, len(array)))
    return _estimate(
        float(np.percentile(array, percent)),
        np.percentile(array[places], percent, axis=1),
        scored=len(array),
        rows=len(array),
    )


def paired_difference(
    a: Sequence[float | None], b: Sequence[float | None], *, seed: int = 0
) -> Difference:
    """Compare two systems case by case; `a` and `b` stand in the same order of cases.

    Cases that either could not be scored on are left out. `p` is twice the smaller share of
    resamples on one side of no difference (Efron & Tibshirani 1993, chapter 15).
    """
    first, second = as_floats(a), as_floats(b)
    both = ~np.isnan(first) & ~np.isnan(second)
    first, second = first[both], second[both]
    count = len(first)
    if not count:
        return Difference(None, None, None, None, None, None, 0)
    gap = second - first
    weights = resampled_weights([str(n) for n in range(count)], seed=seed)
    means = weights @ gap / count
    low, high = np.percentile(means, _ends())
    below = (np.sum(means <= _LEAST) + 1) / (len(means) + 1)
    above = (np.sum(means >= -_LEAST) + 1) / (len(means) + 1)
    return Difference(
        float(first.mean()),
        float(second.mean()),
        float(gap.mean()),
        float(low),
        float(high),
        float(min(1.0, 2 * min(below, above))),
        count,
    )


def _ends() -> tuple[float, float]:
    tail = 100 * (1 - float(metrics_policy()["statistics"]["level"])) / 2
    return tail, 100 - tail


def _estimate(mean: float | None, resampled: Floats, *, scored: int, rows: int) -> Estimate:
    """Round to `DIGITS`, so that the last bits of another processor do not show."""
    usable = resampled[~np.isnan(resampled)]
    unscored = rows - scored
    if mean is None or not len(usable):
        value = None if mean is None else round(mean, DIGITS)
        return Estimate(mean=value, low=None, high=None, scored=scored, unscored=unscored)
    low, high = (round(float(end), DIGITS) for end in np.percentile(usable, _ends()))
    return Estimate(mean=round(mean, DIGITS), low=low, high=high, scored=scored, unscored=unscored)
