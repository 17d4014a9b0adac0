"""How likely it is that the corpus answers a question, and when to decline."""

from __future__ import annotations

import math
from typing import Any

from assistant.records import fitted_numbers, policy
from assistant.understand import Ask
from assistant.write import Draft
from index.answer_types import lacks_count, lacks_type, wanted_types
from index.opened import OpenIndex
from index.reading import BOUND, Reading
from index.records import SearchResult, Signpost
from index.terms import stems


def fitted() -> dict[str, Any]:
    """Weights and threshold, written by `evals/fit.py`."""
    return fitted_numbers("confidence")


def nearest_signpost(found: SearchResult, *scopes: str) -> Signpost | None:
    """Return the topic not held that is nearest to the question, among some scopes."""
    near = [post for post in found.signposts if not scopes or post.scope in scopes]
    return max(near, key=lambda post: post.similarity, default=None)


def nearest_not_held(found: SearchResult) -> Signpost | None:
    """Return the topic not held that is nearest, leaving out what is never done."""
    return nearest_signpost(found, "outside", "unknown", "live")


def features(
    ask: Ask, found: SearchResult, draft: Draft, index: OpenIndex, reading: Reading
) -> dict[str, float]:
    """Return the inputs of the confidence model; all between -1 and about 2 but what was read."""
    post = nearest_not_held(found)
    wanted = stems(ask.asked)
    rows = index.coverage_rows([hit.sentence.id for hit in draft.hits])
    evidence = " ".join(hit.sentence.text for hit in draft.hits)
    return {
        "answers": max(reading.answers, default=-BOUND),
        "answers_first": next(iter(reading.answers), -BOUND),
        "coverage": index.lexical.coverage(wanted, rows) if rows else 0.0,
        "decided": float(draft.decision is not None),
        "signpost": post.similarity if post else 0.0,
        "beyond": max(0.0, beyond(found)),
        "untyped": float(lacks_type(wanted_types(ask.asked), evidence)),
        "uncounted": float(lacks_count(ask.asked, evidence)),
    }


def beyond(found: SearchResult) -> float:
    """Return how much nearer the nearest topic not held is than all that is held."""
    post = nearest_not_held(found)
    asked = [match.similarity for match in found.asked]
    sentences = [hit.features.get("sentence_wide", 0.0) for hit in found.hits[:5]]
    return (post.similarity if post else 0.0) - max(asked + sentences, default=0.0)


def log_odds(chance: float) -> float:
    """Return log-odds, bounded and scaled to about -1 to 1."""
    bounded = min(max(chance, 0.003), 0.997)
    return math.log(bounded / (1.0 - bounded)) / 5.0


def probability(values: dict[str, float]) -> float:
    """Return the probability that the corpus answers a question with these features."""
    return logistic(fitted(), values)


def logistic(model: dict[str, Any], values: dict[str, float]) -> float:
    """Return what a fitted logistic model makes of some features; 0 for a missing one."""
    total = model["intercept"] + sum(
        weight * values.get(name, 0.0) for name, weight in model["weights"].items()
    )
    return 1.0 / (1.0 + math.exp(-total))


def band(confidence: float) -> str:
    """Return the name of the band that a confidence falls in."""
    bands: list[dict[str, Any]] = policy("outcomes")["bands"]
    return str(next(b["name"] for b in bands if confidence >= b["at_least"]))
