"""`python -m evals.metrics.page [--check]`: write docs/metrics.md, or say whether it drifted."""

from __future__ import annotations

import re
import sys
from functools import cache

from pydantic import BaseModel, ConfigDict

from corpus.yaml_files import read_yaml
from evals.metrics.policy import HERE, metrics_policy

PAGE = HERE.parent.parent / "docs" / "metrics.md"
_HEAD = """# Metrics

Generated from `evals/metrics/definitions.yaml` by `python -m evals.metrics.page`. Do not edit.

Every mean comes with a 95% interval: the percentile bootstrap over cases, {resamples} resamples,
seeded. What cannot be scored is left out and counted as unscored, never taken as 0. A failed
answer is a scored failure. `@k` stands for k = {cutoffs}; `STEP` for each step that a system
times. Before texts are compared, curly quotation marks, dashes, case and spaces are made alike.
Thresholds, units and marker words are in `evals/metrics/policy.yaml`.
"""


class Definition(BaseModel):
    """What a metric is: one or two sentences, range, direction and source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    definition: str
    range: str
    better: str
    level: str
    group: str
    source: str


@cache
def definitions() -> dict[str, Definition]:
    """Return every definition under its name, `@k` and `STEP` as they stand in the file."""
    loaded = read_yaml(HERE / "definitions.yaml")
    return {name: Definition.model_validate(entry) for name, entry in loaded["metrics"].items()}


def definition_of(name: str) -> Definition | None:
    """Return the definition of a metric as a run names it, or None."""
    step = re.fullmatch(r"\w+_(p\d\d_ms)", name)
    for known in (
        name,
        re.sub(r"@\d+$", "@k", name),
        re.sub(r"\[.*\]$", "", name),
        f"STEP_{step[1]}" if step else name,
    ):
        if known in definitions():
            return definitions()[known]
    return None


def page() -> str:
    """Return the page of all metrics, a table a group."""
    policy = metrics_policy()
    cutoffs = ", ".join(map(str, policy["cutoffs"]))
    resamples = f"{policy['statistics']['resamples']:,}"
    parts = [_HEAD.format(cutoffs=cutoffs, resamples=resamples)]
    for group in dict.fromkeys(entry.group for entry in definitions().values()):
        rows = [
            "| Metric | Definition | Range | Better | Source |",
            "| --- | --- | --- | --- | --- |",
        ]
        rows += [
            f"| `{name}` | {d.definition} | {d.range} | {_DIRECTION[d.better]} | {d.source} |"
            for name, d in definitions().items()
            if d.group == group
        ]
        parts.append(f"## {group}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


_DIRECTION = {"higher": "higher", "lower": "lower", "none": "neither"}


def main(arguments: list[str]) -> int:
    """Write the page, or with --check return 1 if it has drifted."""
    if "--check" in arguments:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
