"""Yes or no: said only where the evidence settles it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.listing import by_listing, listing_first
from assistant.question_kinds import YesNo, is_choice, is_negative, kind_of, sort_of
from assistant.records import policy
from assistant.understand import Ask
from assistant.votes import same_subject, usual, voted
from assistant.wordings import bears, by_figure, claimed, denied, other_year, untold
from corpus.records import Standing
from index.npqs import find_npqs
from index.records import AskedMatch, Hit


def asks_whether(ask: Ask) -> bool:
    """Say whether a funding verdict is the yes or no of a question.

    "Can I get it funded?" wants the verdict; "Is it only for ...?", "Do I have to pay?" and
    "Is a place guaranteed?" want something else.
    """
    if not ask.yes_no:
        return True
    settings = policy("verdict")
    asked = claimed(ask)
    other = re.search(settings["not_the_verdict"], asked, re.I)
    plain = sort_of(asked) in ("plain", "permission")
    return plain and other is None and not is_negative(asked)


def verdict(ask: Ask, chosen: Sequence[Hit], matches: Iterable[AskedMatch]) -> YesNo | None:
    """Return yes or no for a yes/no question, or None where the evidence does not settle it.

    First a list of providers or a figure decides; then predicted questions of the first fact
    that are near vote with the answer they carry; then what most questions of this kind about
    the fact are answered with, and a plain "not" in the sentence. Whether something proposed
    was adopted is left unsaid.
    """
    if not _may_be_led(ask, chosen):
        return None
    matches = list(matches)
    said = by_listing(ask, chosen[0]) or by_figure(ask, chosen)
    said = said or voted(ask, chosen, matches) or usual(ask, chosen[0], matches)
    if said == "yes" and (other_year(ask, chosen) or untold(ask, chosen[0])):
        return None
    said = said or denied(ask, chosen[0])
    return said if said and bears(ask, chosen[0], said) else None


def settling_first(ask: Ask, ranked: list[Hit], matches: Sequence[AskedMatch]) -> list[Hit]:
    """Put first a list that has the provider asked about, or else one that settles the question.

    The latter only of nearly equal claims.
    """
    if not ask.yes_no or not ranked:
        return ranked
    settings = policy("verdict")
    if (listed := listing_first(ask, ranked)) is not None:
        return listed
    settled = {
        match.fact
        for match in matches
        if match.answer
        and match.similarity >= settings["least_similarity"]
        and same_subject(ask, match)
        and kind_of(match.text) == kind_of(ask.asked)
    }
    least = ranked[0].score - settings["settles_within"]
    for place, hit in enumerate(ranked):
        if hit.score < least:
            break
        if any(fact.id in settled for fact in hit.sentence.facts) and not _excepts(ask, hit):
            return [hit, *ranked[:place], *ranked[place + 1 :]]
    return ranked


def _may_be_led(ask: Ask, chosen: Sequence[Hit]) -> bool:
    """Say whether an answer may begin with yes or no: never where a proposal is told."""
    if not ask.yes_no or not chosen:
        return False
    if _of_a_paper(ask, chosen[0]) or _excepts(ask, chosen[0]):
        return False
    if any(hit.standing is Standing.PROPOSAL for hit in chosen):
        return False
    never = re.search(policy("verdict")["never_led"], ask.asked, re.I)
    return never is None and not is_choice(ask.asked)


def _of_a_paper(ask: Ask, hit: Hit) -> bool:
    """Say whether a sentence is about a review, say, that a question does not name.

    One that is nearly a predicted question of the sentence need not name it.
    """
    settings = policy("verdict")
    opening = " ".join(hit.sentence.text.lower().split()[: settings["told_of_within"]])
    papers = set(re.findall(settings["told_of"], opening))
    named = papers & set(re.findall(settings["told_of"], ask.message.lower()))
    return bool(papers) and not named and hit.asked_similarity < settings["surely"]


def _excepts(ask: Ask, hit: Hit) -> bool:
    """Say whether a sentence leaves out the NPQ that is asked about: "the exception is NPQH"."""
    left_out = re.search(policy("verdict")["excepts"], hit.sentence.text, re.I)
    return left_out is not None and bool(find_npqs(left_out[1]) & ask.query.npqs)
