"""Two runs, question by question: by how much they differ, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from evals.lines import RunError
from evals.records import Scored
from evals.runs import RunFolder
from evals.thresholds import better_of

_SAME = 1e-12
Where = tuple[RunFolder, str]


class Comparison(BaseModel):
    """One metric of two runs, over the `pairs` of cases that both could be scored on.

    `difference` is B less A with its 95% interval, and `p` that of no difference, by the
    paired bootstrap of `evals.statistics`. `won`, `lost` and `tied` name the cases where B
    is better, worse and the same; of a metric that has no better side all are tied.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    better: str
    mean_a: float | None
    mean_b: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    pairs: int
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


def compare_runs(a: Where, b: Where, *, seed: int = 0) -> list[Comparison]:
    """Compare two systems on the questions that both were asked; raise `RunError` without any."""
    first, second = (folder.scored(name) for folder, name in (a, b))
    asked = {(s.case_id, s.repeat) for s in first} & {(s.case_id, s.repeat) for s in second}
    if not asked:
        raise RunError(f"{a[0].path} and {b[0].path} have no question in common.")
    return compare(first, second, seed=seed)


def not_alike(a: RunFolder, b: RunFolder) -> list[str]:
    """Return sentences about what makes two runs hard to compare."""
    told = []
    if a.config.dataset_sha256 != b.config.dataset_sha256:
        told.append(
            f"The data sets differ ({a.config.dataset}, {a.config.cases} questions, and "
            f"{b.config.dataset}, {b.config.cases} questions): only questions of the same id "
            f"in both are compared{_reworded(a, b)}."
        )
    if a.config.as_of != b.config.as_of:
        told.append(f"They were asked as of different days: {a.config.as_of}, {b.config.as_of}.")
    return told


def _reworded(a: RunFolder, b: RunFolder) -> str:
    cases = {case.id: case for case in a.cases()}
    changed = [case.id for case in b.cases() if case.id in cases and cases[case.id] != case]
    if not changed:
        return ""
    shown = ", ".join(changed[:5]) + (" and more" if len(changed) > 5 else "")
    return f"; of these, {len(changed)} were changed between the runs: {shown}"


def compare(a: Sequence[Scored], b: Sequence[Scored], *, seed: int = 0) -> list[Comparison]:
    """Compare two scorings, metric by metric, paired by case and repeat.

    The repeats of a case that both have are averaged, since the case is what is resampled.
    """
    first, second = ({(s.case_id, s.repeat): s.metrics for s in each} for each in (a, b))
    keys = [key for key in first if key in second]
    metrics = dict.fromkeys(m for each in (first, second) for key in keys for m in each[key])
    found = []
    for metric in metrics:
        pairs: dict[str, list[tuple[float, float]]] = {}
        for key in keys:
            before, after = first[key].get(metric), second[key].get(metric)
            if before is not None and after is not None:
                pairs.setdefault(key[0], []).append((before, after))
        found.append(_compared(metric, pairs, seed))
    return found


def _compared(
    metric: str, pairs: Mapping[str, Sequence[tuple[float, float]]], seed: int
) -> Comparison:
    from evals.statistics import paired_difference

    better = better_of(metric) or "higher"
    before = [sum(x for x, _ in each) / len(each) for each in pairs.values()]
    after = [sum(y for _, y in each) / len(each) for each in pairs.values()]
    found = paired_difference(before, after, seed=seed)
    sign = {"lower": -1.0, "none": 0.0}.get(better, 1.0)
    gains = {name: sign * (y - x) for name, x, y in zip(pairs, before, after, strict=True)}
    return Comparison(
        metric=metric,
        better=better,
        mean_a=found.mean_a,
        mean_b=found.mean_b,
        difference=found.difference,
        low=found.low,
        high=found.high,
        p=found.p,
        pairs=found.paired,
        won=tuple(name for name, gain in gains.items() if gain > _SAME),
        lost=tuple(name for name, gain in gains.items() if gain < -_SAME),
        tied=tuple(name for name, gain in gains.items() if abs(gain) <= _SAME),
    )
