"""A claim beside one sentence, and what several rules ask about the two."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.check.reading import (
    clauses,
    has,
    policy_pattern,
    share_told,
    stem,
    unmatched,
    words_pattern,
)
from assistant.records import policy
from index.stopwords import STOPWORDS


@cache
def dated() -> frozenset[str]:
    """Return the stems of words that tell a date, and of "NPQ": they say nothing of content."""
    names = [*calendar.month_name, *policy("check")["seasons"], "npq", "npqs"]
    return frozenset(stem(name.lower()) for name in names if name)


@cache
def opposites_told() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return the patterns of words that say the opposite of each other, in pairs."""
    return tuple((words_pattern(a), words_pattern(b)) for a, b in policy("check")["opposites"])


Similarity = Callable[[str, str], float]


class Compared(NamedTuple):
    """A claim, the sentence it is held against, its clauses that it is about, and an encoder."""

    claim: str
    source: str
    about: str
    similarity: Similarity | None = None


def wording(problem: str, *what: str) -> str:
    """Return the words of the policy for a problem."""
    return str(policy("check")["problems"][problem]).format(what=", ".join(what).replace("_", " "))


@lru_cache(maxsize=4096)
def about(claim: str, source: str) -> str:
    """Return the clauses of a sentence that a claim is about: those it tells half of, or most."""
    parts = clauses(source)
    if len(parts) <= 1:
        return source
    told = [share_told(part, claim) for part in parts]
    best = max(told)
    kept = [part for part, share in zip(parts, told, strict=True) if share >= 0.5 or share == best]
    return " ; ".join(kept)


def nearest_clause(claim: str, source: str) -> str:
    """Return the clause of a sentence that a claim tells most of."""
    return max(clauses(source), key=lambda part: share_told(part, claim))


def found_in(name: str, text: str) -> set[str]:
    """Return what of a pattern of the policy a text holds."""
    return {match.group().lower() for match in policy_pattern(name).finditer(text)}


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Return the lower-case words and figures of a text."""
    return tuple(re.findall(r"[a-z0-9£%]+(?:[.,][0-9]+)*", text.lower()))


@lru_cache(maxsize=4096)
def stems_in(text: str) -> frozenset[str]:
    """Return the stems of a text but those of stop words."""
    return frozenset(stem(token) for token in tokens(text) if token not in STOPWORDS)


def told_after(pair: Compared, name: str) -> bool:
    """Say whether the evidence puts a word of a pattern before something the claim tells."""
    told = stems_in(pair.claim)
    for match in policy_pattern(name).finditer(pair.about):
        if has("negation", " ".join(pair.about[: match.start()].split()[-2:])):
            continue
        after = [stem(t) for t in tokens(pair.about[match.end() :]) if t not in STOPWORDS][:3]
        near = unmatched(" ".join(after), pair.claim)
        if not after or told & set(after) or len(near) < len(after):
            return True
    return False


def unsure(text: str) -> bool:
    """Say whether a text tells what may, can or should be."""
    return any(has(sort, text) for sort in ("hedge", "able", "should"))
