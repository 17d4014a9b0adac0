"""Bring scored answers together: every mean with its interval, by tag, and the curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.metrics.behaviour import Floats, Rows, reliability, risk_coverage, set_metrics
from evals.metrics.policy import metrics_policy
from evals.records import Behaviour, Estimate, Generated, Scored, Summary, Timing
from evals.statistics import (
    as_floats,
    estimate_means,
    estimate_of,
    estimate_percentile,
    resampled_weights,
)

PERCENTILES = (50, 95, 99)
_TOTAL = "total"


def summarise(
    *,
    scored: Sequence[Scored],
    generated: Sequence[Generated],
    timings: Sequence[Timing],
    seed: int = 0,
) -> Summary:
    """Return what a run of one system comes to; set measures are resampled over cases too.

    Throughput is answers over the sum of their times: as if asked one after another.
    """
    confidences = {(g.case_id, g.repeat): g.confidence for g in generated}
    rows = _rows(scored, confidences)
    bins = int(metrics_policy()["calibration"]["bins"])
    tags = sorted({tag for item in scored for tag in item.tags})
    by_tag = {}
    for tag in tags:
        tagged = [item for item in scored if tag in item.tags]
        by_tag[tag] = _estimates(tagged, _rows(tagged, confidences), seed=seed)
    return Summary(
        cases=len({item.case_id for item in scored}),
        estimates=_estimates(scored, rows, seed=seed) | speed_estimates(timings, seed=seed),
        by_tag=by_tag,
        confusion=_confusion(scored),
        risk_coverage=risk_coverage(rows),
        reliability=reliability(rows, bins=bins),
        latencies=tuple(t.milliseconds[_TOTAL] for t in timings if _TOTAL in t.milliseconds),
    )


def speed_estimates(timings: Sequence[Timing], *, seed: int) -> dict[str, Estimate]:
    """Return percentiles of the whole time and of each step, and the throughput."""
    steps: dict[str, list[float]] = {_TOTAL: []}
    for timing in timings:
        for step, value in timing.milliseconds.items():
            steps.setdefault(step, []).append(value)
    out = {}
    for step, values in sorted(steps.items()):
        name = "latency" if step == _TOTAL else step
        for percent in PERCENTILES:
            out[f"{name}_p{percent}_ms"] = estimate_percentile(values, percent=percent, seed=seed)
    total = np.array(steps[_TOTAL])
    if total.sum() > 0:
        weights = resampled_weights([str(n) for n in range(len(total))], seed=seed)

        def rate(counts: Floats) -> Floats:
            return np.asarray(1000 * counts.sum(axis=1) / np.maximum(counts @ total, 1e-9))

        out["throughput_per_s"] = estimate_of(rate, weights=weights, scored=len(total))
    return out


def _rows(scored: Sequence[Scored], confidences: dict[tuple[str, int], float | None]) -> Rows:
    return Rows(
        expected=np.array([item.expected.value for item in scored], dtype=np.str_),
        given=np.array([item.given.value for item in scored], dtype=np.str_),
        accuracy=as_floats([item.metrics.get("accuracy") for item in scored]),
        confidence=as_floats([confidences.get((i.case_id, i.repeat)) for i in scored]),
    )


def _estimates(scored: Sequence[Scored], rows: Rows, *, seed: int) -> dict[str, Estimate]:
    """Return the mean of every metric of some answers, and every measure of the set."""
    if not scored:
        return {}
    weights = resampled_weights([item.case_id for item in scored], seed=seed)
    names = sorted({name for item in scored for name in item.metrics})
    table = np.column_stack([as_floats([i.metrics.get(name) for i in scored]) for name in names])
    out = dict(zip(names, estimate_means(table, weights=weights), strict=True))
    measures = set_metrics(bins=int(metrics_policy()["calibration"]["bins"]))
    for name, (measure, base) in measures.items():
        out[name] = estimate_of(
            lambda counts, measure=measure: measure(rows, counts),  # type: ignore[misc]
            weights=weights,
            scored=int(base(rows).sum()),
        )
    return out


def _confusion(scored: Sequence[Scored]) -> dict[str, dict[str, int]]:
    expected = [b.value for b in Behaviour if b is not Behaviour.ERROR]
    table = {row: {b.value: 0 for b in Behaviour} for row in expected}
    for item in scored:
        table[item.expected.value][item.given.value] += 1
    return table
