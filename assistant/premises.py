"""What a question takes for granted, and the sentence of the guidance that says otherwise."""

from __future__ import annotations

import re
from functools import cache

from assistant.funding import decide
from assistant.records import policy
from assistant.understand import Ask, claim_as_ask
from assistant.verdict import verdict
from assistant.voluntary import decide_voluntary
from corpus.records import Standing
from index.npqs import find_npqs
from index.opened import OpenIndex
from index.records import Hit
from index.retrieval import hit_for_fact, search


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(policy("premises")[name], re.I)


def taken_for_granted(ask: Ask) -> str | None:
    """Return the clause that a question rests on: "NPQs were scrapped" before "what now?".

    Only what is said of NPQs in general; what a person says of themselves is theirs to know.
    """
    text = " ".join(ask.message.split())
    for name in ("reason", "before"):
        match = _pattern(name).search(text)
        if match is None:
            continue
        claim = match["claim"].strip(" ,;:-")
        general = find_npqs(claim) or _pattern("general").search(claim)
        if general and not _pattern("personal").search(claim) and "?" not in claim:
            return claim
    return None


def contradicted(ask: Ask, index: OpenIndex) -> Hit | None:
    """Return a sentence of today that denies what a question takes for granted, if one does."""
    claim = None if ask.yes_no else taken_for_granted(ask)
    if claim is None or _pattern("negative").search(claim):
        return None
    put = claim_as_ask(_pattern("when").sub(" ", claim).strip(), ask.query.as_of)
    decision = decide(put) or decide_voluntary(put)
    if decision is not None and decision.verdict in ("not_funded", "not_all", "no"):
        return hit_for_fact(index, decision.facts[0], put.query)
    found = search(index, put.query)
    near = [hit for hit in found.hits[: policy("premises")["read"]] if _today(hit)]
    told = [(hit, verdict(put, [hit, *near], found.asked)) for hit in near]
    if any(said == "yes" for _, said in told):
        return None
    return next((hit for hit, said in told if said == "no"), None)


def _today(hit: Hit) -> bool:
    near = hit.asked_similarity >= policy("premises")["near"]
    return hit.standing is Standing.CURRENT and near
