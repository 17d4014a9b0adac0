"""What is told of the very NPQ, or of its group, before what is told of all."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import policy
from assistant.understand import Ask
from index.opened import OpenIndex
from index.reading import told
from index.records import Hit
from index.terms import find_npqs, of_any_npq


def own_first(ask: Ask, ranked: list[Hit], index: OpenIndex) -> list[Hit]:
    """Put first what names the NPQ asked about, or its group, if it answers about as well.

    Only where the best claim names no NPQ. All are read beside the question as it would be
    asked of any NPQ, so that the name alone wins nothing.
    """
    general = of_any_npq(ask.query.text)
    if not general or not ranked or ranked[0].sentence.npqs:
        return ranked
    limits = policy("writing")["own"]
    least = ranked[0].score - limits["within"]
    near = [hit for hit in ranked[1 : limits["depth"]] if hit.score >= least]
    kinds = ("npq_same", "npq_group") if not ranked[0].features["npq_group"] else ("npq_same",)
    tried = [hit for kind in kinds for hit in near if hit.features[kind]][: limits["most"]]
    if not tried:
        return ranked
    best, *others = index.reader.scores([(general, told(hit)) for hit in (ranked[0], *tried)])
    # One that names the NPQ after all tells that it is an exception: its own rule is wanted.
    excepted = bool(find_npqs(ranked[0].sentence.text) & ask.query.npqs)
    first = _first(tried, others, 0.0 if excepted else float(best) - limits["nearly"])
    return [first, *(hit for hit in ranked if hit is not first)] if first else ranked


def _first(tried: Sequence[Hit], scores: Sequence[float], least: float) -> Hit | None:
    """Return the first that reads as an answer, in log-odds above 0 and above the least."""
    return next(
        (hit for hit, score in zip(tried, scores, strict=True) if score > max(least, 0.0)), None
    )
