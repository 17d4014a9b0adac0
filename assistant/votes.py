"""Yes or no by what predicted questions of the same fact are answered with."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.question_kinds import (
    Kind,
    YesNo,
    figures,
    funds,
    kind_of,
    last_question,
    narrowed_to,
    places,
    sort_of,
    turns,
)
from assistant.records import policy
from assistant.understand import Ask
from assistant.wordings import by_wording, unlikely
from corpus.asked import Asked, predicted_questions
from index.npqs import find_npqs, without_npqs
from index.records import AskedMatch, Hit
from index.terms import find_years, guidance_words, stems


def voted(ask: Ask, chosen: Sequence[Hit], matches: Iterable[AskedMatch]) -> YesNo | None:
    """Return the answer of the near predicted questions, or None if they do not agree.

    One that asks the opposite ("optional" for "compulsory", a stray "not") has no vote.
    """
    settings = policy("verdict")
    least = settings["least_similarity_past" if ask.query.about_past else "least_similarity"]
    facts = [fact.id for fact in chosen[0].sentence.facts]
    rank = {fact: number for number, fact in reversed(list(enumerate(facts)))}
    against = unlikely(ask, chosen[0].sentence.text)
    doubtful = unlikely(ask, chosen[0].sentence.text, plainly=True)
    votes = {"yes": 0.0, "no": 0.0}
    for match in matches:
        if match.answer is None or match.fact not in rank:
            continue
        if match.similarity < least or not same_subject(ask, match):
            continue
        far = match.similarity < settings["hardly"] and match.answer == doubtful
        if match.similarity < settings["surely"] and (
            far or not _shares_words(ask, match) or match.answer == against
        ):
            continue
        weight = (match.similarity - settings["floor"]) ** settings["power"]
        weight *= settings["rank_decay"] ** rank[match.fact]
        if kind_of(ask.asked) == kind_of(match.text):
            votes[match.answer] += weight
    total = votes["yes"] + votes["no"]
    if not total:
        return by_wording(ask, chosen[0])
    best: YesNo = "yes" if votes["yes"] >= votes["no"] else "no"
    strong = votes[best] / total >= settings["least_share"] and total >= settings["least_weight"]
    return best if strong else None


def usual(ask: Ask, hit: Hit, matches: Sequence[AskedMatch]) -> YesNo | None:
    """Return what a fact answers to most questions of this kind, if it is near to this one.

    The nearest of them that was found must not say otherwise.
    """
    settings = policy("verdict")["usual"]
    facts, kind = [fact.id for fact in hit.sentence.facts], kind_of(ask.asked)
    own = [match for match in matches if match.fact in facts]
    fair = [match for match in own if not _of_another_case(ask, match.text)]
    near = max((m.similarity for m in fair), default=0.0) if own else hit.asked_similarity
    if near < settings["near"] or figures(ask.asked) - figures(hit.sentence.text):
        return None
    counts = _answers(ask, facts, kind)
    total = counts.total()
    if not total or (total == 1 and near < settings["near_if_one"]):
        return None
    best, count = counts.most_common(1)[0]
    alike = (match.answer for match in fair if match.answer and kind_of(match.text) == kind)
    nearest = next(alike, None)
    _, _, past = kind
    if past and nearest is None:
        return None
    share = settings["share"] if nearest else settings["share_unseen"]
    likely = best != unlikely(ask, hit.sentence.text, plainly=True)
    return best if likely and nearest in (best, None) and count >= share * total else None


def same_subject(ask: Ask, match: AskedMatch) -> bool:
    """Do not let a question about one NPQ vote on another, or one figure on another."""
    named = find_npqs(match.text)
    if ask.query.npqs and named and not ask.query.npqs & named:
        return False
    if places(ask.asked) - places(match.text) or funds(ask.asked) != funds(match.text):
        return False
    if match.similarity < policy("verdict")["surely"] and _of_another_case(ask, match.text):
        return False
    ours, theirs = figures(ask.asked), figures(match.text)
    if ours and not ours & theirs:
        return False
    then, other = find_years(ask.asked), find_years(match.text)
    return not then or not other or bool(then & other)


@cache
def _predicted() -> dict[str, list[Asked]]:
    """Return the predicted questions that a fact answers with yes or no, by fact."""
    out: dict[str, list[Asked]] = defaultdict(list)
    for asked in predicted_questions():
        if asked.answer is not None:
            out[asked.fact].append(asked)
    return out


def _answers(ask: Ask, facts: Sequence[str], kind: Kind) -> Counter[YesNo]:
    """Return how often some facts answer yes and no to predicted questions of a kind."""
    about = (asked for fact in facts for asked in _predicted().get(fact, ()))
    alike = (a for a in about if kind_of(a.text) == kind and not _of_another_case(ask, a.text))
    return Counter(asked.answer for asked in alike if asked.answer is not None)


def _of_another_case(ask: Ask, predicted: str) -> bool:
    """Say whether a predicted question names a school or place that the message does not.

    Or a loss, a failure or the like that only one of the two has; and of what somebody has to do,
    that they have not done something.
    """
    said = f"{ask.message} {ask.asked}"
    turn_alike = turns(ask.asked) <= turns(predicted) <= turns(said)
    lacking = policy("verdict")["lacking"]
    lack_alike = sort_of(ask.asked) != "obligation" or (
        bool(re.search(lacking, said, re.I)) == bool(re.search(lacking, predicted, re.I))
    )
    return not (turn_alike and lack_alike) or not narrowed_to(predicted) <= set(stems(said))


def _shares_words(ask: Ask, match: AskedMatch) -> bool:
    """Say whether two questions share a word besides the names of NPQs."""
    common = set(stems(" ".join(policy("verdict")["common"])))
    asked = last_question(ask.asked)
    ours = f"{without_npqs(asked)} {guidance_words(asked)}"
    return bool((set(stems(ours)) - common) & set(stems(without_npqs(match.text))))
