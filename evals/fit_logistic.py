"""Fit the logistic models: is a question answerable, does a further sentence belong."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

Row = dict[str, float]
STRENGTH = 0.2  # inverse of the L2 penalty


def fit(rows: list[Row], labels: list[int], weights: list[float]) -> tuple[dict[str, Any], Any]:
    """Return the model as data, and each row's probability from folds that left it out.

    The penalty is on standardised inputs; the weights returned are for inputs as they are.
    """
    names = sorted(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y, w = np.array(labels), np.array(weights)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    x = (x - mean) / spread
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    chances = cross_val_predict(
        model, x, y, cv=10, method="predict_proba", params={"sample_weight": w}
    )[:, 1]
    model.fit(x, y, sample_weight=w)
    raw = model.coef_[0] / spread
    data = {
        "intercept": round(float(model.intercept_[0] - raw @ mean), 4),
        "weights": {n: round(float(c), 4) for n, c in zip(names, raw, strict=True)},
        "auroc": round(float(roc_auc_score(y, chances)), 4),
    }
    return data, chances
