"""`python -m evals.fit_ranking`: fit the weights that rank sentences (`index/ranking.json`).

Listwise: the softmax of the scores of a question's candidates is pulled towards those
that tell its facts (Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise
Approach"), with an L2 pull to hand-set starting weights. Fitted on predicted questions
that the index of their fold has never seen and on the fitting files; the other files are
only reported.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import index.retrieval
from assistant.guard import guard
from assistant.records import Question
from assistant.understand import understand
from corpus.settings import get_settings
from evals.folds import folds
from evals.judging import read_cases
from evals.measure import DATASETS
from index.embedding import MiniLM
from index.opened import IndexHandle, OpenIndex
from index.retrieval import ranking_policy, search

FITTING = ("train", "fit_c", "fit_d")
REPORTED = ("test", "dev_written", "dev_real")
DAY = date(2026, 11, 22)
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


def listings(
    question: Question, facts: set[str], index: OpenIndex, weight: float
) -> Iterator[Listing]:
    """Search once for each part of a question, and mark what tells its facts."""
    guarded = guard(question.text, max_chars=20000)
    for ask in understand(question, guarded, index.speller).asks:
        hits = search(index, ask.query).hits[:DEPTH]
        wanted = np.array([float(any(f.id in facts for f in h.sentence.facts)) for h in hits])
        if wanted.any():
            rows = np.array([list(hit.features.values()) for hit in hits])
            yield Listing(rows, wanted, weight)


def gather() -> tuple[list[str], dict[str, list[Listing]]]:
    """Return feature names, and the listings of held-out questions and of every file."""
    settings, model, rng = get_settings(), MiniLM(2), random.Random(0)
    out: dict[str, list[Listing]] = {"held_out": []}
    with folds(settings, model) as each:
        for fold in each:
            index = fold.index.get()
            for asked in rng.sample(fold.asked, 200):
                question = Question(text=asked.text, as_of=DAY)
                out["held_out"] += listings(question, {asked.fact}, index, 1.0)
            index.close()
    index = IndexHandle(settings.index_dir, model).get()
    for name in (*FITTING, *REPORTED):
        out[name] = [
            listing
            for case in read_cases(DATASETS / f"{name}.jsonl")
            if case.expected == "answer" and case.fact_ids
            for listing in listings(
                Question(text=case.question, history=case.history, as_of=DAY),
                set(case.fact_ids),
                index,
                2.0,
            )
        ]
    first = search(index, understand(Question(text="NPQ", as_of=DAY), guard("NPQ", max_chars=99), index.speller).asks[0].query)  # fmt: skip
    return list(first.hits[0].features), out


def fit(names: list[str], data: list[Listing], pull: float = PULL) -> NDArray[np.float64]:
    """Return one weight a feature."""
    start = np.array([START.get(name, 0.0) for name in names])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope, count = 0.0, np.zeros_like(weights), 0.0
        for listing in data:
            scores = listing.features @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            target = listing.wanted / listing.wanted.sum()
            total -= listing.weight * float((target * np.log(chances + 1e-12)).sum())
            slope -= listing.weight * listing.features.T @ (target - chances)
            count += listing.weight
        away = weights - start
        return total / count + pull * float(away @ away) / 2, slope / count + pull * away

    result: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return result


def report(weights: NDArray[np.float64], data: list[Listing]) -> dict[str, float]:
    """Return how often the best is wanted, and the share of the wanted in the best five."""
    first, recall = [], []
    for listing in data:
        order = np.argsort(-(listing.features @ weights))
        first.append(listing.wanted[order[0]])
        recall.append(listing.wanted[order[:5]].sum() / min(listing.wanted.sum(), 5))
    return {"best_is_wanted": round(float(np.mean(first)), 3), "recall_at_5": round(float(np.mean(recall)), 3)}  # fmt: skip


def main() -> None:
    """Fit, report, and write the weights beside the source weights."""
    names, data = gather()
    fitting = [listing for name in ("held_out", *FITTING) for listing in data[name]]
    weights = fit(names, fitting)
    policy = ranking_policy() | {
        "weights": {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)},
        "fitted_on": ["held_out", *FITTING],
        "measured": {name: report(weights, data[name]) for name in data},
    }
    path = Path(index.retrieval.__file__).with_name("ranking.json")
    path.write_text(json.dumps(policy, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(policy, indent=1) + "\n")


if __name__ == "__main__":
    main()
