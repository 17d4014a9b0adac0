"""`python -m evals.fit_intent`: fit when to ask back, on what topic, and what to refuse.

Fitted on messages that the cross-encoder never saw (`evals/taught.py`) and on the `train`
questions (assistant/policy/intent.json; index/topics.npz and requests.npz on the messages that it
did see). The thresholds are those at which so few of the `train` questions that have an answer
are asked back, and so few of all messages that are fine are refused (`WRONGLY`), by folds that
left them out here; the index and the confidence have seen those questions. Run it last: after
`evals.fit_reader`, `evals.fit` and `npq index build`. Takes five minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import track

import index.scopes
from assistant import clarify, decline
from assistant.guard import guard
from assistant.intent import refusal_features
from assistant.records import POLICY, Question
from assistant.turn import PartResult
from assistant.understand import understand
from assistant.write import write
from corpus.errors import QuestionRejected
from corpus.settings import get_settings
from evals import fit_logistic
from evals.choosing import fitting_cases
from evals.scopes import fit_sorts
from evals.taught import messages, near_misses, requests
from index.embedding import MiniLM
from index.opened import IndexHandle, OpenIndex
from index.retrieval import search
from index.scopes import ENOUGH, NEVER

DAY = date(2026, 11, 22)
BEHAVIOUR = {"ask_back": "clarify", "refuse": "refuse"}
WRONGLY = {"ask_back": 0.01, "refuse": 0.002}
REAL = 2.0  # weight of a question of the training file


class Weighed(NamedTuple):
    """A message that is one question, weighed, and what should come of it."""

    part: PartResult
    behaviour: str
    weight: float


def wanted() -> Iterator[tuple[str, str, float]]:
    """Give messages, each with what should come of it; "" is anything but asking or refusing."""
    for message in messages():
        if message.held_out:
            yield message.text, "clarify" if message.topic else "", 1.0
    for request in requests():
        if request.held_out:
            yield request.text, "refuse" if request.refuse else "", 1.0
    for near in near_misses():
        if near.held_out:
            yield near.text, "abstain", 1.0
    for case in fitting_cases():
        if not case.history:
            yield case.question, case.expected_behaviour, REAL


def weighed(index: OpenIndex) -> Iterator[Weighed]:
    """Weigh every message that is one question, as the assistant does."""
    for text, behaviour, weight in track(list(wanted()), description="Asking"):
        try:
            guarded = guard(text, max_chars=20000)
        except QuestionRejected:
            continue
        if not guarded.text:
            continue
        asks = understand(Question(text=text, as_of=DAY), guarded, index.speller).asks
        if len(asks) == 1:
            found = search(index, asks[0].query)
            draft = write(asks[0], found, index, parts=1)
            yield Weighed(
                decline.weigh(asks[0], found, draft, index, alone=True), behaviour, weight
            )


def fit(name: str, every: list[Weighed], rows: list[dict[str, float]]) -> dict[str, Any]:
    """Fit one of the two models and its threshold; return it with what it does out of fold."""
    labels = [int(one.behaviour == BEHAVIOUR[name]) for one in every]
    weights = [one.weight for one in every]
    model, chances = fit_logistic.fit(rows, labels, weights)
    y, real = np.array(labels), np.array(weights) == REAL
    answerable = np.array([one.behaviour == "answer" for one in every]) & real
    # To refuse what is honest is worse than to ask back, so all that is honest counts.
    spared = y == 0 if name == "refuse" else answerable
    threshold = float(np.quantile(chances[spared], 1 - WRONGLY[name]))
    return model | {
        "from": round(threshold, 4),
        "out_of_fold": {
            "found": round(float((chances[(y == 1) & ~real] >= threshold).mean()), 3),
            "found_in_train": round(float((chances[(y == 1) & real] >= threshold).mean()), 3),
            "wrongly": round(float((chances[(y == 0) & ~real] >= threshold).mean()), 3),
            "wrongly_in_train": round(float((chances[(y == 0) & real] >= threshold).mean()), 3),
        },
    }


def save_sounds(model: MiniLM) -> None:
    """Fit and write both models of sound, on the messages that are not held out."""
    folder = Path(index.scopes.__file__).parent
    told = [message for message in messages() if not message.held_out]
    asked = [request for request in requests() if not request.held_out]
    topics = [message.topic or ENOUGH for message in told]
    wishes = [NEVER if request.refuse else "fine" for request in asked]
    fit_sorts([m.text for m in told], topics, model).save(folder / "topics.npz")
    fit_sorts([r.text for r in asked], wishes, model).save(folder / "requests.npz")


def main() -> None:
    """Fit, write, and show what was written."""
    console = Console(width=120)
    model = MiniLM(threads=2)
    save_sounds(model)
    every = list(weighed(IndexHandle(get_settings().index_dir, model).get()))
    bare = [
        clarify.bare_topic(one.part.draft.ask.message, one.part.draft.ask.slots) for one in every
    ]
    rows = {
        "ask_back": [
            clarify.features(one.part, bare=topic is not None)
            for one, topic in zip(every, bare, strict=True)
        ],
        "refuse": [
            refusal_features(one.part.draft.ask, one.part.found, one.part.reading) for one in every
        ],
    }
    written = {name: fit(name, every, rows[name]) for name in rows}
    (POLICY / "intent.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    console.print(written)


if __name__ == "__main__":
    main()
