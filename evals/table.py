"""The tables of the README and of `docs/measurements.md`: what the shipped runs came to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpus.dates import in_words
from corpus.yaml_files import read_yaml
from evals.records import Estimate
from evals.runs import RunFolder

RESULTS = Path(__file__).with_name("results")


@cache
def table_policy() -> dict[str, Any]:
    """Read which runs and metrics the tables show, and how each metric is written."""
    loaded: dict[str, Any] = read_yaml(Path(__file__).with_name("table.yaml"))
    return loaded


def summary_table() -> str:
    """Return one line a run that has a label: what each system got right, what ours did besides."""
    policy = table_policy()["summary"]
    named = [each for each in table_policy()["runs"] if "label" in each]
    runs = [RunFolder.open(RESULTS / each["run"]) for each in named]
    systems = max((run.system_names() for run in runs), key=len)
    header = ["Questions", *(f"right: `{s}`" for s in systems)]
    header += [f"{metric['label']}" for metric in policy["metrics"]]
    rows = [policy["title"], "", _row(header), "| --- |" + " --- |" * (len(header) - 1)]
    never = dict.fromkeys(policy["never"], 0)
    for each, run in zip(named, runs, strict=True):
        told = {system: run.summary(system).estimates for system in run.system_names()}
        right = [told[s].get(policy["metric"]) if s in told else None for s in systems]
        ours = told[systems[0]]
        cells = [f"`{each['run']}` ({run.config.cases}): {each['label']}"]
        cells += [_cell(right[0], "share"), *(_cell(found, "plain") for found in right[1:])]
        cells += [_cell(ours.get(metric["name"]), "plain") for metric in policy["metrics"]]
        rows.append(_row(cells))
        for name in never:
            never[name] += _count(ours[name])
    return "\n".join([*rows, "", policy["never_told"].format(**never)])


def model_table() -> str:
    """Return one line a way to use a small language model, the shipped one first."""
    policy = table_policy()["model"]
    run = RunFolder.open(RESULTS / policy["run"])
    header = ["Answers", *(metric["label"] for metric in policy["metrics"])]
    rows = [
        policy["title"].format(cases=run.config.cases, day=in_words(run.config.created[:10])),
        "",
    ]
    rows += [_row(header), "| --- |" + " --- |" * (len(header) - 1)]
    for system, label in policy["systems"].items():
        told = run.summary(system).estimates
        cells = [_cell(told.get(metric["name"]), metric["as"]) for metric in policy["metrics"]]
        rows.append(_row([f"`{system}`: {label}", *cells]))
    return "\n".join(rows)


def speed_table() -> str:
    """Return how fast the shipped figures are, each beside its goal."""
    speed = json.loads((RESULTS / "speed.json").read_text(encoding="utf-8"))
    rows = [
        f"Speed (`make bench`, on {speed['machine']}, {speed['threads']} thread a question):",
        "",
        "| Measure | Value | Goal |",
        "| --- | --- | --- |",
    ]
    for each in table_policy()["speed"]:
        goal = f"under {each['goal']} {each['unit']}" if "goal" in each else ""
        rows.append(_row([each["label"], f"{speed[each['name']]} {each['unit']}", goal]))
    return "\n".join(rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


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
        return "" if kind == "plain" else "not told"
    if kind == "count":
        return str(_count(estimate))
    if kind == "plain":
        return f"{estimate.mean:.1%}"
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


def _count(estimate: Estimate) -> int:
    return round((estimate.mean or 0.0) * estimate.scored)
