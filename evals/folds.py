"""Indexes with some predicted questions and topics held out, so that fitting is honest."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from corpus.asked import Asked, predicted_questions
from corpus.library import Library
from corpus.settings import Settings
from corpus.signposts import Topic, topics
from index.builds import build_index
from index.embedding import MiniLM
from index.opened import IndexHandle

FOLDS = 5


class Fold(NamedTuple):
    """An index handle, and what it has never seen."""

    index: IndexHandle
    asked: list[Asked]
    topic_examples: list[tuple[Topic, str]]


@contextmanager
def folds(settings: Settings, model: MiniLM, seed: int = 0) -> Iterator[Iterator[Fold]]:
    """Give one fold after another; each holds out a fifth of the questions and of the topics."""
    with tempfile.TemporaryDirectory() as scratch:
        yield (_fold(number, Path(scratch), settings, model, seed) for number in range(FOLDS))


def _fold(number: int, scratch: Path, settings: Settings, model: MiniLM, seed: int) -> Fold:
    asked = predicted_questions()
    random.Random(seed).shuffle(asked)
    held = asked[number::FOLDS]
    kept = [question for place, question in enumerate(asked) if place % FOLDS != number]
    kept_topics, held_examples = _hold_topics(number)
    folder = scratch / f"fold{number}"
    shutil.copytree(settings.index_dir, folder)
    with (
        patch("index.entries.predicted_questions", lambda: kept),
        patch("index.opened.predicted_questions", lambda: kept),
        patch("index.entries.topics", lambda: kept_topics),
    ):
        build_index(Library.load(settings), folder, model, progress=lambda *_: None)
        handle = IndexHandle(folder, model)
        handle.get()
    return Fold(handle, held, held_examples)


def _hold_topics(number: int) -> tuple[tuple[Topic, ...], list[tuple[Topic, str]]]:
    """Hold out a fifth of the topics whole, and a fifth of the examples of the others."""
    kept, held = [], []
    for place, topic in enumerate(topics()):
        if place % FOLDS == number:
            held += [(topic, example) for example in topic.examples]
            continue
        out = [e for i, e in enumerate(topic.examples) if i % FOLDS == number]
        held += [(topic, example) for example in out]
        rest = tuple(e for e in topic.examples if e not in out)
        kept.append(topic.model_copy(update={"examples": rest}))
    return tuple(kept), held
