"""What a report reads: a column is one system of one run, its answers found by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evals.lines import RunError
from evals.records import Case, Generated, RunConfig, Scored, Summary, SystemIdentity, Timing
from evals.runs import RunFolder

Asked = tuple[str, int]


@dataclass(frozen=True)
class Column:
    """One system of one run: `scored`, `generated` and `timings` by (case id, repeat)."""

    label: str
    system: str
    folder: RunFolder
    config: RunConfig
    identity: SystemIdentity
    cases: dict[str, Case]
    summary: Summary
    scored: dict[Asked, Scored] = field(repr=False)
    generated: dict[Asked, Generated] = field(repr=False)
    timings: dict[Asked, Timing] = field(repr=False)

    def repeats_of(self, case_id: str) -> Iterator[tuple[Scored, Generated, Timing | None]]:
        """Go through what the system did with a case, each time it was asked."""
        for asked in sorted(key for key in self.scored if key[0] == case_id):
            if asked in self.generated:
                yield self.scored[asked], self.generated[asked], self.timings.get(asked)


def read_columns(runs: Sequence[tuple[RunFolder, str]]) -> list[Column]:
    """Read the systems to report on; raise `RunError` where a run is damaged or not scored."""
    if not runs:
        raise RunError("There is no run to report on.")
    labels = _labels(runs)
    return [
        _read(folder, system, label) for (folder, system), label in zip(runs, labels, strict=True)
    ]


def _labels(runs: Sequence[tuple[RunFolder, str]]) -> list[str]:
    """Name each column by its system, and by its run too where two would be the same."""
    often = Counter(system for _, system in runs)
    labels = [
        system if often[system] == 1 else f"{system}, {folder.config.run_id}"
        for folder, system in runs
    ]
    twice = [label for label, count in Counter(labels).items() if count > 1]
    if twice:
        raise RunError(f"{twice[0]} was given twice: a report shows each system of a run once.")
    return labels


def _read(folder: RunFolder, system: str, label: str) -> Column:
    identities = {identity.name: identity for identity in folder.config.systems}
    scored = {(s.case_id, s.repeat): s for s in folder.scored(system)}
    generated = {(g.case_id, g.repeat): g for g in folder.generated(system)}
    cases = {case.id: case for case in folder.cases()}
    strange = sorted({case_id for case_id, _ in scored} - cases.keys())
    if strange:
        raise RunError(f"The run {folder.path} scored {strange[0]}, which its data set lacks.")
    return Column(
        label=label,
        system=system,
        folder=folder,
        config=folder.config,
        identity=identities.get(system, SystemIdentity(name=system)),
        cases=cases,
        summary=folder.summary(system),
        scored=scored,
        generated=generated,
        timings={(t.case_id, t.repeat): t for t in folder.timings(system)},
    )
