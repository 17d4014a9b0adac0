"""What sort of thing a question asks for: a date, a sum, a number, a person, an address."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from corpus.yaml_files import read_yaml
from index.terms import stems


@cache
def _types() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    entries = read_yaml(Path(__file__).with_suffix(".yaml"))
    return tuple((re.compile(e["asks"], re.I), re.compile(e["has"], re.I)) for e in entries)


def wanted_types(question: str) -> tuple[int, ...]:
    """Return the numbers of the types that a question asks for."""
    return tuple(n for n, (asks, _) in enumerate(_types()) if asks.search(question))


_NUMBER = (
    r"(?:\d[\d,.]*%?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|half|once|twice)"
)
_COUNTED = re.compile(r"\b(?:how many|number of)\s+((?:[\w'-]+\s*){1,4})", re.I)
_FOLLOWED = re.compile(rf"\b{_NUMBER}\b((?:[\s-]+[\w'£%-]+){{1,5}})", re.I)
# Words of one group count the same things: "how many times" is answered by "two attempts".
_ALIKE = tuple(
    frozenset(stems(group))
    for group in (
        "people teachers staff participants heads leaders schools starts npqs",
        "times attempts goes chances tries shots resits retakes windows",
    )
)


def lacks_count(question: str, text: str) -> bool:
    """Say whether a question wants a number of something that a text does not count."""
    wanted = _COUNTED.search(question)
    if wanted is None:
        return False
    things = set(stems(wanted.group(1)))
    if not things:
        return False
    things = things.union(*(group for group in _ALIKE if things & group))
    return not any(things & set(stems(found.group(1))) for found in _FOLLOWED.finditer(text))


def lacks_type(wanted: tuple[int, ...], text: str) -> bool:
    """Say whether a text holds nothing of a type that is asked for."""
    return any(not _types()[number][1].search(text) for number in wanted)
