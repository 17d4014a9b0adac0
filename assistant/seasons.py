"""Terms by the season: "last spring" is a year's, which the day of asking tells."""

from __future__ import annotations

import re
from datetime import date

_SEASON = re.compile(r"\b(last|this|next|coming) (spring|summer|autumn)\b(?! (?:of )?20\d\d)", re.I)
_MONTHS = {"spring": (1, 5), "summer": (6, 8), "autumn": (9, 12)}
"""First and last month of a season, as schools count them."""


def with_years(text: str, as_of: date) -> str:
    """Return a text with the year in place of "last", "this" or "next" before a season.

    The last is the latest that is over, the next the first that has not begun.
    """

    def dated(match: re.Match[str]) -> str:
        which, season = match[1].lower(), match[2]
        first, last = _MONTHS[season.lower()]
        year = as_of.year
        if which == "last" and as_of.month <= last:
            year -= 1
        if which in ("next", "coming") and as_of.month >= first:
            year += 1
        return f"{season} {year}"

    return _SEASON.sub(dated, text)
