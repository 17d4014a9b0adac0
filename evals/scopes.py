"""Fit what sort of question it looks like, from predicted questions and topics not held."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from corpus.asked import Asked
from corpus.signposts import Scope, Topic
from index.embedding import MiniLM
from index.npqs import spelled_out
from index.scopes import HELD, ScopeModel

STRENGTH = 10.0  # inverse of the L2 penalty
RARE = {Scope.OUTSIDE.value: 2.0, Scope.REFUSE.value: 2.0}  # weight of sorts with few examples


def train_scopes(asked: Sequence[Asked], topics: Sequence[Topic], model: MiniLM) -> ScopeModel:
    """Return the model fitted on what a fold may see; "live" counts as "unknown"."""
    texts, labels = [question.text for question in asked], [HELD] * len(asked)
    for topic in topics:
        scope = Scope.UNKNOWN if topic.scope is Scope.LIVE else topic.scope
        texts += topic.examples
        labels += [scope.value] * len(topic.examples)
    return fit_sorts(texts, labels, model, RARE)


def fit_sorts(
    texts: Sequence[str],
    labels: Sequence[str],
    model: MiniLM,
    weights: dict[str, float] | None = None,
) -> ScopeModel:
    """Fit sorts of text from their vectors alone; `weights` are those of the sorts, 1 if None."""
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight=weights)
    fitted.fit(model.encode([spelled_out(text) for text in texts]), labels)
    rows, bias = fitted.coef_.astype(np.float32), fitted.intercept_.astype(np.float32)
    if len(fitted.classes_) == 2:
        rows, bias = np.concatenate([0 * rows, rows]), np.concatenate([0 * bias, bias])
    return ScopeModel(tuple(str(name) for name in fitted.classes_), rows, bias)
