"""The files of a report, by name."""

from __future__ import annotations

from collections.abc import Sequence

from evals.report.columns import Column, read_columns
from evals.report.data import to_json
from evals.report.html import to_html
from evals.report.junit import to_junit
from evals.report.markdown import to_markdown
from evals.report.records import ReportView
from evals.report.tables import to_csv
from evals.report.view import build_view
from evals.runs import RunFolder

MIMES = {
    "report.html": "text/html",
    "report.md": "text/markdown",
    "cases.csv": "text/csv",
    "report.json": "application/json",
    "junit.xml": "application/xml",
}


def report_files(runs: Sequence[tuple[RunFolder, str]]) -> dict[str, str]:
    """Read, view and write out a report; raise `RunError` where a run cannot be read."""
    columns = read_columns(runs)
    return files_of(build_view(columns), columns)


def files_of(view: ReportView, columns: Sequence[Column]) -> dict[str, str]:
    """Return the text of every file of a report."""
    texts = (
        to_html(view), to_markdown(view), to_csv(columns), to_json(view, columns), to_junit(columns)
    )  # fmt: skip
    return dict(zip(MIMES, texts, strict=True))
