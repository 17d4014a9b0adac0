"""Numbers, sums, percentages, lengths, dates and terms of a rewritten text, and where they stand.

"12 months" is "a year", "£1,885" is "£1885", "eight" is 8, "2023/24" is 2023 and 2024.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.records import policy

_NEAR = 1e-9
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split())} | {
    word: n for n, word in zip(range(20, 100, 10), _TENS.split(), strict=True)
}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),  # noqa: SIM905
        start=1,
    )
}
_TEN = "|".join(_TENS.split())
_ONE = "|".join(_ONES.split()[1:10])
_SCALES = {"hundred": 100, "thousand": 1000}
_NUMBER = rf"(?:(?:{_TEN})[- ](?:{_ONE})|{'|'.join([*_TENS.split(), *_ONES.split()])})"
_SCALED = rf"{_NUMBER}(?: (?:{'|'.join(_SCALES)}))*"
_SPELLED = re.compile(
    rf"(?<![\w-]){_SCALED}(?:(?:(?<=hundred)|(?<=thousand)) (?:and )?{_SCALED}(?!-\w))*"
    r"(?![\w-]?to-|\w)",
    re.I,
)
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    **{name.lower(): n for n, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATES = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?P<y>{_YEAR})-(?P<m>0\d|1[0-2])-(?P<d>[0-2]\d|3[01])\b",
        rf"\b(?P<d>[0-3]?\d)[/.](?P<m>[01]?\d)[/.](?P<y>{_YEAR})\b",
        rf"\b(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})\b(?!\s(?:words|hours|places|people))",
        rf"\b(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<M>{_MONTH})\b\.?(?:,?\s(?P<y>{_YEAR})\b)?",
        rf"\b(?P<M>{_MONTH})\b\.?\s(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d),?(?:\s(?P<y>{_YEAR})\b)?",
        rf"\b(?P<M>{_MONTH})\b\.?\s(?:of\s)?(?P<y>{_YEAR})\b",
    )
]
_SPAN = re.compile(
    rf"\b(?P<y>{_YEAR})(?:\s?[/-]\s?|\sto\s)(?P<e>{_YEAR}|\d\d)\b(?!\d)(?:\s(?:academic|school)\syear)?"
)
_BARE_YEAR = re.compile(rf"(?<![\d£.,])(?P<y>{_YEAR})\b(?![\d%]|,\d)")
_LONE_MONTH = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b"
)
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?P<pound>£\s?)?(?P<n>{_FIGURE})(?P<k>k\b|\smillion\b|m\b|\sthousand\b)?(?P<percent>\s?%)?"
    rf"(?:\s?(?:-|to|or|and)\s?(?P<pound2>£\s?)?(?P<to>{_FIGURE})(?P<percent2>\s?%)?)?"
)
_RANKED = r"npq|attempt|try|year|time|assess|qualification|course|term"
_NUMBERED = re.compile(rf"\b([1-9]|1[0-2])(?:st|nd|rd|th)\b(?=\s+(?:{_RANKED}))", re.I)
_ORDINAL = re.compile(
    rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))"
    rf"(?=\s+(?:{_RANKED}|month|week|five|three|two|\d))",
    re.I,
)


class Amount(NamedTuple):
    """A number as written, what it counts ("" if nothing known), and where it stands.

    `number` is in the least unit: 1 year is 12 months.
    """

    figure: float
    number: float
    unit: str
    start: int
    end: int
    ranged: bool
    text: str


class When(NamedTuple):
    """A date as far as it is told, and where it stands."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str


class Term(NamedTuple):
    """A season, its year if it has one, and where it stands."""

    season: str
    year: int | None
    start: int
    end: int
    text: str


class Values(NamedTuple):
    """All checkable values of a text."""

    amounts: tuple[Amount, ...]
    dates: tuple[When, ...]
    terms: tuple[Term, ...]


@cache
def _units() -> tuple[dict[str, str], re.Pattern[str]]:
    told = policy("check")["units"]
    known = {word: name for name, words in told.items() for word in words}
    between = "|".join(policy("check")["between"])
    units = "|".join(sorted(known, key=len, reverse=True))
    unit = rf"(?:{units}|fortnights?)\b"
    shape = rf"[\s-]*(?:(?:{between}|npqs?)[\s-]){{0,3}}(?P<unit>{unit})"
    return known, re.compile(shape, re.I)


def without_units(text: str) -> str:
    """Return a text without the words that say what a number counts: months, words."""
    return re.sub(rf"\b(?:{'|'.join(_units()[0])})\b", " ", text, flags=re.I)


@cache
def _term_pattern() -> re.Pattern[str]:
    seasons = "|".join(policy("check")["seasons"])
    return re.compile(
        rf"\b(?P<s>{seasons})(?:\s+(?:term|of|intake|cohort|recruitment|start|round))*"
        rf"(?:\s+(?P<y>{_YEAR}|'\d\d))?\b",
        re.I,
    )


def figured(text: str) -> str:
    """Return a text with its number words as figures; "one" only where a unit follows."""

    def figure(match: re.Match[str]) -> str:
        words = re.split(r"[- ]", match.group().lower())
        if words == ["one"] and not _counts(match.string, match.end()):
            return match.group()
        return str(_spelled(words))

    return _NUMBERED.sub(_in_words, _SPELLED.sub(figure, text))


def _spelled(words: list[str]) -> int:
    """Return the number that number words say: ten thousand eight hundred is 10800."""
    total = part = 0
    for word in words:
        if word == "thousand":
            total, part = total + part * _SCALES[word], 0
        elif word in _SCALES:
            part *= _SCALES[word]
        else:
            part += _WORDS.get(word, 0)
    return total + part


def _in_words(match: re.Match[str]) -> str:
    """Return 10th as tenth."""
    return list(_ORDINALS)[int(match[1]) - 1]


def _counts(text: str, place: int) -> bool:
    """Say whether "one" at this place is a number: a unit or the end of a range follows."""
    unit = _units()[1].match(text, place)
    counted = policy("check")["one_counts"]
    if unit and _units()[0].get(unit["unit"].lower(), "") in counted:
        return True
    return bool(re.match(r" (?:to|or) (?:two|\d)", text[place:]))


@lru_cache(maxsize=8192)
def values_in(text: str) -> Values:
    """Return the checkable values of a rewritten text whose number words are figures."""
    terms = _terms(text)
    dates, text = _dates(text)
    for term in terms:
        text = text[: term.start] + " " * (term.end - term.start) + text[term.end :]
    return Values(tuple(_amounts(text)), tuple(dates), tuple(terms))


def _terms(text: str) -> list[Term]:
    out = []
    for match in _term_pattern().finditer(text):
        year = match["y"]
        number = int(f"20{year[1:]}" if year and year[0] == "'" else year) if year else None
        out.append(Term(match["s"].lower(), number, match.start(), match.end(), match.group()))
    return out


def _dates(text: str) -> tuple[list[When], str]:
    """Return the dates of a text, and the text with them blanked out, the same length."""
    out: list[When] = []

    def take(match: re.Match[str]) -> str:
        parts = match.groupdict()
        month = None
        if parts.get("m") or parts.get("M"):
            month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["M"].lower()]
        day = int(parts["d"]) if parts.get("d") else None
        if month is not None and (month > 12 or (day is not None and not 1 <= day <= 31)):
            return match.group()
        year = int(parts["y"]) if parts.get("y") else None
        out.append(When(year, month, day, match.start(), match.end(), match.group()))
        if parts.get("e"):
            end = int(parts["e"]) if len(parts["e"]) == 4 else (year or 0) // 100 * 100
            end += int(parts["e"]) if len(parts["e"]) == 2 else 0
            out.append(When(end, None, None, match.start(), match.end(), match.group()))
        return " " * len(match.group())

    for shape in (*_DATES, _SPAN, _BARE_YEAR):
        text = shape.sub(take, text)
    for match in _LONE_MONTH.finditer(text):
        month = _MONTHS[match[1].lower()]
        out.append(When(None, month, None, match.start(), match.end(), match.group()))
    return out, text


def _amounts(text: str) -> Iterator[Amount]:
    known, after = _units()
    for match in _AMOUNT.finditer(text):
        unit_match = after.match(text, match.end())
        unit = ""
        if unit_match:
            word = unit_match["unit"].lower()
            unit = "fortnight" if word.startswith("fortnight") else known[word]
        scale = {"k": 1000, "m": 1e6, "million": 1e6, "thousand": 1000}.get(
            (match["k"] or "").strip().lower(), 1
        )
        if match["pound"] or match["pound2"]:
            unit = "£"
        elif match["percent"] or match["percent2"]:
            unit = "%"
        ranged = match["to"] is not None and not re.search(r"\bor\b|\band\b", match.group())
        for figure in filter(None, (match["n"], match["to"])):
            number, name = float(figure.replace(",", "")) * scale, unit
            name, times = policy("check")["conversions"].get(unit, (unit, 1))
            text_of = f"£{figure}" if unit == "£" else f"{figure}%" if unit == "%" else figure
            yield Amount(number, number * times, name, match.start(), match.end(), ranged, text_of)
    for match in _ORDINAL.finditer(text):
        number = int(match[1]) if match[1] else _ORDINALS[match[2].lower()]
        if not match[1]:
            yield Amount(number, number, "th", match.start(), match.end(), False, match.group())


def amount_told(amount: Amount, known: Sequence[Amount]) -> bool:
    """Say whether one of the known amounts is the same number of the same thing."""
    for other in known:
        if amount.unit == other.unit and abs(other.number - amount.number) < _NEAR:
            return True
        bare = {amount.unit, other.unit} - {""}
        same = abs(other.figure - amount.figure) < _NEAR
        if same and len(bare) < 2 and "th" not in bare and amount.unit not in ("£", "%"):
            return True
    return False


def date_told(date: When, known: tuple[When, ...]) -> bool:
    """Say whether a known date agrees with a date and is as exact."""
    return any(
        all(
            mine is None or mine == theirs for mine, theirs in zip(date[:3], other[:3], strict=True)
        )
        for other in known
    )


def term_told(term: Term, known: Values) -> bool:
    """Say whether a term is among the known ones, with the year it is given."""
    same = [other for other in known.terms if other.season == term.season]
    if term.year is None or not same:
        return bool(same)
    years = {other.year for other in same if other.year}
    if years:
        return term.year in years
    return any(date.year == term.year for date in known.dates)
