"""Yes or no: said only where the evidence settles it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from assistant.check.reading import amounts_in
from assistant.check.values import Amount, amount_told
from assistant.question_kinds import (
    Kind,
    figures,
    funds,
    is_negative,
    kind_of,
    last_question,
    places,
    sort_of,
)
from assistant.records import policy
from assistant.understand import Ask
from corpus.asked import Asked, predicted_questions
from corpus.records import Standing
from index.records import AskedMatch, Hit
from index.terms import (
    find_npqs,
    find_years,
    guidance_words,
    stems,
    without_npqs,
)

_SHORT = 40  # words of a message that is all claim
YesNo = Literal["yes", "no"]


def asks_whether(ask: Ask) -> bool:
    """Say whether a funding verdict is the yes or no of a question.

    "Can I get it funded?" wants the verdict; "Is it only for ...?", "Do I have to pay?" and
    "Is a place guaranteed?" want something else.
    """
    if not ask.yes_no:
        return True
    settings = policy("verdict")
    other = re.search(settings["not_the_verdict"], last_question(ask.asked), re.I)
    plain = sort_of(last_question(ask.asked)) in ("plain", "permission")
    return plain and other is None and not is_negative(last_question(ask.asked))


def _may_be_led(ask: Ask, chosen: Sequence[Hit]) -> bool:
    """Say whether an answer may begin with yes or no: never where a proposal is told."""
    if not ask.yes_no or not chosen:
        return False
    if any(hit.standing is Standing.PROPOSAL for hit in chosen):
        return False
    return re.search(policy("verdict")["never_led"], ask.asked, re.I) is None


def verdict(ask: Ask, chosen: Sequence[Hit], matches: Iterable[AskedMatch]) -> YesNo | None:
    """Return yes or no for a yes/no question, or None where the evidence does not settle it.

    First a figure decides, the same or another one; then predicted questions of the first fact
    that are near vote with the answer they carry; then what most questions of this kind about
    the fact are answered with, and a plain "not" in the sentence. Whether something proposed
    was adopted is left unsaid.
    """
    if not _may_be_led(ask, chosen):
        return None
    matches = list(matches)
    said = _by_figure(ask, chosen) or _voted(ask, chosen, matches)
    said = said or _usual(ask, chosen[0], matches)
    if said == "yes" and (_other_year(ask, chosen) or _untold(ask, chosen[0])):
        return None
    return said or _denied(ask, chosen[0])


def _voted(ask: Ask, chosen: Sequence[Hit], matches: Iterable[AskedMatch]) -> YesNo | None:
    """Return the answer of the near predicted questions, or None if they do not agree.

    One that asks the opposite ("optional" for "compulsory", a stray "not") has no vote.
    """
    settings = policy("verdict")
    least = settings["least_similarity_past" if ask.query.about_past else "least_similarity"]
    facts = [fact.id for fact in chosen[0].sentence.facts]
    rank = {fact: number for number, fact in reversed(list(enumerate(facts)))}
    unlikely = _unlikely(ask, chosen[0].sentence.text)
    doubtful = _unlikely(ask, chosen[0].sentence.text, plainly=True)
    votes = {"yes": 0.0, "no": 0.0}
    for match in matches:
        if match.answer is None or match.fact not in rank:
            continue
        if match.similarity < least or not _same_subject(ask, match):
            continue
        far = match.similarity < settings["hardly"] and match.answer == doubtful
        if match.similarity < settings["surely"] and (
            far or not _shares_words(ask, match) or match.answer == unlikely
        ):
            continue
        weight = (match.similarity - settings["floor"]) ** settings["power"]
        weight *= settings["rank_decay"] ** rank[match.fact]
        if kind_of(ask.asked) == kind_of(match.text):
            votes[match.answer] += weight
    total = votes["yes"] + votes["no"]
    if not total:
        return _by_wording(ask, chosen[0])
    best: YesNo = "yes" if votes["yes"] >= votes["no"] else "no"
    strong = votes[best] / total >= settings["least_share"] and total >= settings["least_weight"]
    return best if strong else None


@cache
def _predicted() -> dict[str, list[Asked]]:
    """Return the predicted questions that a fact answers with yes or no, by fact."""
    out: dict[str, list[Asked]] = defaultdict(list)
    for asked in predicted_questions():
        if asked.answer is not None:
            out[asked.fact].append(asked)
    return out


def _answers(facts: Sequence[str], kind: Kind) -> Counter[YesNo]:
    """Return how often some facts answer yes and no to predicted questions of a kind."""
    alike = (a for fact in facts for a in _predicted().get(fact, ()) if kind_of(a.text) == kind)
    return Counter(asked.answer for asked in alike if asked.answer is not None)


def _usual(ask: Ask, hit: Hit, matches: Iterable[AskedMatch]) -> YesNo | None:
    """Return what a fact answers to most questions of this kind, if it is near to this one.

    The nearest of them that was found must not say otherwise.
    """
    settings = policy("verdict")["usual"]
    if hit.asked_similarity < settings["near"] or figures(ask.asked) - figures(hit.sentence.text):
        return None
    facts, kind = [fact.id for fact in hit.sentence.facts], kind_of(ask.asked)
    counts = _answers(facts, kind)
    total = counts.total()
    if not total or (total == 1 and hit.asked_similarity < settings["near_if_one"]):
        return None
    best, count = counts.most_common(1)[0]
    alike = (m for m in matches if m.answer and m.fact in facts and kind_of(m.text) == kind)
    nearest = next((match.answer for match in alike), None)
    _, _, past = kind
    if past and nearest is None:
        return None
    share = settings["share"] if nearest else settings["share_unseen"]
    likely = best != _unlikely(ask, hit.sentence.text, plainly=True)
    return best if likely and nearest in (best, None) and count >= share * total else None


def _denied(ask: Ask, hit: Hit) -> YesNo | None:
    """Return no where the sentence says plainly not."""
    settings, text = policy("verdict")["denied"], hit.sentence.text
    asked = _claimed(ask)
    if ask.query.about_past or is_negative(asked) or not _bears_on(hit):
        return None
    if re.search(settings["besides"], asked, re.I):
        return None
    plainly = re.search(settings["plainly"], text, re.I)
    free = sort_of(asked) == "permission" and re.search(settings["need_not"], text, re.I)
    return "no" if plainly and not free else None


def _bears_on(hit: Hit) -> bool:
    """Say whether a sentence holds today, is not of one source alone, and is near enough.

    One that a funding rule chose was not searched for: it is near.
    """
    settings = policy("verdict")["denied"]
    near = max(hit.asked_similarity, hit.features.get("coverage", 1.0))
    one = re.search(settings["one_source"], hit.sentence.text, re.I)
    return near >= settings["near"] and hit.standing is Standing.CURRENT and one is None


def _claimed(ask: Ask) -> str:
    """Return the last question, or all that was said where it only asks whether that is right."""
    asked = last_question(ask.asked)
    if re.search(policy("verdict")["confirms"], asked, re.I) is None:
        return asked
    return ask.message if len(ask.message.split()) <= _SHORT else ask.asked


def _by_figure(ask: Ask, chosen: Sequence[Hit]) -> YesNo | None:
    """Return no where the first sentence has another figure of the same thing, yes where the same.

    Another sentence of today about the same NPQ that tells the figure stops a no.
    """
    settings, asked, hit = policy("verdict")["denied"], _claimed(ask), chosen[0]
    if ask.query.about_past or is_negative(asked) or not _bears_on(hit):
        return None
    ours, told = _counted(asked), f"{asked} {hit.sentence.text}"
    if not ours or re.search(settings["bounded"], told, re.I) or not _of_one_thing(asked, hit):
        return None
    if not _untold(ask, hit):
        plain = sort_of(asked) == "plain" and not re.search(
            policy("verdict")["denies"], hit.sentence.text, re.I
        )
        return "yes" if plain else None
    first = re.search(settings["first"], asked, re.I)
    if sort_of(asked) == "permission" and not first:
        return None
    others = [each.sentence.text for each in chosen[1:] if _like(each, hit)]
    beside = [text for text in others if not first or re.search(settings["first"], text, re.I)]
    theirs = _counted(hit.sentence.text)
    if any(amount_told(amount, [*theirs, *_counted(" ".join(beside))]) for amount in ours):
        return None
    same = {_measures(a) for a in ours} & {_measures(a) for a in theirs}
    units = {a.unit for a in (*ours, *theirs)}
    return "no" if same and not {"week", "month"} <= units else None


def _of_one_thing(asked: str, hit: Hit) -> bool:
    """Say whether a sentence is about the NPQ and place of a question, and of money if it is."""
    text, named = hit.sentence.text, find_npqs(asked)
    fits = not named or not hit.sentence.npqs or bool(named & hit.sentence.npqs)
    return fits and not places(asked) - places(text) and (funds(text) or not funds(asked))


def _like(hit: Hit, other: Hit) -> bool:
    """Say whether a sentence holds today and is about the same NPQs as another."""
    return hit.standing is Standing.CURRENT and hit.sentence.npqs == other.sentence.npqs


def _untold(ask: Ask, hit: Hit) -> bool:
    """Say whether a question names a figure with its unit that the sentence does not tell."""
    told = _counted(hit.sentence.text)
    return any(not amount_told(amount, told) for amount in _counted(_claimed(ask)))


def _counted(text: str) -> list[Amount]:
    """Return the figures of a text that count something known."""
    return [amount for amount in amounts_in(text) if amount.unit not in ("", "th")]


def _measures(amount: Amount) -> str:
    """Return what a figure measures: weeks and months both measure how long a course is."""
    return "month" if amount.unit == "week" else amount.unit


def _other_year(ask: Ask, chosen: Sequence[Hit]) -> bool:
    """Say whether a question names an earlier year that no chosen sentence names."""
    years = {y for y in find_years(last_question(ask.asked)) if y < ask.query.as_of.year}
    return bool(years - find_years(" ".join(hit.sentence.text for hit in chosen)))


def _unlikely(ask: Ask, sentence: str, *, plainly: bool = False) -> YesNo | None:
    """Return the answer that a sentence speaks against: yes if it denies, no if it allows.

    `plainly`: one that denies nothing speaks against no as well.
    """
    settings = policy("verdict")
    if kind_of(ask.asked)[2]:
        return None
    allows = re.search(settings["allows"], sentence, re.I)
    if allows and sort_of(ask.asked) == "permission" and not is_negative(ask.asked):
        return "no"
    # "You do not have to be one" allows what is asked with "may I".
    told = re.sub(settings["denied"]["need_not"], " ", sentence, flags=re.I)
    if re.search(
        settings["denies"], told if sort_of(ask.asked) == "permission" else sentence, re.I
    ):
        return "yes"
    return "no" if plainly and not is_negative(ask.asked) else None


def settling_first(ask: Ask, ranked: list[Hit], matches: Sequence[AskedMatch]) -> list[Hit]:
    """Put first, of nearly equal claims, one that settles a yes/no question of this sort."""
    if not ask.yes_no or not ranked:
        return ranked
    settings = policy("verdict")
    settled = {
        match.fact
        for match in matches
        if match.answer
        and match.similarity >= settings["least_similarity"]
        and _same_subject(ask, match)
        and kind_of(match.text) == kind_of(ask.asked)
    }
    least = ranked[0].score - settings["settles_within"]
    for place, hit in enumerate(ranked):
        if hit.score < least:
            break
        if any(fact.id in settled for fact in hit.sentence.facts):
            return [hit, *ranked[:place], *ranked[place + 1 :]]
    return ranked


def _by_wording(ask: Ask, hit: Hit) -> YesNo | None:
    """Read the answer off the best sentence: "do not have to" for "do I have to"."""
    settings = policy("verdict")
    if (
        ask.query.about_past
        or is_negative(ask.asked)
        or hit.features.get("coverage", 0.0) < settings["least_coverage"]
    ):
        return None
    wording = settings["wording"].get(sort_of(ask.asked), {})
    text = hit.sentence.text
    if figures(ask.asked) - figures(text):
        return None
    if places(ask.asked) - places(text) or (funds(text) and not funds(ask.asked)):
        return None
    if re.search(wording.get("no", "(?!)"), text, re.I):
        return "no"
    if re.search(wording.get("yes", "(?!)"), text, re.I):
        return "yes"
    return None


def _shares_words(ask: Ask, match: AskedMatch) -> bool:
    """Say whether two questions share a word besides the names of NPQs."""
    common = set(stems(" ".join(policy("verdict")["common"])))
    asked = last_question(ask.asked)
    ours = f"{without_npqs(asked)} {guidance_words(asked)}"
    return bool((set(stems(ours)) - common) & set(stems(without_npqs(match.text))))


def _same_subject(ask: Ask, match: AskedMatch) -> bool:
    """Do not let a question about one NPQ vote on another, or one figure on another."""
    named = find_npqs(match.text)
    if ask.query.npqs and named and not ask.query.npqs & named:
        return False
    if places(ask.asked) - places(match.text) or funds(ask.asked) != funds(match.text):
        return False
    ours, theirs = figures(ask.asked), figures(match.text)
    if ours and not ours & theirs:
        return False
    then, other = find_years(ask.asked), find_years(match.text)
    return not then or not other or bool(then & other)
