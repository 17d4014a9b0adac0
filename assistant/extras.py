"""Whether a further sentence belongs in an answer beside its best one."""

from __future__ import annotations

import math
import re
from typing import Any

from assistant.records import fitted_numbers
from assistant.understand import Ask
from corpus.records import Standing
from index.records import Hit

_BROAD = re.compile(
    r"\b(?:what are|options|how (?:do|does|can|should)|tell me|explain|list|involve|advise|"
    r"requirements?|differ\w*|which|everything|about|next steps?)\b",
    re.I,
)


def fitted() -> dict[str, Any]:
    """Two models with their thresholds, written by `evals/fit.py`."""
    return fitted_numbers("extras")


def features(ask: Ask, best: Hit, hit: Hit, rank: int) -> dict[str, float]:
    """Return the inputs of the model for a candidate of some rank below the best."""
    broad = float(_BROAD.search(ask.asked) is not None)
    gap = best.score - hit.score
    return {
        "gap": gap,
        "gap_broad": gap * broad,
        "broad": broad,
        "score": hit.score / 10.0,
        "rank": float(rank),
        "asked": hit.asked_similarity,
        "sentence": hit.features["sentence_wide"],
        "same_section": float(hit.passage.id == best.passage.id),
        "same_page": float(hit.passage.document_id == best.passage.document_id),
        "past": float(hit.standing is not Standing.CURRENT),
        "yes_no": float(ask.yes_no),
        "words": min(len(ask.asked.split()), 60) / 20.0,
    }


def belongs(ask: Ask, best: Hit, hit: Hit, rank: int) -> bool:
    """Say whether a candidate is likely enough to be wanted, and from a page that is."""
    values = features(ask, best, hit, rank)
    return all(_chance(model, values) >= model["from"] for model in fitted().values())


def _chance(model: dict[str, Any], values: dict[str, float]) -> float:
    total = model["intercept"] + sum(w * values[name] for name, w in model["weights"].items())
    return float(1.0 / (1.0 + math.exp(-total)))
