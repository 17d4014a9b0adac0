"""Find people who are written as initials in minutes, and names that are spelt by letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.masking.kinds import put_together, span_found
from assistant.masking.known import is_english, is_no_name
from assistant.masking.policies import masking_policy
from assistant.masking.spelt import Name

_SPELT = re.compile(r"(?<![\w-])(?:[^\W\d_]-){2,15}[^\W\d_](?![\w-])")


def initials(text: str) -> Iterator[Name]:
    """Yield initials that do what a person does in minutes, wherever they stand again."""
    people: set[str] = set()
    for entry in ("acts", "minuted"):
        if entry == "minuted" and not (people or _pattern("minutes").search(text)):
            continue
        for match in _pattern(entry).finditer(text):
            found = text[slice(*span_found(match))]
            people |= {word for word in re.findall(r"[A-Z]+", found) if _may_be(word)}
    for word in people:
        for match in re.finditer(
            rf"(?<![\w&/-]){word}(?![\w&-])|(?<=[A-Z]/){word}(?![\w&-])", text
        ):
            yield Name(*match.span())


def spelt_letters(text: str) -> Iterator[Name]:
    """Yield a name that is spelt: "M-U-M-B-Y"; an NPQ that is spelt is none."""
    for match in _SPELT.finditer(text):
        word = match.group().replace("-", "")
        if (
            not is_no_name(word[:3].upper())
            and not is_no_name(word.upper())
            and not is_english(word)
        ):
            yield Name(*match.span())


def _may_be(word: str) -> bool:
    return word not in _offices() and not is_no_name(word)


@cache
def _offices() -> frozenset[str]:
    """Short forms that are roles, bodies and subjects."""
    return frozenset(masking_policy("kinds")["initials"]["offices"].split())


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    return put_together(masking_policy("kinds")["initials"][entry])
