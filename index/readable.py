"""Tables and lists of a page as lines that can be quoted on their own.

A row of a table says nothing without the heads of its columns, and the line before a list
("You need:") nothing without its items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MOST_OF_ROW = 240  # characters; a longer row is told cell by cell
MOST_OF_LIST = 300  # characters; the items of a longer list stand alone
MARK = "<!--"
_ROW = re.compile(r"^\|(.*)\|\s*$")
_RULE = re.compile(r"^\|?[\s:|-]*-[\s:|-]*\|?$")
_ITEM = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+(.*)$")


def readable(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a page with rows and short lists told as sentences.

    A line that carries marks of facts is one of ours, written to be quoted: it stays.
    """
    place = 0
    while place < len(lines):
        rows = _run(lines, place, _ROW)
        if len(rows) > 1 and _RULE.match(rows[1].strip()):
            yield from _table([_cells(row) for row in (rows[0], *rows[2:])])
            place += len(rows)
            continue
        told, used = _list(lines, place)
        if used:
            yield told
            place += used
            continue
        yield lines[place]
        place += 1


def _run(lines: Sequence[str], place: int, shape: re.Pattern[str]) -> list[str]:
    """Return the lines from a place on that have a shape and no marks."""
    end = place
    while end < len(lines) and MARK not in lines[end] and shape.match(lines[end].strip()):
        end += 1
    return list(lines[place:end])


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line a row, "NPQ: NPQH; Fee: £1,975", or one a cell where the row is long."""
    heads, *body = rows
    for cells in body:
        told = [(heads[n] if n < len(heads) else "", cell) for n, cell in enumerate(cells) if cell]
        if not told:
            continue
        pairs = [f"{head}: {cell}" if head else cell for head, cell in told]
        whole = "; ".join(pairs)
        if len(whole) <= MOST_OF_ROW or len(pairs) < 3:
            yield f"- {whole}"
            continue
        for pair in pairs[1:]:
            yield f"- {pairs[0]}; {pair}"


def _list(lines: Sequence[str], place: int) -> tuple[str, int]:
    """Return a line that ends in a colon together with the short list behind it, and its length."""
    lead = lines[place].strip()
    if not lead.endswith(":") or MARK in lead or lead.startswith(("#", "|")) or _ITEM.match(lead):
        return "", 0
    first = place + 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    items = [match[1] for line in _run(lines, first, _ITEM) if (match := _ITEM.match(line.strip()))]
    told = f"{lead} {'; '.join(item.rstrip(';,.') for item in items)}."
    if not items or len(told) > MOST_OF_LIST or any(". " in item for item in items):
        return "", 0
    return told, first - place + len(items)
