"""Fit the weights that rank sentences.

Listwise: the softmax of the scores of a question's candidates is pulled towards those
that tell its facts (Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise
Approach"), with an L2 pull to hand-set starting weights.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.records import Hit

DEPTH = 60
PULL = 0.01
START = {
    "sentence": 2.0, "sentence_wide": 2.0, "question": 2.5, "question_wide": 2.5, "bm25": 2.0,
    "coverage": 1.0, "npq_same": 0.5, "npq_other": -2.0, "old_for_today": -1.0,
    "proposal_unasked": -1.5, "year_same": 1.0,
}  # fmt: skip


class Listing(NamedTuple):
    """The candidates of one question: features (n, f), and 1 for those that tell its facts."""

    features: NDArray[np.float64]
    wanted: NDArray[np.float64]
    weight: float


def listing(hits: tuple[Hit, ...], facts: set[str], weight: float) -> Listing | None:
    """Return the listing of a search, or None if nothing wanted was found."""
    rows = hits[:DEPTH]
    wanted = np.array([float(any(f.id in facts for f in hit.sentence.facts)) for hit in rows])
    if not wanted.any():
        return None
    return Listing(np.array([list(hit.features.values()) for hit in rows]), wanted, weight)


def fit(names: list[str], data: list[Listing]) -> dict[str, float]:
    """Return one weight a feature."""
    start = np.array([START.get(name, 0.0) for name in names])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope, count = 0.0, np.zeros_like(weights), 0.0
        for features, wanted, weight in data:
            scores = features @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            target = wanted / wanted.sum()
            total -= weight * float((target * np.log(chances + 1e-12)).sum())
            slope -= weight * features.T @ (target - chances)
            count += weight
        away = weights - start
        return total / count + PULL * float(away @ away) / 2, slope / count + PULL * away

    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 3) for name, weight in zip(names, found, strict=True)}


def measure(weights: dict[str, float], data: list[Listing]) -> dict[str, float]:
    """Return how often the best is wanted, and the share of the wanted in the best five."""
    vector = np.array(list(weights.values()))
    first, recall = [], []
    for features, wanted, _ in data:
        order = np.argsort(-(features @ vector))
        first.append(wanted[order[0]])
        recall.append(wanted[order[:5]].sum() / min(wanted.sum(), 5))
    return {
        "best_is_wanted": round(float(np.mean(first)), 3),
        "recall_at_5": round(float(np.mean(recall)), 3),
    }
