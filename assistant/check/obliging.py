"""Rules on must and may, on conditions, and on words that say the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.ordering import same_order
from assistant.check.pairs import Compared, found_in, opposites_told, told_after, unsure, wording
from assistant.check.reading import clauses, content, has, policy_pattern, share_told, words_pattern
from assistant.records import policy

_NEGATED = re.compile(r"\b(?:not|never|no)\s+(?:an?\s+)?[\w-]+", re.I)
_ALLOWING = frozenset({"may", "could"})


def obligation(pair: Compared) -> Iterator[str]:
    """Must, should, may, can and will."""
    claim, about = pair.claim, pair.about
    asked = any(has("imperative", each) for each in clauses(pair.source))
    if has("must", claim) and not asked and not has("must", about) and not has("must_told", about):
        yield wording("must")
    elif (
        told_after(pair, "must")
        and not has("must", claim)
        and unsure(claim)
        and not has("must_kept", claim)
    ):
        yield wording("no_must")
    if (
        not has("hedge", claim)
        and (_hedge_lost(pair) or (told_after(pair, "should") and not has("should", claim)))
    ) or (has("will", claim) and not has("will", about) and unsure(about)):
        yield wording("certain")
    elif _hedged(pair) and not has("hedge", about) and not unsure(about):
        yield wording("doubtful")


def _hedge_lost(pair: Compared) -> bool:
    """Say whether the evidence hedges what a claim tells as certain; "can" hedges as "may"."""
    allowed = has("able", pair.claim) and found_in("hedge", pair.about) <= _ALLOWING
    return told_after(pair, "hedge") and not allowed and not has("hedge_said", pair.claim)


def _hedged(pair: Compared) -> bool:
    """Say whether a claim hedges; "could" of the past, and of what had to be, is "can"."""
    told = has("past_told", pair.about) or has("must", pair.about)
    return bool(found_in("hedge", pair.claim) - ({"could"} if told else set()))


def conditions(pair: Compared) -> Iterator[str]:
    """Unless, only and except by their class; told conditions by what stands in them."""
    lost = []
    source, claim = (policy_pattern("not_negation").sub(" ", t) for t in (pair.about, pair.claim))
    for says, same in policy("check")["conditions"].values():
        match = words_pattern(says).search(source)
        if match and not words_pattern(same).search(claim):
            lost.append(match.group().lower())
    said = list(_told(pair.about))
    gone = [told for told in said if _is_lost(told, pair.claim)]
    own = len(list(_told(pair.claim)))
    if has("only_said", pair.claim) and not has("only_told", pair.source):
        yield wording("added", *sorted(found_in("only_said", pair.claim)))
    lost += gone if own <= len(said) - len(gone) else []
    if lost:
        yield wording("condition", *dict.fromkeys(lost))


def _told(text: str) -> Iterator[str]:
    """Yield the conditions of a text, each from its word to the end of its clause."""
    text = policy_pattern("not_told").sub(" ", text)
    for match in policy_pattern("told").finditer(text):
        rest = text[match.start() :]
        end = re.search(
            r"[,;:.)]| (?:you|it|they|the \w+) (?:can|may|must|will|asks?|is)\b", rest[8:]
        )
        yield rest[: 8 + end.start()] if end else rest


def _is_lost(told: str, claim: str) -> bool:
    return bool(content(told)) and share_told(told, claim) < policy("check")["least_told"]


def opposites(pair: Compared) -> Iterator[str]:
    """A word whose opposite stands in the evidence."""
    for number, (first, second) in enumerate(opposites_told()):
        if number == 0 and same_order(pair):
            continue
        for mine, other in ((first, second), (second, first)):
            said = mine.search(pair.claim)
            told = said and other.search(_NEGATED.sub(" ", pair.about))
            if said and told and not mine.search(pair.source) and not other.search(pair.claim):
                yield wording("opposite", said.group())
