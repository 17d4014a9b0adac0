"""What sort of question it looks like: held by the corpus, or one of the sorts that it is not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.embedding import Vectors

HELD = "held"


class ScopeModel(NamedTuple):
    """Multinomial logistic regression on question vectors, fitted by `evals/scopes.py`.

    `weights` has shape (scopes, 384) and `bias` (scopes,).
    """

    names: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    def chances(self, vector: Vectors) -> dict[str, float]:
        """Return the probability of each scope for a unit vector, shape (384,)."""
        scores = self.weights @ vector + self.bias
        powers = np.exp(scores - scores.max())
        return dict(zip(self.names, (powers / powers.sum()).tolist(), strict=True))


@cache
def shipped_scopes() -> ScopeModel:
    """Return the model beside this module."""
    with np.load(Path(__file__).with_name("scopes.npz"), allow_pickle=False) as stored:
        return ScopeModel(
            tuple(str(name) for name in stored["names"]),
            stored["weights"].astype(np.float32),
            stored["bias"].astype(np.float32),
        )
