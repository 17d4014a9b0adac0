"""What goes beside the chosen sentences: figures and times that are named, the rule of today."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import policy
from assistant.understand import Ask
from corpus.records import Standing
from index.opened import OpenIndex
from index.records import Hit
from index.retrieval import hit_for_fact, hits_for_facts
from index.terms import find_intakes, find_measures, find_years

PAST = (Standing.SUPERSEDED, Standing.HISTORICAL, Standing.CLOSED)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIDE_BY_SIDE = re.compile(
    rf"{_YEAR.pattern}.{{0,40}}\b(?:and|or|vs|versus|against|than|to|compared|between)\b"
    rf".{{0,40}}{_YEAR.pattern}",
    re.I,
)
_MONEY = re.compile(r"\b(?:how much|cost|costs|price|prices|fees?|charge[sd]?|expensive)\b", re.I)


def completing(ask: Ask, chosen: Sequence[Hit], ranked: Sequence[Hit]) -> list[Hit]:
    """Add what a question names or wants and no chosen sentence holds: a price, figures, times.

    A figure in the question is often an old one ("the six NPQs"): the sentence that has it
    tells when it was true.
    """
    depth, most = policy("writing")["complete_from"], policy("writing")["complete_with"]
    near = [hit for hit in ranked[:depth] if hit.claim not in {h.claim for h in chosen}]
    added: list[Hit] = []
    if _MONEY.search(ask.asked) and ask.query.npqs:
        added += _priced(chosen, near)[:most]
    told = frozenset().union(*(find_measures(hit.sentence.text) for hit in chosen))
    missing = find_measures(ask.message if len(ask.message.split()) <= 40 else ask.asked) - told
    for hit in near:
        shared = missing & find_measures(hit.sentence.text)
        if shared and hit not in added and len(added) < most:
            added.append(hit)
            missing -= shared
    return added + _of_each_time(ask, [*chosen, *added], near)


def _priced(chosen: Sequence[Hit], near: Sequence[Hit]) -> list[Hit]:
    """Return what tells a sum: of today if that is not told yet, else of before if none is."""
    told = [hit for hit in chosen if "£" in hit.sentence.text]
    priced = [hit for hit in near if "£" in hit.sentence.text]
    now = [hit for hit in priced if hit.standing not in PAST]
    if now and all(hit.standing in PAST for hit in told):
        return now
    return [] if told else priced


def _of_each_time(ask: Ask, chosen: Sequence[Hit], near: Sequence[Hit]) -> list[Hit]:
    """Add what tells of each time that a question sets side by side: "autumn 2024 or 2025?"."""
    wanted = find_intakes(ask.asked)
    if len(wanted) < 2 and _SIDE_BY_SIDE.search(ask.asked):
        wanted = frozenset(_YEAR.findall(ask.asked))
    if len(wanted) < 2:
        return []
    added: list[Hit] = []
    for time in sorted(wanted):
        if not any(time in _times(hit.sentence.text) for hit in (*chosen, *added)):
            added += [hit for hit in near if time in _times(hit.sentence.text)][:1]
    return added[: policy("writing")["complete_with"]]


def _times(text: str) -> frozenset[str]:
    return find_intakes(text) | {str(year) for year in find_years(text)}


def with_companions(ask: Ask, chosen: list[Hit], index: OpenIndex) -> list[Hit]:
    """Tell with a proposal what became of its consultation."""
    if not any(hit.standing is Standing.PROPOSAL for hit in chosen):
        return chosen
    told = {hit.claim for hit in chosen}
    facts = hits_for_facts(index, list(policy("writing")["with_proposals"]), ask.query)
    return chosen + [hit for hit in facts if hit.claim not in told]


def with_current(ask: Ask, chosen: list[Hit], index: OpenIndex) -> list[Hit]:
    """Put what holds today before each past claim that it replaced.

    Where only the past is asked about, the notice of change tells it instead.
    """
    if only_past(ask):
        return chosen
    out: list[Hit] = []
    for hit in chosen:
        if hit.standing in PAST:
            newer = _successor(hit, ask, index)
            if newer is not None and newer.claim not in {h.claim for h in (*out, *chosen)}:
                out += [hit, newer] if ask.query.about_past else [newer, hit]
                continue
        out.append(hit)
    return out


def only_past(ask: Ask) -> bool:
    """Say whether a question is about an earlier time and asks nothing of today."""
    wording = policy("writing")
    past = ask.query.about_past and re.search(wording["was"], ask.asked, re.I) is not None
    return past and re.search(wording["now"], ask.asked, re.I) is None


def _successor(hit: Hit, ask: Ask, index: OpenIndex) -> Hit | None:
    """Follow `superseded_by` from a past claim to the one that holds today."""
    for fact in hit.sentence.facts:
        seen = {fact.id}
        following = fact.superseded_by
        while following and following not in seen:
            seen.add(following)
            newer = hit_for_fact(index, following, ask.query)
            if newer is not None and newer.standing not in PAST:
                return newer
            found = index.facts.get(following)
            following = found.superseded_by if found else None
    return None


def what_holds_now(ask: Ask, chosen: Sequence[Hit], ranked: Sequence[Hit]) -> list[Hit]:
    """Add the best current claim where all that was chosen is past and today is asked about."""
    if ask.query.about_past or not chosen or any(hit.standing not in PAST for hit in chosen):
        return []
    least = ranked[0].score - policy("writing")["today_margin"] if ranked else 0.0
    now = (hit for hit in ranked if hit.standing is Standing.CURRENT and hit.score >= least)
    return list(now)[:1]


def older_versions(
    ask: Ask, chosen: list[Hit], ranked: Sequence[Hit], index: OpenIndex
) -> list[Hit]:
    """Find the version of a chosen claim that held before, where the question is near to it."""
    if not ranked or any(hit.standing in PAST for hit in chosen) or _only_now(ask):
        return []
    least = ranked[0].score - policy("writing")["history_margin"]
    claims = {hit.claim for hit in chosen}
    for hit in ranked:
        if hit.score < least:
            break
        if hit.standing in PAST and hit.claim not in claims:
            newer = _successor(hit, ask, index)
            if newer is not None and newer.claim in claims:
                return [hit]
    return []


def _only_now(ask: Ask) -> bool:
    """Say whether a question asks for the state of today and of nothing before it."""
    wording = policy("writing")
    if re.search(wording["change"], ask.asked, re.I):
        return False
    return re.search(wording["today"], ask.asked, re.I) is not None
