"""The numbers behind the charts: risk against coverage, reliability, and a histogram of times."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evals.report.columns import Column
from evals.report.records import Chart, Series, Table
from evals.report.words import NONE, wording

BARS = 16


def charts(columns: Sequence[Column]) -> tuple[Chart, ...]:
    """Return the charts that these columns have numbers for."""
    found = [_risk_coverage(columns), _reliability(columns)]
    found += [_latency(column, at) for at, column in enumerate(columns)]
    return tuple(chart for chart in found if chart is not None)


def _risk_coverage(columns: Sequence[Column]) -> Chart | None:
    known = [column for column in columns if column.summary.risk_coverage]
    if not known:
        return None
    words = wording()["charts"]["risk_coverage"]
    rows = []
    for tenth in range(1, 11):
        risks = (_risk_at(column.summary.risk_coverage, tenth / 10) for column in known)
        rows.append((f"{tenth / 10:.0%}", *(NONE if r is None else f"{r:.1%}" for r in risks)))
    return Chart(
        kind="risk_coverage",
        **words,
        series=tuple(Series(label=c.label, points=c.summary.risk_coverage) for c in known),
        table=Table(
            caption=words["title"],
            headers=("Coverage", *(f"Risk, {column.label}" for column in known)),
            rows=tuple(rows),
        ),
    )


def _risk_at(curve: Sequence[tuple[float, float]], coverage: float) -> float | None:
    """Return the risk at the smallest coverage that reaches `coverage`; None beyond the curve."""
    reached = [point for point in curve if point[0] >= coverage - 1e-9]
    return min(reached)[1] if reached else None


def _reliability(columns: Sequence[Column]) -> Chart | None:
    known = [column for column in columns if column.summary.reliability]
    if not known:
        return None
    words = wording()["charts"]["reliability"]
    return Chart(
        kind="reliability",
        **words,
        series=tuple(
            Series(label=c.label, points=tuple((x, y) for x, y, _ in c.summary.reliability))
            for c in known
        ),
        table=Table(
            caption=words["title"],
            headers=("System", "Mean confidence", "Share right", "Answers"),
            rows=tuple(
                (column.label, f"{sure:.1%}", f"{right:.1%}", str(count))
                for column in known
                for sure, right, count in column.summary.reliability
            ),
        ),
    )


def _latency(column: Column, at: int) -> Chart | None:
    times = sorted(column.summary.latencies)
    if not times:
        return None
    words = dict(wording()["charts"]["latency"])
    words["title"] = words["title"].format(label=column.label)
    step, counts = histogram(times)
    edges = [f"{bar * step:g} to {(bar + 1) * step:g}" for bar in range(len(counts))]
    edges[-1] = f"{(len(counts) - 1) * step:g} or more"
    return Chart(
        kind="latency",
        **words,
        series=(
            Series(
                label=column.label,
                points=tuple((bar * step, float(count)) for bar, count in enumerate(counts)),
            ),
        ),
        table=Table(
            caption=words["title"],
            headers=(words["x"], words["y"]),
            rows=tuple((edge, str(count)) for edge, count in zip(edges, counts, strict=True)),
        ),
        step=step,
        colour=at,
    )


def histogram(times: Sequence[float]) -> tuple[float, list[int]]:
    """Count sorted times in bars of one round width (1, 2 or 5 times a power of ten).

    The bars reach the 99th percentile; the last one holds all that is longer.
    """
    top = times[min(len(times) - 1, int(len(times) * 0.99))] or 1.0
    rough = top / (BARS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999999)
    counts = [0] * (int(top / step) + 1)
    for time in times:
        counts[min(int(time / step), len(counts) - 1)] += 1
    return step, counts
