"""Three folds, each with an index and an adapter that have never seen what it holds out."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from corpus.asked import Asked, predicted_questions
from corpus.library import Library, read_jsonl
from corpus.settings import Settings
from corpus.signposts import Topic, topics
from evals.adapter import Lessons, train
from evals.records import Case
from evals.scopes import train_scopes
from index.adapter import Adapter
from index.builds import build_index
from index.embedding import MiniLM
from index.npqs import spelled_out
from index.opened import IndexHandle, OpenIndex

FOLDS = 3  # an adapter is trained for each


class Fold(NamedTuple):
    """An open index, and questions and cases that neither it nor its adapter has seen."""

    opened: OpenIndex
    asked: list[Asked]
    cases: list[Case]


def folds(settings: Settings, cases: list[Case]) -> Iterator[Fold]:
    """Give one fold after another; each holds out a third of questions, topics and cases."""
    scratch = tempfile.mkdtemp(prefix="npq-folds-")
    asked = list(predicted_questions())
    random.Random(0).shuffle(asked)
    for number in range(FOLDS):
        kept = [question for place, question in enumerate(asked) if place % FOLDS != number]
        kept_topics = _kept_topics(number)
        kept_cases = [case for place, case in enumerate(cases) if place % FOLDS != number]
        folder = Path(scratch) / f"fold{number}"
        model = MiniLM(2, train_adapter(kept, kept_topics, kept_cases))
        scopes = train_scopes(kept, kept_topics, model)
        with (
            patch("index.entries.predicted_questions", lambda kept=kept: kept),
            patch("index.opened.predicted_questions", lambda kept=kept: kept),
            patch("index.entries.topics", lambda kept=kept_topics: kept),
            patch("index.opened.shipped_scopes", lambda scopes=scopes: scopes),
        ):
            build_index(Library.load(settings), folder, model, progress=lambda *_: None)
            index = IndexHandle(folder, model).get()
        yield Fold(index, asked[number::FOLDS], cases[number::FOLDS])


def train_adapter(asked: Sequence[Asked], kept: Sequence[Topic], cases: Sequence[Case]) -> Adapter:
    """Train the adapter on predicted questions, topic examples, sentences and fitting cases."""
    facts = read_jsonl("facts.jsonl")
    number = {fact["id"]: place for place, fact in enumerate(facts)}
    texts = [question.text for question in asked]
    labels = [number[question.fact] for question in asked]
    for place, topic in enumerate(kept):
        texts += topic.examples
        labels += [len(facts) + place] * len(topic.examples)
    usable = [case for case in cases if case.expected_behaviour == "answer" and not case.history]
    return train(
        Lessons(
            texts=[spelled_out(text) for text in (*texts, *(fact["statement"] for fact in facts))],
            labels=[*labels, *range(len(facts))],
            asked=len(texts),
            questions=[with_context(case.question) for case in usable],
            wanted=[[number[fact] for fact in case.fact_ids] for case in usable],
        )
    )


def with_context(text: str) -> str:
    """Return a question as retrieval embeds it: NPQs spelled out, "NPQ" added where missing."""
    return spelled_out(text) + ("" if "npq" in text.lower() else " NPQ")


def _kept_topics(number: int) -> tuple[Topic, ...]:
    """Hold out a third of the topics whole, and a third of the examples of the others."""
    kept = []
    for place, topic in enumerate(topics()):
        if place % FOLDS != number:
            rest = tuple(e for i, e in enumerate(topic.examples) if i % FOLDS != number)
            kept.append(topic.model_copy(update={"examples": rest}))
    return tuple(kept)
