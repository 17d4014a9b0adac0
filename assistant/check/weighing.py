"""How likely a statement says more, less or other than its evidence: rules and model, weighed.

A rule that knows few wordings loses right statements, and a model that knows many lets wrong ones
pass; what both find is weighed by a logistic regression (`evals/fit_weighing.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.check.doubting import Doubts
from assistant.check.reading import comparable, share_told
from assistant.records import fitted_numbers
from index.embedding import Vectors

SIGNS = ("doubt", "next_doubt", "mean_doubt", "problem", "untold", "problem_untold")
_LEAST = 1e-4


def weights() -> dict[str, Any]:
    """Return the weights of the signs, and from which chance on a statement is not shown."""
    return fitted_numbers("check_weights")


def signs_of(
    text: str, evidence: Sequence[str], problems: Sequence[str], doubted: Doubts
) -> Vectors:
    """Return what speaks against a statement, shape (6,), in the order of `SIGNS`.

    The log-odds of the two most doubted words and the mean of all; whether a rule found a
    problem; the share of words that the evidence has in no form; the last two multiplied, since
    rules know least of what is worded freely.
    """
    chances = np.clip(np.sort(doubted.chances)[::-1], _LEAST, 1 - _LEAST).astype(float)
    odds = np.log(chances) - np.log1p(-chances)
    most, following = (*odds[:2], *odds[:1], 0.0, 0.0)[:2]
    found = float(bool(problems))
    untold = 1.0 - share_told(comparable(text), comparable(" ".join(evidence)))
    mean = float(odds.mean()) if len(odds) else 0.0
    return np.array([most, following, mean, found, untold, found * untold])


def chance_wrong(signs: Vectors) -> float:
    """Return how likely a statement is wrong, 0 to 1."""
    fitted = weights()
    odds = float(np.dot(signs, [fitted["weights"][name] for name in SIGNS])) + fitted["bias"]
    return float(1 / (1 + np.exp(-odds)))
