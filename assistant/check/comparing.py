"""One claim against one sentence: each way in which the claim says more, less or other."""

from __future__ import annotations

from assistant.check.acting import actors, sequence, swapped
from assistant.check.framing import attitude, epithet, rated
from assistant.check.negating import negation
from assistant.check.numbers import bounds, figures, times
from assistant.check.obliging import conditions, obligation, opposites
from assistant.check.ordering import changed, in_time, paired, roles
from assistant.check.pairs import Compared, Similarity, about
from assistant.check.reach import added, groups, names, quantity, scope, tense

RULES = (
    figures, times, scope, groups, swapped, sequence, names, negation, obligation, bounds,
    conditions, quantity, actors, opposites, tense, attitude, rated, epithet, roles, in_time,
    paired, changed, added,
)  # fmt: skip


def compare(claim: str, source: str, similarity: Similarity | None = None) -> list[str]:
    """List what a claim says beyond a sentence, or leaves out of it; both rewritten."""
    pair = Compared(claim, source, about(claim, source), similarity)
    return [problem for rule in RULES for problem in rule(pair)]
