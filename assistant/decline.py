"""Whether to answer a question at all: outside NPQs, not in the guidance, or refused."""

from __future__ import annotations

import re

from assistant.confidence import (
    beyond,
    features,
    fitted,
    nearest_not_held,
    nearest_signpost,
    probability,
)
from assistant.intent import is_refused, refusal_features
from assistant.listing import provider_asked_about
from assistant.own import read_first
from assistant.parts import substance
from assistant.providers import providers_in
from assistant.records import Outcome, policy
from assistant.turn import PartResult
from assistant.understand import Ask
from assistant.write import Draft
from corpus.signposts import Scope, Topic, topics
from index.npqs import find_unknown_npqs
from index.opened import OpenIndex
from index.reading import read
from index.records import SearchResult
from index.terms import find_years, without_school_years


def weigh(
    ask: Ask, found: SearchResult, draft: Draft, index: OpenIndex, *, alone: bool
) -> PartResult:
    """Return a draft with the confidence in it and what was read; nothing is decided yet.

    `alone`: the question is all that its message asks.
    """
    message = substance(ask.message if alone else ask.text)
    reading = read(index.reader, ask.query.text, message, draft.hits)
    confidence = probability(features(ask, found, draft, index, reading))
    limits = policy("verdict")
    unsure = confidence < limits["led_from"] or beyond(found) >= limits["beyond"]
    chosen = draft.decision is not None or draft.lead == "mistaken"
    if not chosen and unsure and provider_asked_about(ask) is None:
        draft = draft.model_copy(update={"lead": None})
    draft = read_first(draft, reading.answers)
    if _by_policy(draft):
        confidence = max(confidence, policy("decline")["by_policy"])
    return PartResult(found, draft, confidence, reading=reading)


def _by_policy(draft: Draft) -> bool:
    """Say whether the policy chose what goes first: a rule, a wrong premise, what is pinned."""
    first = {fact.id for hit in draft.hits[:1] for fact in hit.sentence.facts}
    chosen = draft.settled or draft.lead == "mistaken" or bool(first & draft.pinned)
    return bool(draft.hits) and chosen


def judge(result: PartResult) -> PartResult:
    """Set the outcome, and whom to ask, of a draft that should not be shown."""
    found, draft = result.found, result.draft
    ask, confidence, limits = draft.ask, result.confidence, policy("decline")
    if is_refused(refusal_features(ask, found, result.reading)):
        result.outcome = Outcome.REFUSED
        refuse = nearest_signpost(found, "refuse")
        if refuse is not None and refuse.similarity >= limits["signpost_at"]:
            result.ask_instead, result.topic = refuse.ask, refuse.topic
        return result
    if draft.hits and re.search(limits["gap"], draft.hits[0].sentence.text, re.I):
        result.outcome = Outcome.NOT_IN_GUIDANCE
        return result
    if draft.hits and (draft.settled or draft.lead == "mistaken"):
        return result
    unknown = () if ask.query.npqs else find_unknown_npqs(ask.text)
    if unknown:
        result.outcome = Outcome.NOT_IN_GUIDANCE
        result.ask_instead = str(limits["unknown_npq"]).format(name=unknown[0])
        return result
    named = next((topic for topic in topics() if _names(topic, ask, draft)), None)
    if named is not None:
        outside = named.scope is Scope.OUTSIDE
        result.outcome = Outcome.OUT_OF_SCOPE if outside else Outcome.NOT_IN_GUIDANCE
        result.ask_instead, result.topic = _whom(named.ask, ask), named.topic
        return result
    npq_named = bool(ask.query.npqs) or "npq" in ask.text.lower()
    post = nearest_not_held(found)
    certain = (
        post is not None
        and post.similarity >= limits["certain_at"]
        and beyond(found) >= limits["certain_margin"]
    )
    unrelated = (
        draft.decision is None
        and not npq_named
        and len(ask.asked.split()) <= limits["unrelated_words"]
        and _relevance(found) < limits["unrelated_below"]
    )
    if (
        draft.hits
        and not unrelated
        and (
            _publisher_tells(draft)
            or (
                (
                    confidence >= fitted()["decline_below"]
                    or _always_answered(ask, draft)
                    or _plainly_held(found, draft)
                )
                and not certain
                and not _lacks_detail(ask, draft)
            )
        )
    ):
        return result
    near = post is not None and post.similarity >= limits["signpost_at"]
    outside = post is not None and post.scope == "outside" and (near or not npq_named)
    if outside and post is not None and ask.follows and post.similarity < limits["certain_at"]:
        near = outside = False  # what is said after a question about NPQs is about NPQs
    if near and post is not None:
        result.ask_instead, result.topic = _whom(post.ask, ask), post.topic
    result.outcome = Outcome.OUT_OF_SCOPE if outside or unrelated else Outcome.NOT_IN_GUIDANCE
    return result


def _whom(told: str, ask: Ask) -> str:
    """Return whom to ask: a provider that the question does not name is nobody's own."""
    limits = policy("decline")
    others = (called for name, called in limits["providers"].items() if name in told)
    meant = [*providers_in(told), *others]
    unnamed = meant and not re.search("|".join(meant), f"{ask.text} {ask.message}", re.I)
    return str(limits["any_provider"]) if unnamed else told


def _plainly_held(found: SearchResult, draft: Draft) -> bool:
    """Say whether the first sentence is asked for nearly so, and no topic not held is as near."""
    held = policy("decline")["plainly_held"]
    near = draft.hits[0].asked_similarity >= held["asked"]
    return near and beyond(found) <= -float(held["margin"])


def _always_answered(ask: Ask, draft: Draft) -> bool:
    """Say whether the policy knows what is shown for an answer, however unsure the model is."""
    told = {fact.id for hit in draft.hits for fact in hit.sentence.facts}
    return bool(told & draft.pinned) or any(
        re.search(each["asks"], ask.asked, re.I)
        and not re.search(each["unless"], ask.asked, re.I)
        and told & set(each["facts"])
        for each in policy("decline")["always_answered_by"]
    )


def _publisher_tells(draft: Draft) -> bool:
    """Say whether the question names the publisher of an added page that tells enough of it.

    A sentence about the NPQ asked about that holds what is asked for, a sum say, is enough.
    """
    features = draft.hits[0].features
    if not features.get("publisher_named"):
        return False
    typed = bool(features["npq_same"]) and not features["untyped"]
    return typed or bool(features["coverage"] >= policy("decline")["publisher_tells"])


def _relevance(found: SearchResult) -> float:
    """Return how near the question as typed comes to any sentence or predicted question."""
    names = ("sentence", "question")
    return max((h.features.get(n, 0.0) for h in found.hits[:10] for n in names), default=0.0)


def _names(topic: Topic, ask: Ask, draft: Draft) -> bool:
    """Say whether a question names a topic not held that no chosen sentence names."""
    if topic.pattern is None or not re.search(topic.pattern, ask.asked, re.I):
        return False
    return not any(re.search(topic.pattern, hit.sentence.text, re.I) for hit in draft.hits[:2])


def _lacks_detail(ask: Ask, draft: Draft) -> bool:
    """Say whether a question wants a deadline, a place, a later year that no sentence has."""
    evidence = " ".join(hit.sentence.text for hit in draft.hits)
    standing = ["counted", "every_year"] if ask.yes_no else ["counted"]
    first = draft.hits[0].sentence.text
    holds = any(re.search(policy("decline")[name], first, re.I) for name in standing)
    if not holds and _of_later(ask) - find_years(evidence):
        return True
    asked = " ".join(re.findall(r"[^.!?\n]+\?", ask.asked)) or ask.asked
    return any(
        re.search(asks, asked, re.I) and not re.search(has, evidence, re.I)
        for asks, has in policy("decline")["details"]
    )


def _of_later(ask: Ask) -> set[int]:
    """Return the years to come of which a question asks what changes every year.

    An academic year that has begun is not to come; a rule without an end holds "by 2028" too.
    """
    asked = without_school_years(ask.query.text, ask.query.as_of)
    later = {year for year in find_years(asked) if year > ask.query.as_of.year}
    changes = ask.about_funding or bool(ask.query.intakes)
    return later if changes or re.search(policy("decline")["yearly"], ask.asked, re.I) else set()
