"""Checkable values in a text: sums, percentages, numbers with a unit, and dates.

"£1,885" and "£1885" are the same value; so are "12 months", "12-month" and "twelve
months", and "22 November 2026", "2026-11-22" and "22/11/2026". "5–10 days" is two values.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from evals.metrics.policy import metrics_policy
from evals.metrics.text import folded

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_WORDS.split(), start=1)} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100",
}  # fmt: skip
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    **{name.lower(): n for n, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATES = [
    re.compile(p)
    for p in (
        rf"\b(?P<y>{_YEAR})-(?P<m>0\d|1[0-2])-(?P<d>[0-2]\d|3[01])\b",
        rf"\b(?P<d>[0-3]?\d)/(?P<m>[01]?\d)/(?P<y>{_YEAR})\b",
        rf"\b(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<M>{_MONTH})\b\.?(?:,?\s(?P<y>{_YEAR})\b)?",
        rf"\b(?P<M>{_MONTH})\b\.?\s(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d),?(?:\s(?P<y>{_YEAR})\b)?",
        rf"\b(?P<M>{_MONTH})\b\.?\s(?P<y>{_YEAR})\b",
    )
]
_SPAN_OF_YEARS = re.compile(rf"\b(?P<y>{_YEAR})\s?[/-]\s?(?P<e>\d\d)\b(?!\d)")
_BARE_YEAR = re.compile(rf"(?<![\d£.,])(?P<y>{_YEAR})\b(?![\d%]|,\d)")
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER = rf"(?:{_FIGURE}|{'|'.join(_NUMBER_WORDS)})"
_SUM = re.compile(rf"£\s?(?P<n>{_FIGURE})(?P<k>k\b|\s?million\b|m\b)?")
_PERCENT = re.compile(rf"\b(?P<n>{_NUMBER})\s?(?:%|per\s?cent\b)")


class When(NamedTuple):
    """A date as far as it is told; a part that is not told is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class Values(NamedTuple):
    """The amounts of a text ("£1885", "84.3%", "12 month") and its dates."""

    amounts: frozenset[str]
    dates: frozenset[When]


@cache
def _measure() -> re.Pattern[str]:
    policy = metrics_policy()["values"]
    units = "|".join(w for words in policy["units"].values() for w in words)
    between = "|".join(policy["between"])
    second = rf"(?:\s?(?:-|to|or|and)\s?(?P<to>{_NUMBER}))?"
    return re.compile(rf"\b(?P<n>{_NUMBER}){second}[\s-](?:(?:{between})[\s-])?(?P<unit>{units})\b")


@cache
def _units() -> dict[str, str]:
    return {
        word: name for name, words in metrics_policy()["values"]["units"].items() for word in words
    }


@lru_cache(maxsize=16384)
def values_in(text: str) -> Values:
    """Return the checkable values of a text."""
    text = folded(text)
    dates, text = _dates(text)
    amounts = {f"£{_sum(m)}" for m in _SUM.finditer(text)}
    amounts |= {f"{_plain(m['n'])}%" for m in _PERCENT.finditer(text)}
    for match in _measure().finditer(text):
        unit = _units()[match["unit"]]
        amounts |= {f"{_plain(n)} {unit}" for n in (match["n"], match["to"]) if n}
    return Values(frozenset(amounts), frozenset(dates))


def unsupported(text: str, *, allowed: Iterable[str]) -> list[str]:
    """Return the values of a text that none of the allowed texts holds, sorted.

    A date is held if a text names it as exactly: "22 November 2026" is not held by
    "November 2026", but "November 2026" is held by "22 November 2026".
    """
    found = values_in(text)
    known = [values_in(other) for other in allowed]
    amounts = {a for value in known for a in value.amounts}
    dates = {d for value in known for d in value.dates}
    wrong = [in_words(d) for d in found.dates if not any(_tells(other, d) for other in dates)]
    return sorted(found.amounts - amounts) + sorted(wrong)


def count_values(text: str) -> int:
    """Return how many different checkable values a text holds."""
    found = values_in(text)
    return len(found.amounts) + len(found.dates)


def figures_in(text: str, *, spelled: bool = False) -> frozenset[str]:
    """Return the bare figures of a text, outside dates; `spelled` counts "twelve" as 12."""
    text = without_dates(text)
    found = {_plain(figure) for figure in re.findall(_FIGURE, text)}
    if spelled:
        found |= {number for word, number in _NUMBER_WORDS.items() if f" {word} " in f" {text} "}
    return frozenset(found)


def is_number_word(word: str) -> bool:
    """Say whether a word is a figure or a number word."""
    return word in _NUMBER_WORDS or word[:1].isdigit()


def without_dates(text: str) -> str:
    """Return a text, folded, with its dates taken out ("may" is then no month)."""
    return _dates(folded(text))[1]


def in_words(when: When) -> str:
    """Write a date, or as much of it as is told."""
    month = calendar.month_name[when.month] if when.month else ""
    return " ".join(str(part) for part in (when.day, month, when.year) if part)


def _tells(known: When, wanted: When) -> bool:
    """Say whether a known date agrees with the wanted one, and is as exact about the day.

    A known date may lack the year ("23 June" tells "23 June 2026").
    """
    if wanted.month is None:
        return known.year == wanted.year
    pairs = zip(known, wanted, strict=True)
    agree = all(a == b for a, b in pairs if a is not None and b is not None)
    return agree and known.month is not None and not (wanted.day and not known.day)


def _dates(text: str) -> tuple[set[When], str]:
    """Return the dates of a folded text, and the text without them."""
    out: set[When] = set()
    for shape in _DATES:
        for match in shape.finditer(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["M"]]
            day = int(parts["d"]) if parts.get("d") else None
            if month <= 12 and (day is None or 1 <= day <= 31):
                out.add(When(int(parts["y"]) if parts.get("y") else None, month, day))
        text = shape.sub(" ", text)
    for match in _SPAN_OF_YEARS.finditer(text):
        year = int(match["y"])
        out |= {When(year), When(year // 100 * 100 + int(match["e"]))}
    text = _SPAN_OF_YEARS.sub(" ", text)
    out |= {When(int(match["y"])) for match in _BARE_YEAR.finditer(text)}
    return out, _BARE_YEAR.sub(" ", text)


def _sum(match: re.Match[str]) -> str:
    scale = {"k": 1000, "m": 1_000_000, "million": 1_000_000}.get((match["k"] or "").strip(), 1)
    return _trimmed(float(match["n"].replace(",", "")) * scale)


def _plain(number: str) -> str:
    number = _NUMBER_WORDS.get(number, number)
    return _trimmed(float(number.replace(",", "")))


def _trimmed(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
