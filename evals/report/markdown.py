"""The report as Markdown, for a pull request: figures, tags and the list of failing cases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from evals.report.records import Difference, ReportView
from evals.report.words import printable, wording

MOST_CASES = 50
_SPECIAL = re.compile(r"([\\`*_\[\]|~#!$])")


def to_markdown(view: ReportView) -> str:
    """Return the report as GitHub shows it; answers are left to the HTML file."""
    labels = [column.label for column in view.columns]
    parts = [
        f"# {cell(view.title)}",
        f"{cell(' against '.join(labels))}, on {cell(view.dataset)}. Made {cell(view.created)}.",
        *(f"> **Please note.** {cell(warning)}" for warning in view.warnings),
        _figures(view, labels),
    ]
    if view.tags:
        parts += ["## By tag", _tags(view, labels)]
    for table in view.confusions:
        parts += [f"## {cell(table.caption)}", _table(table.headers, table.rows)]
    parts += ["## Failing cases", *_failing(view)]
    return printable("\n\n".join(parts)) + "\n"


def cell(text: str) -> str:
    """Return text that stays as it is in a Markdown table: one line, nothing of it markup."""
    return _SPECIAL.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(map(cell, headers)) + " |", "| --- " * len(headers) + "|"]
    return "\n".join(lines + ["| " + " | ".join(map(cell, row)) + " |" for row in rows])


def _figures(view: ReportView, labels: Sequence[str]) -> str:
    headers = ["Measure", "Better"]
    for label in labels:
        headers += [label, "95% interval", "Scored"]
        headers += [f"Against {labels[0]}"] if label != labels[0] else []
    rows = []
    for row in view.headline:
        line = [row.metric.name, wording()["better"][row.metric.better].split()[0]]
        for at, figure in enumerate(row.figures):
            line += [figure.value, figure.interval, f"{figure.scored}, {figure.unscored} not"]
            line += [_difference(row.differences[at])] if at else []
        rows.append(line)
    return _table(headers, rows)


def _difference(found: Difference | None) -> str:
    if found is None:
        return "not compared"
    return f"{found.value} ({wording()['verdict'][found.verdict]}; {found.interval})"


def _tags(view: ReportView, labels: Sequence[str]) -> str:
    several = len(labels) > 1
    headers = [
        "Tag",
        "Cases",
        *(["System"] if several else []),
        *(m.name for m in view.tag_metrics),
    ]
    rows = [
        [row.tag, str(row.cases), *([label] if several else []), *(f.value for f in figures)]
        for row in view.tags
        for label, figures in zip(labels, row.figures, strict=True)
    ]
    return _table(headers, rows)


def _failing(view: ReportView) -> list[str]:
    failing = view.failing
    if not failing:
        return ["No case failed."]
    lines = []
    for case in failing[:MOST_CASES]:
        lines.append(f"- **{cell(case.id)}** {cell(case.question[:200])}")
        lines += [
            f"  - {cell(column.label)}: {cell(' '.join(outcome.reasons))}"
            for column, outcome in zip(view.columns, case.outcomes, strict=True)
            if outcome is not None and outcome.status == "failed"
        ]
    found = [f"{len(failing)} of {len(view.cases)} cases failed.", "\n".join(lines)]
    left = len(failing) - MOST_CASES
    return [*found, f"and {left} more, in report.html."] if left > 0 else found
