"""Dates as sources give them: a day, a month or only a year."""

from __future__ import annotations

import calendar
import re
from datetime import date

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_partial_date(text: str) -> bool:
    """Say whether `text` is YYYY, YYYY-MM or YYYY-MM-DD and a real date."""
    if not _PARTIAL.fullmatch(text):
        return False
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def first_day(text: str) -> date:
    """Return the earliest day that a partial date can mean; `ValueError` if none."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return date(year, month, day)


def in_words(text: str | date | None) -> str:
    """Write a date as a British reader expects: 22 November 2026, May 2026 or 2026."""
    if text is None:
        return "no date given"
    parts = (text.isoformat() if isinstance(text, date) else text).split("-")
    if len(parts) == 1:
        return parts[0]
    month = calendar.month_name[int(parts[1])]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"
