"""The rule on negation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.check.pairs import Compared, dated, stems_in, tokens, wording
from assistant.check.reading import clauses, content, has, policy_pattern, share_told, stem
from index.stopwords import STOPWORDS


class Denied(NamedTuple):
    """Stems that a negation stands right before, before, and those outside of every one."""

    first: frozenset[str]
    near: frozenset[str]
    reach: frozenset[str]
    outside: frozenset[str]
    times: int


def negation(pair: Compared) -> Iterator[str]:
    """A negation on one side only, clause by clause, or of another word."""
    sources, said = clauses(pair.source), stems_in(pair.claim)
    mine = _denied(pair.claim)
    for part in sources:
        denied = _denied(part)
        near = denied.near - {""} - _denied(pair.source).outside
        told = near & said
        lost = bool(near) and len(told) > 0.6 * len(near) and not told & mine.reach
        lost = lost or (
            denied.near == {""} and len(content(part)) > 1 and share_told(part, pair.claim) > 0.8
        )
        if lost and not mine.times:
            yield wording("negation")
            return
    theirs = _denied(pair.source)
    if (mine.first & theirs.outside - theirs.reach - {""}) and (
        theirs.first & mine.outside - mine.reach - {""}
    ):
        yield wording("negation")
        return
    for part in clauses(pair.claim):
        best = max(share_told(part, each) for each in sources)
        alike = [each for each in sources if share_told(part, each) >= 0.6 * best]
        counts = {_denied(each).times % 2 for each in alike}
        own = _denied(part).times
        if own and own % 2 not in counts and not any(map(_excluding, alike)):
            yield wording("negation")
            return
        if not own and counts == {1} and any(_turned(each, part) for each in alike):
            yield wording("negation")
            return


def _excluding(text: str) -> bool:
    """Say whether a text leaves something out by other words than a negation."""
    return has("excluding", policy_pattern("negation").sub(" ", text))


def _turned(source: str, part: str) -> bool:
    """Say whether a clause tells a word that the evidence denies, and denies only."""
    denied = _denied(source)
    return bool((denied.near & stems_in(part)) - denied.outside)


@lru_cache(maxsize=4096)
def _denied(text: str) -> Denied:
    """Return what a text denies; "" stands for a negation of nothing more."""
    text = policy_pattern("not_negation").sub(" ", text)
    first, near, reach, inside, count = set[str](), set[str](), set[str](), Counter[str](), 0
    for match in policy_pattern("negation").finditer(text):
        count += 1
        rest = re.split(r"[.;:()]| but | because | if ", text[match.end() :], maxsplit=1)[0]
        after = [stem(t) for t in tokens(rest) if t not in STOPWORDS]
        start = re.split(r",| (?:can|may|must|will|is|are|has|have|to) ", rest, maxsplit=1)[0]
        close = [stem(t) for t in tokens(start) if t not in STOPWORDS][:3]
        near |= {"", *close}
        first |= {each for each in close[:1] if not each[0].isdigit() and each not in dated()}
        reach |= set(after)
        inside.update(close)
    counts = Counter(stem(token) for token in tokens(text))
    outside = frozenset(each for each in counts if counts[each] > inside[each])
    return Denied(frozenset(first), frozenset(near), frozenset(reach), outside, count)
