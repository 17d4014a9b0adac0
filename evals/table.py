"""The table of the README: what the shipped runs came to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_yaml
from evals.records import Estimate
from evals.runs import RunFolder

RESULTS = Path(__file__).with_name("results")


@cache
def table_policy() -> dict[str, Any]:
    """Read which runs and metrics the table shows, and how each metric is written."""
    loaded: dict[str, Any] = read_yaml(Path(__file__).with_name("table.yaml"))
    return loaded


def answers_table() -> str:
    """Return the table of every shipped run that the policy names, as Markdown."""
    return "\n\n".join(
        _run_table(each["run"], each["title"], each.get("without", ()))
        for each in table_policy()["runs"]
    )


def pairs_table() -> str:
    """Return how the check of free text does on the shipped pairs, as Markdown."""
    report = json.loads((RESULTS / "check_pairs.json").read_text(encoding="utf-8"))
    words = table_policy()["pairs"]
    halves = report["halves"]
    rows = [
        words["title"].format(pairs=report["pairs"]),
        "",
        "| Measure | " + " | ".join(words["halves"][half["split"]] for half in halves) + " |",
        "| --- |" + " --- |" * len(halves),
    ]
    for name in ("caught", "lost"):
        cells = [
            f"{h[name]['share']:.1%} ({h[name]['low']:.0%} to {h[name]['high']:.0%})"
            for h in halves
        ]
        rows.append(f"| {words[name]} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _run_table(name: str, title: str, without: Sequence[str]) -> str:
    run = RunFolder.open(RESULTS / name)
    systems = run.system_names()
    summaries = [run.summary(system) for system in systems]
    rows = [
        title.format(cases=run.config.cases),
        "",
        "| Measure | " + " | ".join(f"`{system}`" for system in systems) + " |",
        "| --- |" + " --- |" * len(systems),
    ]
    for metric in table_policy()["metrics"]:
        if metric["name"] in without:
            continue
        found = [summary.estimates.get(metric["name"]) for summary in summaries]
        rows.append(f"| {metric['label']} | " + " | ".join(_cells(found, metric["as"])) + " |")
    return "\n".join(rows)


def _cells(found: Sequence[Estimate | None], kind: str) -> list[str]:
    return [_cell(estimate, kind) for estimate in found]


def _cell(estimate: Estimate | None, kind: str) -> str:
    if estimate is None or estimate.mean is None:
        return "not told"
    if kind == "count":
        return f"{estimate.mean * estimate.scored:.0f}"
    if kind == "ms":
        return f"{estimate.mean:.0f} ms"
    shown = f"{estimate.mean:.1%}" if kind == "share" else f"{estimate.mean:.2f}"
    if estimate.low is None or estimate.high is None:
        return shown
    low, high = (
        (f"{estimate.low:.0%}", f"{estimate.high:.0%}")
        if kind == "share"
        else (f"{estimate.low:.2f}", f"{estimate.high:.2f}")
    )
    return f"{shown} ({low} to {high})"
