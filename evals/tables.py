"""Cases in a CSV table: the columns have the names of `Case`, or those of another tool.

In a cell `|` separates the items of a list; in `must_include`, `;` separates groups and `|`
the wordings of one. A cell that begins with `[` or `{` is read as JSON (or, as ragas writes
it, as a Python literal). An empty cell is a field that is not there.
"""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

_LISTS = frozenset({
    "history", "must_not_include", "expected_sources", "fact_ids", "tags", "retrieved_contexts",
    "reference_contexts", "retrieval_context", "context", "choices",
})  # fmt: skip
_PYTHON_LITERALS = (ValueError, SyntaxError, MemoryError, RecursionError)


class Row(NamedTuple):
    """One case as it stands in a file, and the line it starts on."""

    line: int
    values: dict[str, Any]


class Unreadable(NamedTuple):
    """A place in a file that gives no row, and why."""

    line: int
    why: str


def csv_rows(text: str) -> Iterator[Row | Unreadable]:
    """Yield the rows of a table, each with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                double = sorted({name for name in header if header.count(name) > 1})
                if double:
                    yield Unreadable(start, f"the column {double[0]!r} is there twice")
                    return
            elif len(cells) != len(header):
                yield Unreadable(start, f"it has {len(cells)} cells, the header has {len(header)}")
            else:
                named = zip(header, cells, strict=True)
                yield Row(start, {k: _cell(k, v.strip()) for k, v in named if v.strip()})
    except csv.Error as error:
        yield Unreadable(line, f"it is not CSV ({error})")


def _cell(column: str, text: str) -> Any:
    if text[0] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            try:
                return ast.literal_eval(text)
            except _PYTHON_LITERALS:
                return text
    if column == "must_include":
        return [_items(group) for group in text.split(";") if group.strip()]
    return _items(text) if column in _LISTS else text


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split("|") if item.strip()]
