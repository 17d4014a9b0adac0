"""The cases of a report as CSV, one row a case, system and time asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from evals.report.cases import milliseconds, status
from evals.report.columns import Column
from evals.report.words import printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BASICS = [
    "system", "run", "case_id", "repeat", "question", "history", "tags", "expected_behaviour",
    "given_behaviour", "status", "expected_answer", "answer", "quotes", "sources", "reasons",
    "error", "confidence", "milliseconds",
]  # fmt: skip


def to_csv(columns: Sequence[Column]) -> str:
    """Return the table with a byte order mark, so that Excel reads £ and ’ as they are."""
    keys = sorted({key for column in columns for s in column.scored.values() for key in s.metrics})
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(BASICS + keys)
    for column in columns:
        for case in column.cases.values():
            for scored, said, took in column.repeats_of(case.id):
                state, reasons = status(scored)
                texts = [
                    case.question, "\n".join(case.history), ", ".join(case.tags),
                    scored.expected.value, scored.given.value, state, case.expected_answer or "",
                    said.answer, "\n".join(q for source in said.sources for q in source.quotes),
                    ", ".join(source.document_id for source in said.sources),
                    " ".join(reasons), said.error or "",
                ]  # fmt: skip
                head = [column.label, column.config.run_id, case.id]
                writer.writerow(
                    [*map(safe_cell, head), scored.repeat, *map(safe_cell, texts)]
                    + [said.confidence, milliseconds(took)]
                    + [scored.metrics.get(key) for key in keys]
                )
    return "\ufeff" + printable(out.getvalue())


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
