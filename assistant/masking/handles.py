"""Find the names that people go by on social media and in chats: "@miss_plum", "marek.h"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.masking.found import Found
from assistant.masking.kinds import put_together, span_found
from assistant.masking.known import is_english, is_first, is_last, is_no_name, is_place, is_word_too
from assistant.masking.policies import masking_policy

_AT = re.compile(r"(?<![\w@./+-])@(?P<name>[^\W\d_](?:[\w.-]{0,40}\w)?)(?![\w@])")
_DOTTED = re.compile(
    r"(?<![\w@./\\-])(?P<first>[^\W\d_A-Z]{3,15})[._](?P<last>[^\W\d_A-Z]{1,20})?\d{0,4}"
    r"(?![\w@/\\]|[.-]\w)"
)
_SHORT = 2


def handles(text: str) -> Iterator[Found]:
    """Yield the handles of a text: behind an @, behind the name of a site, or shaped as one."""
    spans = [*_at(text), *_told(text), *_shaped(text)]
    yield from (Found(start, end, "HANDLE") for start, end in spans)


def _at(text: str) -> Iterator[tuple[int, int]]:
    for match in _AT.finditer(text):
        name = match["name"]
        if name.lower() not in _public() and not (name.islower() and is_english(name)):
            yield match.span()


def _told(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands behind the name of a site, or behind "username"."""
    for told in _pattern("told").finditer(text):
        start, end = span_found(told)
        if text[start:end].lower().lstrip("@") not in _public():
            yield start, end
    for named in _pattern("named").finditer(text):
        if not is_english(named["found"]) and not is_no_name(named["found"]):
            yield named.span("found")


def _shaped(text: str) -> Iterator[tuple[int, int]]:
    """Yield "marek.h" anywhere, and "teacher_tess" where a line of a chat opens."""
    for dotted in _DOTTED.finditer(text):
        if _is_someone(dotted):
            yield dotted.span()
    for said in _pattern("chat").finditer(text):
        if not _is_field(said["name"]):
            yield said.span("name")


def _is_field(name: str) -> bool:
    """Say whether the word before a colon is the field of a form: "first_name", "address_1"."""
    parts = re.split(r"[._]", name.lower())
    figures = sum(c.isdigit() for c in name) >= _SHORT
    words = [part.rstrip("0123456789") for part in parts]
    return not figures and all(not w or is_english(w) or is_no_name(w) for w in words)


def _is_someone(dotted: re.Match[str]) -> bool:
    """Say whether "marek.h" or "priya_raman82" is built as the handle of a person."""
    first, last = dotted["first"], dotted["last"] or ""
    if last in masking_policy("kinds")["handles"]["endings"].split() or is_place(first):
        return False
    if not is_first(first) or is_word_too(first) or not (last or dotted.group()[-1].isdigit()):
        return False
    known = len(last) <= _SHORT or is_last(last) or not is_english(last)
    return known and not (is_english(first) and len(last) > 1 and is_english(last))


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    return put_together(masking_policy("kinds")["handles"][entry])


@cache
def _public() -> frozenset[str]:
    """The handles of offices, providers and rooms, which name nobody."""
    return frozenset(masking_policy("kinds")["handles"]["public"].lower().split())
