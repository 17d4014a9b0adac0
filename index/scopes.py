"""What sort of question it looks like: held by the corpus or not, and what it is about."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.embedding import Vectors

HELD = "held"
ENOUGH = "enough"  # a message that says enough, among the topics to ask back on
NEVER = "never"  # what is never done, among requests


class ScopeModel(NamedTuple):
    """Multinomial logistic regression on question vectors.

    Fitted by `evals/scopes.py` and `evals/fit_intent.py`. `weights` has shape (scopes, 384)
    and `bias` (scopes,).
    """

    names: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    def chances(self, vector: Vectors) -> dict[str, float]:
        """Return the probability of each scope for a unit vector, shape (384,)."""
        scores = self.weights @ vector + self.bias
        powers = np.exp(scores - scores.max())
        return dict(zip(self.names, (powers / powers.sum()).tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write the model as `_shipped` reads it."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )


def shipped_scopes() -> ScopeModel:
    """Return the model that tells what is held by the corpus from what is not."""
    return _shipped("scopes")


def shipped_topics() -> ScopeModel:
    """Return the model that tells whether a message says enough, or on what it says too little."""
    return _shipped("topics")


def shipped_requests() -> ScopeModel:
    """Return the model that tells what is never done from what only sounds like it."""
    return _shipped("requests")


@cache
def _shipped(name: str) -> ScopeModel:
    with np.load(Path(__file__).with_name(f"{name}.npz"), allow_pickle=False) as stored:
        return ScopeModel(
            tuple(str(name) for name in stored["names"]),
            stored["weights"].astype(np.float32),
            stored["bias"].astype(np.float32),
        )
