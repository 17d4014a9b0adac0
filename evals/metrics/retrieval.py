"""Retrieval: how much of a ranking is relevant, and how much of what is relevant it finds.

A ranking is a list of sets, best first: what each item finds of the things wanted. An item
that finds anything is relevant. For documents each item finds itself at most; for passages
it finds the facts (nuggets) whose gold sentence it holds, so that recall counts facts told
and not copies of the same sentence.

Sources: TREC measures (Voorhees & Harman 2005); nDCG: Järvelin & Kekäläinen 2002; nugget
recall: TREC 2003 question answering; F-beta: van Rijsbergen 1979, after Sparck Jones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence, Set

Ranking = Sequence[Set[str]]


def precision_at(k: int, *, ranking: Ranking) -> float:
    """Return the relevant share of the first `k` items, or of as many as there are."""
    first = ranking[:k]
    return sum(bool(found) for found in first) / len(first) if first else 0.0


def recall_at(k: int, *, ranking: Ranking, wanted: Set[str]) -> float:
    """Return the share of what is wanted that the first `k` items find."""
    found = set().union(*ranking[:k])
    return len(found & wanted) / len(wanted)


def f_beta(precision: float, recall: float, *, beta: float) -> float:
    """Return the weighted harmonic mean; recall counts `beta` times as much as precision."""
    if precision + recall == 0:
        return 0.0
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def reciprocal_rank(*, ranking: Ranking) -> float:
    """Return 1 over the place of the first relevant item; 0 if there is none."""
    return next((1 / place for place, found in enumerate(ranking, start=1) if found), 0.0)


def ndcg_at(k: int, *, ranking: Ranking, wanted: Set[str]) -> float:
    """Return the discounted gain of the first `k` items over that of an ideal order.

    Gain is 1 for a relevant item. The ideal holds every relevant item of the ranking and one
    more for each wanted thing that the ranking never finds, since nobody can say how many
    passages a system could have found.
    """
    missing = wanted - set().union(*ranking)
    ideal = sum(bool(found) for found in ranking) + len(missing)
    gained = sum(
        1 / math.log2(place + 1) for place, found in enumerate(ranking[:k], start=1) if found
    )
    best = sum(1 / math.log2(place + 1) for place in range(1, min(k, ideal) + 1))
    return gained / best if best else 0.0


def hit_at(k: int, *, ranking: Ranking) -> float:
    """Return 1 if any of the first `k` items is relevant, else 0."""
    return float(any(ranking[:k]))


def retrieval_metrics(
    prefix: str, *, ranking: Ranking | None, wanted: Set[str], cutoffs: Sequence[int]
) -> dict[str, float | None]:
    """Return every retrieval metric under its name; None without a ranking or a wish."""
    out: dict[str, float | None] = {f"{prefix}_mrr": None}
    known = ranking is not None and bool(wanted)
    if ranking is not None and wanted:
        out[f"{prefix}_mrr"] = reciprocal_rank(ranking=ranking)
    for k in cutoffs:
        names = [f"{prefix}_{m}@{k}" for m in ("precision", "recall", "f1", "f2", "ndcg")]
        names.append(f"{prefix}_hit_rate@{k}")
        if not known or ranking is None:
            out |= dict.fromkeys(names)
            continue
        precision = precision_at(k, ranking=ranking)
        recall = recall_at(k, ranking=ranking, wanted=wanted)
        scores = [
            precision,
            recall,
            f_beta(precision, recall, beta=1),
            f_beta(precision, recall, beta=2),
            ndcg_at(k, ranking=ranking, wanted=wanted),
            hit_at(k, ranking=ranking),
        ]
        out |= dict(zip(names, scores, strict=True))
    return out
