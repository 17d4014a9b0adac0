"""The gate: what a run must reach, as `metric=value`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.yaml_files import read_yaml
from evals.records import Summary

_FORM = re.compile(r"\s*([a-z][a-z0-9_@]*)\s*(<=|>=|=)\s*(-?\d+(?:\.\d+)?%?)\s*")
_STEP = re.compile(r"[a-z][a-z0-9_]*_(p\d\d_ms)")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda mean, value: mean >= value,
    "<=": lambda mean, value: mean <= value,
}


class Threshold(NamedTuple):
    """What a metric's mean must be: `>=` or `<=` a value."""

    metric: str
    sign: str
    value: float

    def miss(self, summary: Summary) -> str | None:
        """Return a sentence if a summary misses it; what could not be scored misses it too."""
        estimate = summary.estimates.get(self.metric)
        if estimate is None or estimate.mean is None:
            return f"{self.metric} could not be scored, and {self.wanted} was wanted"
        if _HOLDS[self.sign](estimate.mean, self.value):
            return None
        return f"{self.metric} is {estimate.mean:.4g}, and {self.wanted} was wanted"

    @property
    def wanted(self) -> str:
        """The bound in words."""
        return f"at {'least' if self.sign == '>=' else 'most'} {self.value:g}"


def read_thresholds(given: Sequence[str]) -> list[Threshold]:
    """Read `accuracy=0.85`, `superseded_as_current<=0`, `coverage>=90%`; raise `ValueError`.

    A plain `=` is "at least" where higher is better and "at most" where lower is.
    """
    found = []
    for each in given:
        match = _FORM.fullmatch(each)
        if match is None:
            raise ValueError(f"{each!r} is not a threshold such as accuracy=0.85")
        metric, sign, number = match.groups()
        better = better_of(metric)
        if better is None:
            raise ValueError(f"{metric!r} is not a metric; docs/metrics.md lists them")
        value = float(number.rstrip("%")) / (100 if number.endswith("%") else 1)
        if sign == "=" and better == "none":
            raise ValueError(f"{metric!r} has no better side; say <= or >= of it")
        if sign == "=":
            sign = "<=" if better == "lower" else ">="
        found.append(Threshold(metric, sign, value))
    return found


@cache
def definitions() -> dict[str, Any]:
    """Return the definition of every metric by its name, from `metrics/definitions.yaml`."""
    path = Path(__file__).with_name("metrics") / "definitions.yaml"
    loaded: dict[str, Any] = read_yaml(path)
    return loaded


def better_of(metric: str) -> str | None:
    """Return `higher`, `lower` or `none`, whichever is better; None for what is no metric."""
    known = definitions()["metrics"]
    stem, at, _ = metric.partition("@")
    step = _STEP.fullmatch(metric)
    names = [metric, f"{stem}@k" if at else "", f"STEP_{step[1]}" if step else ""]
    found = next((known[name] for name in names if name in known), None)
    return None if found is None else str(found["better"])
