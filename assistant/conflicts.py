"""Whether pages that hold today give different figures for the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from assistant.check.reading import amounts_in, comparable, share_told
from assistant.check.values import values_in, without_units
from assistant.records import policy
from corpus.records import Standing
from index.npqs import find_npqs, groups_named, groups_of
from index.records import Hit


def among(hits: Sequence[Hit]) -> bool:
    """Say whether two sentences of today give other prices or counts of words for one NPQ."""
    told = [(hit, _amounts(hit)) for hit in hits if hit.standing is Standing.CURRENT]
    return any(
        first.claim != second.claim and _labels(first) & _labels(second) and _differ(ours, theirs)
        for (first, ours), (second, theirs) in combinations(told, 2)
    )


def beside(shown: Sequence[Hit], found: Sequence[Hit]) -> Hit | None:
    """Return a sentence of today that speaks against the first one shown.

    Only of two of which one was added by the deployment: within our own pages the facts are
    already reconciled.
    """
    first = next(iter(shown), None)
    if first is None or first.standing is not Standing.CURRENT:
        return None
    settings = policy("writing")["conflict"]
    claims = {hit.claim for hit in shown}
    ours = _amounts(first)
    for hit in found[: settings["depth"]]:
        if (
            hit.passage.added != first.passage.added
            and hit.standing is Standing.CURRENT
            and hit.claim not in claims
            and _of_the_same(first, hit)
            and max(_share(first, hit), _share(hit, first)) >= settings["alike"]
            and any(_apart(ours, _amounts(hit), unit) for unit in settings["units"])
        ):
            return hit
    return None


def _of_the_same(first: Hit, hit: Hit) -> bool:
    """Say whether two sentences tell of the same NPQs, or one of a group that holds the other's."""
    ours, theirs = find_npqs(first.sentence.text), find_npqs(hit.sentence.text)
    if ours and theirs:
        return ours == theirs
    groups = groups_of(ours | theirs) & (
        groups_named(first.sentence.text) | groups_named(hit.sentence.text)
    )
    return bool(groups)


def _share(hit: Hit, other: Hit) -> float:
    """Return how much of one sentence another tells, figures and their units apart."""
    return share_told(_plain(hit), _plain(other))


def _plain(hit: Hit) -> str:
    text = comparable(hit.sentence.text)
    for amount in sorted(values_in(text).amounts, key=lambda a: -a.start):
        text = text[: amount.start] + text[amount.end :]
    return without_units(text)


def _amounts(hit: Hit) -> dict[str, set[float]]:
    """Return the figures of a sentence by what they count."""
    out: dict[str, set[float]] = {}
    for amount in amounts_in(hit.sentence.text):
        out.setdefault(amount.unit, set()).add(amount.number)
    return out


def _apart(ours: dict[str, set[float]], theirs: dict[str, set[float]], unit: str) -> bool:
    return bool(ours.get(unit)) and bool(theirs.get(unit)) and not ours[unit] & theirs[unit]


def _differ(ours: dict[str, set[float]], theirs: dict[str, set[float]]) -> bool:
    return any(_apart(ours, theirs, unit) for unit in ("£", "word"))


def _labels(hit: Hit) -> frozenset[str]:
    return hit.sentence.npqs | groups_named(hit.sentence.text)
