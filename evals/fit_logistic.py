"""Fit the two logistic models: is a question answerable, and is a further sentence wanted."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

Row = dict[str, float]


def fit(rows: list[Row], labels: list[int], weights: list[float]) -> tuple[dict[str, Any], Any]:
    """Return the model as data, and each row's probability from folds that left it out."""
    names = sorted(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y, w = np.array(labels), np.array(weights)
    model = LogisticRegression(C=1.0, max_iter=5000)
    chances = cross_val_predict(
        model, x, y, cv=10, method="predict_proba", params={"sample_weight": w}
    )[:, 1]
    model.fit(x, y, sample_weight=w)
    data = {
        "intercept": round(float(model.intercept_[0]), 4),
        "weights": {n: round(float(c), 4) for n, c in zip(names, model.coef_[0], strict=True)},
        "auroc": round(float(roc_auc_score(y, chances)), 4),
    }
    return data, chances
