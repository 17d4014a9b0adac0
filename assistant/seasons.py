"""Times by the day of asking: the year of "last spring", how long since "head since 2024"."""

from __future__ import annotations

import re
from datetime import date

_SEASON = re.compile(r"\b(last|this|next|coming) (spring|summer|autumn)\b(?! (?:of )?20\d\d)", re.I)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HEAD = r"(?:head(?:teacher| teacher)?|principal)(?: here| there| of school)?"
_HEAD_SINCE = re.compile(
    r"(?:\b(?:became|become|becoming|appointed|made|promoted to|started as|been|am|is|i'm|im|new"
    r"|took over as) (?:as )?(?:an? |the |our |new |acting |interim |substantive |permanent )*"
    rf"{_HEAD} (?:in|since|from)|\b{_HEAD} since) "
    rf"(?P<month>(?:{'|'.join(_NAMES)})[a-z]*) (?P<year>20\d\d)\b",
    re.I,
)
_HAPPENED = re.compile(
    r"\b(?:was|were|did|had|been|started|began|begun|applied|registered|joined|finished|completed|"
    r"got|took|missed|opened|closed|went|came|paid|passed|failed|withdrew|deferred)\b",
    re.I,
)
_MONTHS = {"spring": (1, 5), "summer": (6, 8), "autumn": (9, 12)}
"""First and last month of a season, as schools count them."""


def with_years(text: str, as_of: date) -> str:
    """Return a text with the year in place of "last", "this" or "next" before a season.

    The last is the latest that is over, the next the first that has not begun; "this" one that is
    over is the coming one, unless something is told of it that has happened. A head since a month
    gets the year of headship.
    """
    happened = _HAPPENED.search(text) is not None

    def counted(match: re.Match[str]) -> str:
        began = date(int(match["year"]), _NAMES.index(match["month"][:3].lower()) + 1, 1)
        whole = (as_of.year - began.year) - (as_of.month < began.month)
        return f"{match.group()} (year {whole + 1} of headship)" if whole >= 0 else match.group()

    def dated(match: re.Match[str]) -> str:
        which, season = match[1].lower(), match[2]
        first, last = _MONTHS[season.lower()]
        year = as_of.year
        if which == "last" and as_of.month <= last:
            year -= 1
        over = which == "this" and as_of.month > last and not happened
        if over or (which in ("next", "coming") and as_of.month >= first):
            year += 1
        return f"{season} {year}"

    return _HEAD_SINCE.sub(counted, _SEASON.sub(dated, text))
