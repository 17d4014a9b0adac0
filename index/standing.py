"""What held on a given day: the standing of a sentence as of a date."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date

from corpus.dates import first_day
from corpus.records import Fact, Kind, Standing
from index.records import Passage, Sentence
from index.terms import find_years


def standing_on(
    sentence: Sentence, passage: Passage, facts: Mapping[str, Fact], day: date
) -> Standing:
    """Return a sentence's standing on `day`; a page without facts lends its own.

    A superseded fact was current until the fact that replaced it took hold.
    """
    if not sentence.facts:
        return _page_standing(passage)
    return min((_fact_standing(fact, facts, day) for fact in sentence.facts), key=_ORDER.index)


def not_yet(sentence: Sentence, passage: Passage, successors: Set[str], day: date) -> bool:
    """Say whether a sentence tells what came only after `day`.

    It does if its fact is later and replaced something, if it names a later year, or if the
    page was added by the deployment and is dated later.
    """
    if passage.added and passage.dated and first_day(passage.dated) > day:
        return True
    replaced_later = any(f.id in successors and first_day(f.as_of) > day for f in sentence.facts)
    names_later = any(year > day.year for year in find_years(sentence.text))
    return replaced_later or (bool(sentence.facts) and names_later)


def later_than(sentence: Sentence, day: date) -> bool:
    """Say whether all that a sentence tells is dated after `day`."""
    return bool(sentence.facts) and all(first_day(f.as_of) > day for f in sentence.facts)


_ORDER = [
    Standing.PROPOSAL,
    Standing.HISTORICAL,
    Standing.SUPERSEDED,
    Standing.CLOSED,
    Standing.CURRENT,
]


def _page_standing(passage: Passage) -> Standing:
    if passage.kind is Kind.CONSULTATION:
        return Standing.PROPOSAL
    return Standing.HISTORICAL if passage.status is Standing.CLOSED else passage.status


def _fact_standing(fact: Fact, facts: Mapping[str, Fact], day: date) -> Standing:
    successor = facts.get(fact.superseded_by or "")
    if fact.status is Standing.PROPOSAL or successor is None:
        return fact.status
    replaced = day >= first_day(successor.as_of)
    once = fact.status in (Standing.SUPERSEDED, Standing.HISTORICAL)
    if once and not replaced and first_day(fact.as_of) <= day:
        return Standing.CURRENT
    return fact.status
