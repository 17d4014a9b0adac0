"""Five folds, each with an index and an adapter that have never seen what it holds out."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from corpus.asked import Asked, predicted_questions
from corpus.library import Library, read_jsonl
from corpus.settings import Settings
from corpus.signposts import Topic, topics
from evals.adapter import Pairs, train
from evals.records import Case
from evals.scopes import train_scopes
from index.builds import build_index
from index.embedding import MiniLM, Vectors
from index.opened import IndexHandle, OpenIndex
from index.terms import spelled_out

FOLDS = 5


class CachedMiniLM(MiniLM):
    """MiniLM whose plain vectors are computed once for all folds."""

    def __init__(self, adapter: Vectors, cache: dict[str, Vectors]) -> None:
        super().__init__(threads=2, adapter=adapter)
        self._cache = cache

    def encode_plain(self, texts: Sequence[str], *, progress: object = None) -> Vectors:
        """Return the model's own vectors, from the cache where it has them."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._cache]
        for text, row in zip(missing, super().encode_plain(missing), strict=True):
            self._cache[text] = row
        return np.array([self._cache[text] for text in texts], dtype=np.float32)


class Fold(NamedTuple):
    """An open index, and questions and cases that neither it nor its adapter has seen."""

    opened: OpenIndex
    asked: list[Asked]
    cases: list[Case]


def folds(settings: Settings, cases: list[Case], cache: dict[str, Vectors]) -> Iterator[Fold]:
    """Give one fold after another; each holds out a fifth of questions, topics and cases."""
    scratch = tempfile.mkdtemp(prefix="npq-folds-")
    asked = list(predicted_questions())
    random.Random(0).shuffle(asked)
    for number in range(FOLDS):
        kept = [question for place, question in enumerate(asked) if place % FOLDS != number]
        kept_topics = _kept_topics(number)
        kept_cases = [case for place, case in enumerate(cases) if place % FOLDS != number]
        adapter = train_adapter(kept, kept_topics, kept_cases, cache)
        folder = Path(scratch) / f"fold{number}"
        model = CachedMiniLM(adapter, cache)
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


def train_adapter(
    asked: Sequence[Asked], kept: Sequence[Topic], cases: Sequence[Case], cache: dict[str, Vectors]
) -> Vectors:
    """Train the adapter on predicted questions, topic examples, sentences and fitting cases."""
    plain = CachedMiniLM(np.eye(384, dtype=np.float32), cache)
    facts = read_jsonl("facts.jsonl")
    number = {fact["id"]: place for place, fact in enumerate(facts)}
    texts = [spelled_out(question.text) for question in asked]
    labels = [number[question.fact] for question in asked]
    for place, topic in enumerate(kept):
        texts += topic.examples
        labels += [len(facts) + place] * len(topic.examples)
    anchors = len(texts)
    texts += [spelled_out(fact["statement"]) for fact in facts]
    labels += range(len(facts))
    usable = [case for case in cases if case.expected_behaviour == "answer" and not case.history]
    queries = [with_context(case.question) for case in usable]
    pairs = Pairs(
        keys=plain.encode_plain(texts),
        labels=np.array(labels),
        queries=plain.encode_plain(queries),
        query_labels=[[number[fact] for fact in case.fact_ids] for case in usable],
    )
    return train(pairs, anchors)


def with_context(text: str) -> str:
    """Return a question as retrieval embeds it: NPQs spelled out, "NPQ" added where missing."""
    return spelled_out(text) + ("" if "npq" in text.lower() else " NPQ")


def _kept_topics(number: int) -> tuple[Topic, ...]:
    """Hold out a fifth of the topics whole, and a fifth of the examples of the others."""
    kept = []
    for place, topic in enumerate(topics()):
        if place % FOLDS != number:
            rest = tuple(e for i, e in enumerate(topic.examples) if i % FOLDS != number)
            kept.append(topic.model_copy(update={"examples": rest}))
    return tuple(kept)
