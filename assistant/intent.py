"""What a message wants besides an answer: to be asked back, or what is never done.

Two logistic models over rules, nearness and what the cross-encoder reads in the message;
fitted by `evals/fit_intent.py`.
"""

from __future__ import annotations

import math
import re
from typing import Any

from assistant.confidence import log_odds, logistic, nearest_signpost
from assistant.records import fitted_numbers, policy
from assistant.understand import Ask
from index.reading import BOUND, Reading
from index.records import SearchResult
from index.scopes import ENOUGH, HELD, NEVER

_FIRST_PERSON = re.compile(r"\b(?:i|me|my|mine|we|us|our|ours)\b", re.I)
_ONE_NPQ = re.compile(r"\bnpq\b", re.I)
_MANY_NPQS = re.compile(r"\bnpqs\b", re.I)


def fitted() -> dict[str, dict[str, Any]]:
    """Return the models, by what they tell: "refuse" and "ask_back"."""
    return fitted_numbers("intent")


def is_so(name: str, values: dict[str, float]) -> bool:
    """Say whether a model is sure enough to act on."""
    least: float = fitted()[name]["from"]
    return logistic(fitted()[name], values) >= least


def is_refused(values: dict[str, float]) -> bool:
    """Say whether a message asks for what is never done; a rule is enough, unless it asks leave."""
    return (values["rule"] > 0 and not values["may_i"]) or is_so("refuse", values)


def refusal_features(ask: Ask, found: SearchResult, reading: Reading) -> dict[str, float]:
    """Return the inputs of the model that tells what is never done; all about -1 to 1."""
    limits = policy("decline")
    asked = max((match.similarity for match in found.asked), default=0.0)
    post = nearest_signpost(found, "refuse")
    near = post.similarity if post else 0.0
    return {
        "never_done": reading.never_done / BOUND,
        "rule": float(any(re.search(rule, ask.asked, re.I) for rule in limits["refuse"])),
        "may_i": float(re.search(limits["may_i"], ask.asked, re.I) is not None),
        "near": near,
        "margin": near - asked,
        "sort": log_odds(found.scopes.get("refuse", 0.0)),
        "sounds": log_odds(found.requests.get(NEVER, 0.0)),
        "answers": max(reading.answers, default=-BOUND) / BOUND,
    }


def asking_features(
    ask: Ask,
    found: SearchResult,
    reading: Reading,
    *,
    bare: bool,
    confidence: float,
    decided: bool,
) -> dict[str, float]:
    """Return the inputs of the model that tells when to ask back; all about -1 to 1.

    `bare`: the rules find too little said. `decided`: the funding rules give a verdict.
    """
    text = ask.message
    named = bool(ask.query.npqs)
    asked = max((match.similarity for match in found.asked), default=0.0)
    sentence = max((hit.features.get("sentence", 0.0) for hit in found.hits[:5]), default=0.0)
    return {
        "unsaid": reading.unsaid / BOUND,
        "sounds": log_odds(1.0 - found.topics.get(ENOUGH, 1.0)),
        "bare": float(bare),
        "named": float(named),
        "one_npq": float(not named and _ONE_NPQ.search(text) is not None),
        "many_npqs": float(_MANY_NPQS.search(text) is not None),
        "refers": float(re.search(policy("clarify")["bare_reference"], text, re.I) is not None),
        "first_person": float(_FIRST_PERSON.search(text) is not None),
        "length": math.log(len(text.split()) + 1) / 3.0,
        "setting": float("setting" in ask.slots),
        "year": float(bool(ask.query.years)),
        "asked": asked,
        "sentence": sentence,
        "answers": max(reading.answers, default=-BOUND) / BOUND,
        "held": log_odds(found.scopes.get(HELD, 0.5)),
        "outside": log_odds(found.scopes.get("outside", 0.0)),
        "confidence": log_odds(confidence),
        "decided": float(decided),
    }
