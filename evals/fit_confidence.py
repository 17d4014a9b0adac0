"""`python -m evals.fit_confidence`: fit the confidence model and choose where to decline.

A logistic model of "the corpus answers this", fitted on predicted questions and topic
examples that the index of their fold has never seen, and on the training questions.
The threshold is read off the risk-coverage curve, out of fold: as high as it can be while
at most `DECLINED` of the answerable questions are declined.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from assistant.confidence import features
from assistant.guard import guard
from assistant.records import POLICY, Question
from assistant.understand import understand
from assistant.write import write
from corpus.settings import get_settings
from evals.folds import folds
from evals.judging import read_cases
from evals.measure import DATASETS
from index.embedding import MiniLM
from index.opened import IndexHandle, OpenIndex
from index.retrieval import search

DECLINED = 0.03
DAY = date(2026, 11, 22)
Row = dict[str, float]


def rows_of(question: Question, index: OpenIndex) -> Iterator[Row]:
    """Yield the features of each question of a message."""
    understood = understand(question, guard(question.text, max_chars=20000), index.speller)
    for ask in understood.asks:
        found = search(index, ask.query)
        yield features(ask, found, write(ask, found, index, parts=len(understood.asks)), index)


def gather() -> tuple[list[Row], list[int], list[float]]:
    """Return features, labels and weights: held-out questions, and the training file."""
    settings, model, rng = get_settings(), MiniLM(2), random.Random(0)
    rows: list[Row] = []
    labels: list[int] = []
    weights: list[float] = []

    def add(text: str, index: OpenIndex, label: int, weight: float, *history: str) -> None:
        question = Question(text=text, history=history, as_of=DAY)
        row = max(rows_of(question, index), key=lambda r: r["score"])
        rows.append(row)
        labels.append(label)
        weights.append(weight)

    with folds(settings, model) as each:
        for fold in each:
            index = fold.index.get()
            for asked in rng.sample(fold.asked, 160):
                add(asked.text, index, 1, 1.0)
            for topic, example in fold.topic_examples:
                if topic.scope != "refuse":
                    add(example, index, 0, 1.0)
            index.close()
    index = IndexHandle(settings.index_dir, model).get()
    for case in read_cases(DATASETS / "train.jsonl"):
        if case.expected in ("answer", "abstain"):
            add(case.question, index, int(case.expected == "answer"), 3.0, *case.history)
    return rows, labels, weights


def main() -> None:
    """Fit, choose the threshold, write `assistant/policy/confidence.json`."""
    rows, labels, weights = gather()
    names = sorted(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y, w = np.array(labels), np.array(weights)
    model = LogisticRegression(C=1.0, max_iter=5000)
    out_of_fold = cross_val_predict(
        model, x, y, cv=10, method="predict_proba", params={"sample_weight": w}
    )[:, 1]
    model.fit(x, y, sample_weight=w)
    threshold = float(np.quantile(out_of_fold[y == 1], DECLINED))
    caught = (out_of_fold[y == 0] < threshold).mean()
    lost = (out_of_fold[y == 1] < threshold).mean()
    report = {
        "intercept": round(float(model.intercept_[0]), 4),
        "weights": {n: round(float(c), 4) for n, c in zip(names, model.coef_[0], strict=True)},
        "decline_below": round(threshold, 4),
        "fitted_on": {"answerable": int(y.sum()), "not_answerable": int((1 - y).sum())},
        "cross_validated": {
            "auroc": round(float(roc_auc_score(y, out_of_fold)), 4),
            "not_answerable_declined": round(float(caught), 4),
            "answerable_declined": round(float(lost), 4),
        },
    }
    (POLICY / "confidence.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
