"""What sort of thing a question asks for: a date, a sum, a number, a person, an address."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml


@cache
def _types() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    entries = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple((re.compile(e["asks"], re.I), re.compile(e["has"], re.I)) for e in entries)


def wanted_types(question: str) -> tuple[int, ...]:
    """Return the numbers of the types that a question asks for."""
    return tuple(n for n, (asks, _) in enumerate(_types()) if asks.search(question))


def lacks_type(wanted: tuple[int, ...], text: str) -> bool:
    """Say whether a text holds nothing of a type that is asked for."""
    return any(not _types()[number][1].search(text) for number in wanted)
