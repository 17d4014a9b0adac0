"""Personal data that its shape, or a word beside it, gives away: banks, IDs, cars, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.masking.found import Found
from assistant.masking.policies import masking_policy

_NEAR = 80


@cache
def _not_before() -> dict[str, re.Pattern[str]]:
    listed: dict[str, str] = masking_policy("kinds")["not_before"]
    return {kind: re.compile(pattern, re.I) for kind, pattern in listed.items()}


@cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = masking_policy("kinds")["parts"]
    return parts


def put_together(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the policy with its parts in place."""
    while "<<" in pattern:
        pattern = re.sub(r"<<(\w+)>>", lambda m: _parts()[m[1]], pattern)
    return re.compile(pattern, re.I)


def streets_behind(text: str, names: list[Found]) -> Iterator[Found]:
    """Yield the numbered streets that stand right behind names: "Priya Nair, 6 Chapel Street"."""
    pattern = _behind_name()
    for name in names:
        if match := pattern.match(text, name.end):
            yield Found(*match.span("found"), "ADDRESS")


@cache
def _behind_name() -> re.Pattern[str]:
    return put_together(masking_policy("kinds")["behind_name"])


def span_found(match: re.Match[str]) -> tuple[int, int]:
    """Return where the group of a match stands that holds what was found."""
    groups = (name for name in match.re.groupindex if name.startswith("found"))
    return match.span(next(name for name in groups if match[name] is not None))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = masking_policy("kinds")["patterns"]
    return tuple((entry["kind"], put_together(entry["pattern"])) for entry in listed)


def find_kinds(text: str) -> Iterator[Found]:
    """Yield what the table of kinds finds in a text."""
    for kind, pattern in _kinds():
        for match in pattern.finditer(text):
            start, end = span_found(match)
            otherwise = _not_before().get(kind)
            if not (otherwise and otherwise.search(text[max(0, start - _NEAR) : start])):
                yield Found(start, end, kind)
