"""`python -m evals.fit_reader`: train the cross-encoder that reads answers (index/reader.npz).

It learns from the predicted questions of facts, from questions on topics that are not held,
and from questions written beside each fact (`evals/beside_facts.py`): which of the claims
that the search finds answers the question, or that none does. From messages that say too
little and from requests to misbehave (`evals/taught.py`) it learns when two sentences about
the message itself are the answer. No evaluation question is read. Takes an hour on two cores;
comes after `evals.fit_adapter` and `npq index build`, before `evals.fit` and `evals.fit_intent`.
With `--further` the shipped weights are trained further, which takes half as long.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rich.progress import track

from assistant.guard import guard
from assistant.records import Question
from assistant.understand import understand
from corpus.errors import QuestionRejected
from corpus.library import read_jsonl
from corpus.settings import get_settings
from corpus.signposts import Scope, topics
from evals.beside_facts import beside_facts
from evals.crossencoder import Example, Schedule, train
from evals.taught import learnt_by_heart, messages, near_misses, requests
from index.embedding import MiniLM
from index.npqs import spelled_out
from index.opened import IndexHandle, OpenIndex
from index.reading import NEVER_DONE, UNSAID, WEIGHTS
from index.retrieval import search

DAY = date(2026, 11, 22)
WRONG = 3  # claims read beside the right one
LOOKED_AT = 8
ALSO_ANSWERS = 0.88  # another claim with a predicted question this near may answer as well
BESIDE = 1.5  # weight of a question written beside a fact, and of a message
BOTH = 0.3  # share of the questions beside which a sentence about the message is read too
SCHEDULE = Schedule(epochs=1.6, rate=8e-5, batch=10)
FURTHER = Schedule(epochs=0.7, rate=5e-5, batch=10, seed=1)


class Taught(NamedTuple):
    """A question and the fact that answers it; None where none does."""

    question: str
    fact: str | None
    weight: float = 1.0


def taught() -> Iterator[Taught]:
    """Give every question to learn from."""
    for asked in learnt_by_heart():
        yield Taught(asked.text, asked.fact)
    for topic in topics():
        if topic.scope is not Scope.REFUSE:
            yield from (Taught(example, None) for example in topic.examples)
    for near in near_misses():
        if not near.held_out:
            yield Taught(near.text, None, BESIDE)
    for beside in beside_facts():
        if not beside.held_out:
            yield from (Taught(text, beside.fact, BESIDE) for text in beside.answered)
            yield from (Taught(text, None, BESIDE) for text in beside.near)


def example(one: Taught, index: OpenIndex, statements: dict[str, str]) -> Example | None:
    """Return a question with the claim that answers it, if any, and those found that do not."""
    try:
        guarded = guard(one.question, max_chars=20000)
    except QuestionRejected:
        return None
    asked = Question(text=one.question, as_of=DAY)
    query = understand(asked, guarded, index.speller).asks[0].query
    found = search(index, query).hits[:LOOKED_AT]
    tells = {hit.claim: any(f.id == one.fact for f in hit.sentence.facts) for hit in found}
    right = [hit.sentence.text for hit in found if tells[hit.claim]][:1]
    if one.fact is not None and not right:
        right = [statements[one.fact]]
    wrong = [
        hit.sentence.text
        for hit in found
        if not tells[hit.claim] and (one.fact is None or hit.asked_similarity < ALSO_ANSWERS)
    ]
    return Example(spelled_out(query.text), [*right, *wrong[:WRONG]], len(right), one.weight)


def about_messages(index: OpenIndex) -> Iterator[Example]:
    """Give the messages: a sentence about the message, against what is found for it."""
    said = [(each.text, UNSAID, each.topic is not None) for each in messages() if not each.held_out]
    done = [(each.text, NEVER_DONE, each.refuse) for each in requests() if not each.held_out]
    for text, sentence, right in said + done:
        if not right:
            yield Example(text, [sentence], 0, BESIDE)
        elif (found := example(Taught(text, None), index, {})) is not None:
            yield Example(text, [sentence, *found.candidates], 1, BESIDE)


def main() -> None:
    """Search, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--further", action="store_true", help="begin with the shipped weights")
    further = parser.parse_args().further
    schedule = FURTHER if further else SCHEDULE
    index = IndexHandle(get_settings().index_dir, MiniLM(threads=2)).get()
    statements = {fact["id"]: fact["statement"] for fact in read_jsonl("facts.jsonl")}
    every = track(list(taught()), description="Searching")
    rng = random.Random(schedule.seed)
    examples = []
    for made in (example(one, index, statements) for one in every):
        if made is not None:
            also = [rng.choice((UNSAID, NEVER_DONE))] if rng.random() < BOTH else []
            examples.append(made._replace(candidates=[*made.candidates, *also]))
    examples += about_messages(index)
    train(examples, schedule, WEIGHTS if further else None).save(WEIGHTS)


if __name__ == "__main__":
    main()
