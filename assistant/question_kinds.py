"""What sort of yes/no question a text is, and what it names: figures, places, money."""

from __future__ import annotations

import re
from calendar import month_name
from functools import cache, lru_cache
from typing import Literal

from assistant.masking.known import is_place
from assistant.records import policy
from index.terms import find_measures, stems

Kind = tuple[str, bool, bool]
YesNo = Literal["yes", "no"]
_NEGATIVE_TAG = re.compile(
    r"\b(?:isn't|aren't|don't|doesn't|didn't|can't|won't) "
    r"(?:it|they|i|you|we|he|she|there)\??$"
)


def places(text: str) -> set[str]:
    """Return the kinds of school and place that a text names, as stems."""
    return {" ".join(stems(p)) for p in re.findall(policy("verdict")["places"], text, re.I)}


@cache
def ordinary_places() -> frozenset[str]:
    """Return the kinds of school that are meant where nothing else is said, as stems."""
    return frozenset(stems(policy("verdict")["ordinary_places"]))


_INSIDE = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+")
_MONTHS = frozenset(month_name)  # March is a town


@lru_cache(maxsize=4096)
def narrowed_to(text: str) -> frozenset[str]:
    """Return the stems of what a question holds for alone: kinds of school and place, and towns."""
    towns = [name for name in _INSIDE.findall(text) if is_place(name) and name not in _MONTHS]
    return frozenset(stems(" ".join([*(places(text) - ordinary_places()), *towns])))


def turns(text: str) -> frozenset[int]:
    """Return which words a text has that turn an answer round, by the number of their group."""
    groups: list[list[str]] = policy("verdict")["turning"]
    said = " ".join(text.lower().split())
    return frozenset(
        number
        for number, words in enumerate(groups)
        if any(re.search(rf"\b{re.escape(word)}\b", said) for word in words)
    )


def funds(text: str) -> bool:
    """Say whether a text is about funding: taking an NPQ and having it paid for are two things."""
    return re.search(policy("slots")["about"]["funding"], text, re.I) is not None


def figures(text: str) -> set[str]:
    """Return the numbers of the lengths, sums and counts in a text."""
    return {measure.split()[0] for measure in find_measures(text)}


@lru_cache(maxsize=4096)
def kind_of(text: str) -> Kind:
    """Return the sort of a question, whether it is negative, and whether it asks of the past."""
    return (
        sort_of(text),
        is_negative(text),
        re.search(policy("verdict")["past"], text, re.I) is not None,
    )


def is_choice(text: str) -> bool:
    """Say whether a question asks which of two things holds, so that neither yes nor no fits."""
    return re.search(policy("verdict")["choice"], text, re.I) is not None


def sort_of(text: str) -> str:
    """Tell questions of obligation, of permission and of exclusiveness from plain ones.

    "Do I have to be one?" and "Can I be one?" want opposite answers from the same fact.
    """
    main = main_clause(text)
    kinds = policy("verdict")["sorts"].items()
    return next((name for name, pattern in kinds if re.search(pattern, main, re.I)), "plain")


_SUBORDINATE = re.compile(
    r"\b(?:if|unless|when|because|since|as|though|although)\b(?:[^,?.]{12,}?"
    r"(?=\b(?:i|we|you|they|she|he) (?:can|could|will|would|do|am|are|is|have)(?:n.?t|not)?\b)"
    r"|[^,?.]*)",
    re.I,
)


def main_clause(text: str) -> str:
    """Return a text without clauses of condition or reason, nor "that isn't on the list"."""
    text = re.sub(
        r"(?<=\w )(?:that|which|who) (?:isn.?t|aren.?t|doesn.?t|don.?t|(?:is|are|does|do) not)\b"
        r"[^,?.]*",
        " ",
        text,
        flags=re.I,
    )
    return _SUBORDINATE.sub(" ", text)


def is_negative(text: str) -> bool:
    """Say whether a question asks the negative; a negative tag ("isn't it?") does not count."""
    lowered = main_clause(text.lower().replace("’", "'"))
    lowered = re.sub(
        r"^(?:so |and |but )*(?:isn't|aren't|don't|doesn't|can't|won't|didn't)", "", lowered
    )
    lowered = _NEGATIVE_TAG.sub("", lowered)
    count = len(re.findall(policy("verdict")["negatives"], lowered))
    roots = set(stems(lowered))
    count += sum(bool(roots & opposite) for opposite in _opposites())
    return count % 2 == 1


@cache
def _opposites() -> tuple[frozenset[str], ...]:
    """Return the stems of each word that turns a question into its opposite."""
    return tuple(frozenset(stems(word)) for word in policy("verdict")["opposites"])


def last_question(text: str) -> str:
    """Return the last sentence of a text that asks, else its last."""
    parts = [part for part in re.split(r"(?<=[.!?])\s+|\n", text.strip()) if part.strip()]
    asked = [part for part in parts if part.rstrip().endswith("?")]
    return (asked or parts or [text])[-1]
