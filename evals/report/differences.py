"""How a column does against the first, paired case by case, in words."""

from __future__ import annotations

from evals.comparing import Comparison, compare
from evals.report.columns import Column
from evals.report.records import Difference
from evals.report.words import metric, number

_SCALE = {"share": (100.0, " points"), "ms": (1.0, " ms"), "mb": (1.0, " MB")}


def differences(first: Column, other: Column) -> dict[str, Difference]:
    """Return the differences that could be measured, by metric; none without a shared case."""
    found = compare(list(first.scored.values()), list(other.scored.values()))
    return {each.metric: _worded(each) for each in found if each.difference is not None}


def _worded(found: Comparison) -> Difference:
    assert found.difference is not None
    written_as = metric(found.metric).written_as
    return Difference(
        value=signed(found.difference, written_as),
        interval=f"{signed(found.low, written_as, unit=False)} to {signed(found.high, written_as)}",
        verdict=_verdict(found),
        chance=_chance(found.p),
        paired=found.pairs,
        won=found.won,
        lost=found.lost,
        tied=len(found.tied),
    )


def signed(value: float | None, written_as: str, *, unit: bool = True) -> str:
    """Write a difference with its sign: 0.05 of a share is +5.0 points."""
    if value is None:
        return number(None, written_as)
    scale, name = _SCALE.get(written_as, (1.0, ""))
    text = f"{value * scale:+.{1 if name else 3}f}"
    if float(text) == 0:
        text = text[1:]
    return f"{text}{name if unit else ''}".replace("-", "−")


def _verdict(found: Comparison) -> str:
    """Say better or worse only where the whole interval lies on one side of no difference."""
    assert found.difference is not None
    if found.low is None or found.high is None or found.low <= 0 <= found.high:
        return "same"
    if found.better not in ("higher", "lower"):
        return "other"
    return "better" if (found.difference > 0) is (found.better == "higher") else "worse"


def _chance(p: float | None) -> str:
    if p is None:
        return "p unknown"
    return "p\u00a0<\u00a00.001" if p < 0.001 else f"p\u00a0=\u00a0{p:.3f}"
