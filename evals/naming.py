"""Questions about any NPQ put as questions about one, to which the same fact is the answer.

"Can I defer my NPQ?" becomes "Can I defer my NPQLL?". People name the NPQ they are on; the
guidance mostly speaks of all of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from zlib import crc32

from corpus.library import read_jsonl
from index.npqs import find_npqs, groups_named, npq_policy

_ANY = re.compile(
    r"\b(?:(?:an?|any|one) )?NPQ\b(?! (?:in|for|framework|provider|suite|scheme)s?\b)", re.I
)
_PLACES = ("I'm on {npq}. {question}", "{npq}: {question}", "{question} ({npq})")
_GROUPS = ("specialist", "leadership")


@cache
def _statements_of_all() -> dict[str, str]:
    """Return what facts of no NPQ in particular state, by id."""
    facts = read_jsonl("facts.jsonl")
    return {
        fact["id"]: fact["statement"]
        for fact in facts
        if fact["npq"] == "all" and not find_npqs(fact["statement"])
    }


def also_about_one(questions: Sequence[str], facts: Sequence[str]) -> list[str]:
    """Return questions, and behind them those of any NPQ put as questions about one."""
    put = (about_one(question, facts) for question in questions)
    return [*questions, *(text for text in put if text)]


def about_one(question: str, facts: Sequence[str]) -> str | None:
    """Return a question of any NPQ as one of a single NPQ; None where it is not of any.

    The NPQ is drawn by the question itself, from the group that its facts speak of.
    """
    told = _statements_of_all()
    if not all(fact in told for fact in facts) or find_npqs(question):
        return None
    match = _ANY.search(question)
    if match is None and "npq" in question.lower():
        return None
    groups = {group for fact in facts for group in groups_named(told[fact])} or set(_GROUPS)
    npqs = [code for code, entry in npq_policy().items() if groups & set(entry["groups"])]
    rng = random.Random(crc32(question.encode()))
    npq = rng.choice(npqs)
    if match is None:
        return rng.choice(_PLACES).format(npq=npq, question=question)
    return f"{question[: match.start()]}{npq}{question[match.end() :]}"
