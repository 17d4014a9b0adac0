"""Find dates of birth by the words around them, or by the age that a date would make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from assistant.masking.policies import masking_policy

_NEAR = 60


def births(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the dates of birth of a text stand."""
    policy = masking_policy("personal")["births"]
    for date in _date().finditer(text):
        before = text[max(0, date.start() - _NEAR) : date.start()]
        sentence = re.split(r"[.!?]\s|\n", before)[-1]
        after = re.split(r"[.!?\n\d]", text[date.end() : date.end() + _NEAR // 2])[0]
        otherwise = re.search(policy["not_said"], sentence, re.I)
        told = not otherwise and re.search(policy["said"], sentence, re.I)
        bare = date["numeric"] or re.search(r"(?:^|[,;:|(\t-])\s*$", sentence)
        old = bare and not otherwise and not date["run"] and _is_adult(date.group())
        if told or old or re.search(policy["said"], after, re.I):
            yield date.span()


@cache
def _date() -> re.Pattern[str]:
    """Return a pattern of every way in which a whole date is written, put together from parts."""
    parts = masking_policy("personal")["births"]
    day, month, name = parts["day"], parts["month"], parts["month_name"]
    ordinal, year_words = parts["ordinal_word"], parts["year_words"]
    numeric = [
        rf"{day}[./-]{month}[./-](?:\d{{4}}|\d{{2}})",
        rf"{day} ?[./-] ?{month} ?[./-] ?(?:19|20)\d{{2}}",
        r"\d{4}[-/]\d{2}[-/]\d{2}",
        r"(?P<run>(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2})",
        r"\d{1,2} \d{1,2} (?:19|20)\d{2}",
    ]
    year = rf"(?:\d{{4}}|\d{{2}}|{year_words})"
    spelt = [
        rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{ordinal})[ /.-](?:day )?(?:of )?{name},?[ /.-]{year}",
        rf"{name} (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?|{ordinal}),? (?:\d{{4}}|{year_words})",
    ]
    return re.compile(
        rf"(?<![\w/.£-])(?:(?P<numeric>{'|'.join(numeric)})|{'|'.join(spelt)})(?![\w/-])", re.I
    )


def _is_adult(date: str) -> bool:
    """Say whether somebody born on a date is of an age to work."""
    youngest, oldest = masking_policy("personal")["births"]["adults"]
    today = datetime.now(UTC).year
    years = [int(year) for year in re.findall(r"\d{4}", date)]
    if not years:
        short = re.findall(r"\d{2}", date)
        if not short:
            return False
        years = [int(short[-1]) + (1900 if int(short[-1]) > today % 100 else 2000)]
    return bool(youngest <= today - years[0] <= oldest)
