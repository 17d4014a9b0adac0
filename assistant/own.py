"""Which sentence goes first: what is told of the very NPQ, and what reads as the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.completing import PAST
from assistant.records import policy
from assistant.understand import Ask
from index.answer_types import lacks_type, wanted_types
from index.npqs import find_npqs, of_any_npq, spelled_out
from index.opened import OpenIndex
from index.reading import told
from index.records import Hit

if TYPE_CHECKING:
    from assistant.write import Draft


def own_first(ask: Ask, ranked: list[Hit], index: OpenIndex) -> list[Hit]:
    """Put first what names the NPQ asked about, or its group, if it answers about as well.

    Only where the best claim names no NPQ. All are read beside the question as it would be
    asked of any NPQ, so that the name alone wins nothing. What names the NPQ and holds the
    time, number or sum asked for need only read as an answer, the name counted half.
    """
    general = of_any_npq(ask.query.text)
    if not general or not ranked or ranked[0].sentence.npqs:
        return ranked
    limits = policy("writing")["own"]
    lowest = ranked[0].score - limits["within"]
    near = [hit for hit in ranked[1 : limits["depth"]] if hit.score >= lowest]
    kinds = ("npq_same", "npq_group") if not ranked[0].features["npq_group"] else ("npq_same",)
    tried = [hit for kind in kinds for hit in near if hit.features[kind]][: limits["most"]]
    if not tried:
        return ranked
    wants = wanted_types(ask.query.bare or ask.query.text)
    figures = [hit for hit in tried if _is_figure(hit, wants)]
    of_any = [(general, told(hit)) for hit in (ranked[0], *tried)]
    as_asked = [(spelled_out(ask.query.text), told(hit)) for hit in figures]
    best, *scores = map(float, index.reader.scores([*of_any, *as_asked]))
    named = {hit.claim: score for hit, score in zip(figures, scores[len(tried) :], strict=True)}
    # One that names the NPQ after all tells that it is an exception: its own rule is wanted.
    excepted = bool(find_npqs(ranked[0].sentence.text) & ask.query.npqs)
    least = 0.0 if excepted else max(best - limits["nearly"], 0.0)
    for hit, generally in zip(tried, scores, strict=False):
        if generally > least or (hit.claim in named and generally + named[hit.claim] > 0.0):
            return [hit, *(other for other in ranked if other is not hit)]
    return ranked


def read_first(draft: Draft, answers: Sequence[float]) -> Draft:
    """Put first what reads as the answer, where the first sentence found reads as none.

    `answers` are the log-odds of the first sentences (`index/reading.py`). What a rule or a yes
    or no put first stays.
    """
    limits, hits = policy("writing")["read"], draft.hits
    settled = draft.decision is not None or draft.lead is not None
    if settled or len(answers) < 2 or answers[0] > limits["none"] or not hits[0].features:
        return draft
    place = max(range(1, len(answers)), key=lambda number: answers[number])
    best = hits[place]
    surely = answers[place] >= limits["surely"] and bool(best.features)
    if not surely or best.standing in PAST or hits[0].score - best.score > limits["within"]:
        return draft
    order = (best, *hits[:place], *hits[place + 1 :])
    return draft.model_copy(update={"hits": order})


def _is_figure(hit: Hit, wants: tuple[int, ...]) -> bool:
    """Say whether a claim names the NPQ, holds what is asked for, and is in force."""
    fitting = bool(wants) and not lacks_type(wants, hit.sentence.text)
    return fitting and bool(hit.features["npq_same"]) and not hit.features["old_for_today"]
