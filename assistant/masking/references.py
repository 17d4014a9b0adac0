"""Find TRNs, and tell them from invoices, tickets and other numbers of seven figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.masking.policies import masking_policy

_NEAR = 120
_SAME_START = 4


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    return re.compile(masking_policy("personal")["trn"][entry], re.I)


def trns(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the TRNs of a text stand: behind a word that says so, or by their shape."""
    told = list(_told(text))
    bare = [m.span("found") for m in _pattern("bare").finditer(text)]
    bare = [span for span in bare if not any(_overlap(span, other) for other in told)]
    others = {text[slice(*span)] for span in bare if _is_other(text, *span)}
    # Invoices and tickets are numbered on from each other, TRNs of one school are not.
    starts = {number[:_SAME_START] for number in others}
    yield from told
    for start, end in bare:
        if text[start:end] not in others and text[start : start + _SAME_START] not in starts:
            yield start, end


def _told(text: str) -> Iterator[tuple[int, int]]:
    """Yield the numbers behind "TRN", however they are spaced, and those joined to them."""
    at = 0
    while cue := _pattern("cue").search(text, at):
        at = cue.end()
        while number := _pattern("told").match(text, at):
            if at != cue.end() and re.search(_pattern("other").pattern, number["between"], re.I):
                break
            yield number.span("found")
            at = number.end()


def _is_other(text: str, start: int, end: int) -> bool:
    """Say whether words before a number, or before the list that it stands in, name its kind."""
    before = text[max(0, start - _NEAR) : start]
    before = _pattern("list").sub("", before)
    return bool(_pattern("other_before").search(before) or _pattern("other_after").match(text, end))


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[0] < two[1] and two[0] < one[1]
