"""The extractive writer: chooses and orders sentences of the corpus, writes none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from rapidfuzz import fuzz

from assistant.completing import (
    PAST,
    completing,
    older_versions,
    what_holds_now,
    with_companions,
    with_current,
)
from assistant.duty import decide_duty
from assistant.extras import belongs
from assistant.funding import Decision, Verdict, decide
from assistant.own import own_first
from assistant.permission import decide_permission, held_npqs
from assistant.premises import contradicted
from assistant.question_kinds import figures, is_choice, is_negative, last_question
from assistant.records import Record, policy
from assistant.suiting import decide_suiting
from assistant.understand import Ask
from assistant.verdict import asks_whether, settling_first, verdict
from assistant.voluntary import decide_voluntary
from corpus.records import Standing
from index.npqs import groups_named, groups_of, without_npqs
from index.opened import OpenIndex
from index.records import Hit, SearchResult
from index.retrieval import hits_for_facts
from index.terms import stems

Lead = Verdict | Literal["mistaken"]
_RULES = (decide_duty, decide_voluntary, decide, decide_permission, decide_suiting)


_SHORT = 25  # words of a message whose story counts beside what it asks last
_FEW = 4  # words of a question that asks nothing else: "who pays"


class Draft(Record):
    """What the writer chose for one question, best first, with yes or no where it is settled.

    `looked_up` holds the ids of sentences that were fetched by their fact, not by search, and
    `pinned` the facts that always go first in answer to such a question.
    """

    ask: Ask
    hits: tuple[Hit, ...]
    lead: Lead | None = None
    decision: Decision | None = None
    looked_up: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()

    @property
    def settled(self) -> bool:
        """Whether a rule says if its verdict is the yes or no that is asked for."""
        return self.decision is not None and self.decision.wanted is not None


def write(ask: Ask, found: SearchResult, index: OpenIndex, *, parts: int) -> Draft:
    """Choose the sentences that answer one question of a message of `parts` questions."""
    settings = policy("writing")
    decision = _decision(ask, found)
    pinned = pinned_facts(ask)
    decided = _facts((*pinned, *(decision.facts if decision else ())), ask, index)
    fitting = _typed_first(ask, [hit for hit in found.hits if fits(ask, hit)])
    ranked = settling_first(ask, own_first(ask, fitting, index), found.asked)
    most = settings["most"][min(parts, len(settings["most"])) - 1]
    most = len(decided) if decision and decided else most
    most = min(most, max(len(decided), settings["most_beside_pinned"])) if pinned else most
    gone = _asks_of_what_is_gone(ask, fitting)
    ranked = fitting if gone else ranked
    most = min(most, len(decided) + 1) if gone else most
    if ranked and ranked[0].features["publisher_named"]:
        most = min(most, settings["most_of_publisher"])
    chosen = list(decided)
    told = decision.wanted if decision else None
    settles = asks_whether(ask) if told is None else told
    beside = decided and told is None and not settles
    if beside and ranked and _fits_closely(ranked[0], decided):
        chosen = [ranked[0], *decided[:2]]
    chosen = _with_more(ask, chosen, ranked, most, looked_up=len(decided))
    chosen += completing(ask, chosen, ranked)
    chosen = with_companions(ask, chosen, index)
    chosen = with_current(ask, chosen, index)
    chosen += what_holds_now(ask, chosen, ranked)
    if decision is None or ask.query.about_past:
        chosen += older_versions(ask, chosen, ranked, index)
    leads = decided and settles
    if decision and decision.verdict in ("yes", "no"):
        leads = leads and not is_choice(ask.asked)
    if decision and decision.verdict == "depends":
        leads = leads and not _other_figures(ask, decided)
    lead: Lead | None = decision.verdict if decision and leads else None
    if lead is None and gone:
        lead = "no"
    chosen = _ordered(chosen, ask)
    chosen, lead = _led(ask, chosen, lead, found, index)
    return Draft(
        ask=ask,
        hits=tuple(chosen),
        lead=lead,
        decision=decision if decided else None,
        looked_up=frozenset(hit.sentence.id for hit in chosen if not hit.features),
        pinned=frozenset(pinned),
    )


def pinned_facts(ask: Ask) -> list[str]:
    """Return the facts that always go first: an NPQ that is gone, where to look a list up."""
    settings = policy("writing")
    wanted = (ask.query.npqs - held_npqs(ask.message)) or ask.query.npqs
    gone = [settings["gone"][npq] for npq in sorted(wanted) if npq in settings["gone"]]
    asked = last_question(ask.asked)
    texts = [asked, ask.asked] if len(ask.asked.split()) <= _SHORT else [asked]
    kind: list[str] = next(
        (
            each["facts"]
            for each in settings["pinned"]
            if _is_of(each.get("npqs"), ask)
            and any(re.search(each["asks"], text, re.I | re.S) for text in texts)
        ),
        [],
    )
    return [*gone, *kind]


def _is_of(npqs: Sequence[str] | None, ask: Ask) -> bool:
    """Say whether a question is of one of some NPQs; of none if there are none, of any if None."""
    named = ask.query.npqs
    return npqs is None or (bool(named & set(npqs)) if npqs else not named)


def _led(
    ask: Ask, chosen: list[Hit], lead: Lead | None, found: SearchResult, index: OpenIndex
) -> tuple[list[Hit], Lead | None]:
    """Return the sentences and what goes before the first: yes, no, or that a premise is wrong."""
    if ask.yes_no:
        return chosen, lead or verdict(ask, chosen, found.asked)
    denial = contradicted(ask, index)
    if denial is not None:
        return [denial, *(hit for hit in chosen if hit.claim != denial.claim)], "mistaken"
    return chosen, None if lead in ("funded", "eligible", "not_funded", "not_all") else lead


def _other_figures(ask: Ask, told: Sequence[Hit]) -> bool:
    """Say whether a question names a figure that no sentence has: "in their first seven years"."""
    asked = last_question(ask.asked)
    return bool(figures(asked) - figures(" ".join(hit.sentence.text for hit in told)))


def _typed_first(ask: Ask, ranked: list[Hit]) -> list[Hit]:
    """Put first, of nearly equal claims, one that holds what is asked for: a number, a sum.

    It must have a predicted question as near, or nearly where the question asks how much.
    """
    if not ranked or not ranked[0].features["untyped"]:
        return ranked
    best, settings = ranked[0], policy("writing")
    least = best.score - settings["typed_within"]
    how_much = re.match(settings["how_much"], ask.asked, re.I)
    nearest = best.asked_similarity - (settings["typed_nearly"] if how_much else 0.0)
    near = (h for h in ranked if h.score >= least and h.asked_similarity >= nearest)
    typed = next((hit for hit in near if not hit.features["untyped"]), None)
    return [typed, *(hit for hit in ranked if hit is not typed)] if typed else ranked


def _fits_closely(best: Hit, decided: Sequence[Hit]) -> bool:
    """Say whether the best passage answers more closely than what a funding rule told."""
    near = best.asked_similarity >= policy("writing")["fits_beside_rules"]
    return near and best.claim not in {hit.claim for hit in decided}


def _decision(ask: Ask, found: SearchResult) -> Decision | None:
    """Decide by rule, unless a generic rule meets a passage that fits the question closely.

    A question that asks only whether an NPQ is funded is what the generic rules are for; one
    that names the publisher of an added page is for that page.
    """
    decision = next(filter(None, (decides(ask) for decides in _RULES)), None)
    if found.hits and found.hits[0].features["publisher_named"]:
        return None
    if decision is None or not decision.generic or not found.asked or _only_funding(ask):
        return decision
    near = found.asked[0]
    closely = near.similarity >= policy("writing")["fits_closely"]
    return None if closely and near.fact not in decision.facts else decision


def _only_funding(ask: Ask) -> bool:
    """Say whether a question holds nothing but an NPQ, funding and today: "Is NPQH free now?"."""
    plain = set(stems(policy("writing")["only_funding"]))
    plainly = ask.yes_no or len(ask.asked.split()) <= _FEW
    return plainly and set(stems(without_npqs(ask.text))) <= plain


def _asks_of_what_is_gone(ask: Ask, ranked: Sequence[Hit]) -> bool:
    """Say whether a question is "is it still so?" and the best claim is that it was so."""
    asked = last_question(ask.asked)
    still = ask.yes_no and re.search(policy("writing")["still"], asked, re.I) is not None
    return still and not is_negative(asked) and bool(ranked) and ranked[0].standing in PAST


def _facts(fact_ids: Iterable[str], ask: Ask, index: OpenIndex) -> list[Hit]:
    return hits_for_facts(index, list(fact_ids), ask.query)


def _with_more(
    ask: Ask, chosen: Sequence[Hit], ranked: Sequence[Hit], most: int, *, looked_up: int
) -> list[Hit]:
    """Add what was found and belongs there, until there are so many sentences."""
    out = list(chosen)
    for hit in ranked:
        if len(out) >= most:
            break
        rank = len(out) - looked_up
        unwanted = redundant(hit, out) or (rank and not belongs(ask, ranked[0], hit, rank))
        if not unwanted and not (out and _of_one_unasked(ask, out[0], hit)):
            out.append(hit)
    return out


def _of_one_unasked(ask: Ask, best: Hit, hit: Hit) -> bool:
    """Say whether a further sentence tells only of one NPQ, in an answer about all of them."""
    alone = len(hit.sentence.npqs - {"EHCO"}) == 1 and not (ask.query.npqs or best.sentence.npqs)
    return alone and re.search(policy("writing")["each_by_name"], ask.asked, re.I) is None


def fits(ask: Ask, hit: Hit) -> bool:
    """Leave out sentences about other NPQs than those asked about, and unasked proposals."""
    named = hit.sentence.npqs
    if ask.query.npqs and named and not ask.query.npqs & named:
        return False
    groups = groups_of(ask.query.npqs) or groups_named(ask.text)
    theirs = groups_of(named) or groups_named(hit.sentence.text)
    if groups and theirs and not groups & theirs:
        return False
    return (
        hit.standing is not Standing.PROPOSAL
        or ask.query.about_proposals
        or not hit.features.get("proposal_unasked")
    )


def redundant(hit: Hit, chosen: Sequence[Hit]) -> bool:
    limit = policy("writing")["redundant"]
    return any(
        hit.claim == other.claim
        or fuzz.token_set_ratio(hit.sentence.text.lower(), other.sentence.text.lower()) >= limit
        for other in chosen
    )


def _ordered(chosen: Sequence[Hit], ask: Ask) -> list[Hit]:
    """Current claims first, unless the question is about an earlier time."""
    if ask.query.about_past and chosen and chosen[0].standing in PAST:
        return list(chosen)
    pinned = set(policy("writing")["gone"].values())
    return sorted(chosen, key=lambda hit: (hit.claim not in pinned, hit.standing in PAST))
