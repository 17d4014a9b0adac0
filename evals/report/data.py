"""The report as JSON, for programs: what ran, the summaries, the differences and every case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from evals.report.columns import Column
from evals.report.records import ReportView


def to_json(view: ReportView, columns: Sequence[Column]) -> str:
    """Return one object with `systems`, `differences` (against the first system) and `cases`."""
    systems = [
        {
            "label": column.label,
            "run": column.config.model_dump(mode="json"),
            "system": column.identity.model_dump(mode="json"),
            "cases": {"failed": head.failed, "passed": head.passed, "unscored": head.unscored},
            "summary": column.summary.model_dump(mode="json"),
        }
        for column, head in zip(columns, view.columns, strict=True)
    ]
    whole = {
        "dataset": view.dataset,
        "warnings": view.warnings,
        "systems": systems,
        "differences": _differences(view),
        "cases": [case.model_dump(mode="json") for case in view.cases],
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def _differences(view: ReportView) -> list[dict[str, Any]]:
    return [
        {
            "metric": row.metric.key,
            "system": view.columns[at].label,
            "against": view.columns[0].label,
            **found.model_dump(mode="json"),
        }
        for group in view.groups
        for row in group.rows
        for at, found in enumerate(row.differences)
        if found is not None
    ]
