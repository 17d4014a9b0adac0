"""Train the adapter of the embedding model (`index/adapter.py`).

Contrastive (InfoNCE; van den Oord et al. 2018): a predicted question is pulled to the sentence
and the other questions of its fact, an example of a topic not held to the other examples of
its topic, a fitting question to its facts, each away from the others of its batch, which are of
like facts and topics. All layers are trained; what changed is then kept at low rank, which loses
next to nothing and keeps the model usable on documents that it never saw.
"""

from __future__ import annotations

import copy
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from evals.descent import descend
from index.adapter import DOWN, NO_ADAPTER, UP, Adapter
from index.crossencoder import mean_of
from index.embedding import MiniLM

EPOCHS = 2.5
BATCH = 64
TOGETHER = 16  # questions of like facts and topics that stand together in a batch
ALIKE = 12  # facts and topics that count as like one
RATE = 5e-5
TEMPERATURE = 0.05
TOKENS = 96
PIECE = 32  # texts padded to one length
RANK = 16


class Lessons(NamedTuple):
    """Texts with the fact or topic each is about; further questions with one or more facts each.

    The first `asked` texts are questions, the rest the sentences of the facts.
    """

    texts: Sequence[str]
    labels: Sequence[int]
    asked: int
    questions: Sequence[str]
    wanted: Sequence[Sequence[int]]


def train(lessons: Lessons, *, seed: int = 0, threads: int = 2) -> Adapter:
    """Return the adapter; deterministic for a seed and a number of threads."""
    plain = MiniLM(threads, NO_ADAPTER)
    loaded = plain.load()
    torch.manual_seed(seed)
    body: Any = copy.deepcopy(loaded[0].auto_model)
    before = {name: weight.clone() for name, weight in body.encoder.state_dict().items()}
    course = _Course(lessons, plain, seed)
    batches = course.batches()

    def loss() -> Tensor:
        texts, suits = next(batches)
        vectors = _vectors(body, loaded.tokenizer, texts)
        with torch.autocast("cpu", enabled=False):
            scores = vectors[: len(suits)] @ vectors[len(suits) :].T / TEMPERATURE
            missed = scores.logsumexp(1) - scores.masked_fill(~suits, -1e4).logsumexp(1)
            return missed.mean()

    body.train()
    steps = int(EPOCHS * course.length / BATCH)
    descend(list(body.encoder.parameters()), loss, steps=steps, rate=RATE)
    return _low_rank(before, body.encoder.state_dict())


class _Course:
    """What is put into each batch: questions, and for each a text about the same."""

    def __init__(self, lessons: Lessons, plain: MiniLM, seed: int) -> None:
        self._rng = random.Random(seed)
        self._asked = [*lessons.texts[: lessons.asked], *lessons.questions]
        own = [[label] for label in lessons.labels[: lessons.asked]]
        self._wanted = [*own, *lessons.wanted]
        self._texts, self._labels = lessons.texts, lessons.labels
        self._about: dict[int, list[int]] = defaultdict(list)
        for place, label in enumerate(lessons.labels):
            self._about[label].append(place)
        self._sentences = range(lessons.asked, len(lessons.texts))
        self._alike = self._neighbours(plain)

    @property
    def length(self) -> int:
        """Return how many questions there are to learn from."""
        return len(self._asked)

    def batches(self) -> Iterator[tuple[list[str], Tensor]]:
        """Give questions and texts, and which text suits which question, shape (n, n)."""
        while True:
            order = self._order()
            for start in range(0, len(order) - BATCH + 1, BATCH):
                places = order[start : start + BATCH]
                found = [self._suiting(place) for place in places]
                about = [self._labels[other] for other in found]
                suits = [[label in self._wanted[place] for label in about] for place in places]
                asked = [self._asked[place] for place in places]
                yield asked + [self._texts[other] for other in found], torch.tensor(suits)

    def _suiting(self, place: int) -> int:
        """Return a text about the same: the sentence of the fact every other time."""
        others = [p for p in self._about[self._rng.choice(self._wanted[place])] if p != place]
        sentences = [p for p in others if p in self._sentences]
        return self._rng.choice(sentences if sentences and self._rng.random() < 0.5 else others)

    def _order(self) -> list[int]:
        """Return all questions once, those about like things in groups."""
        left: dict[int, list[int]] = defaultdict(list)
        places = list(range(len(self._asked)))
        self._rng.shuffle(places)
        for place in places:
            label = self._rng.choice(self._wanted[place])
            if self._about[label] != [place]:
                left[label].append(place)
        groups: list[int] = []
        while left:
            label = self._rng.choice(list(left))
            for near in self._alike[label]:
                if left.get(near):
                    groups.append(left[near].pop())
            left = {about: kept for about, kept in left.items() if kept}
        cut = [groups[at : at + TOGETHER] for at in range(0, len(groups), TOGETHER)]
        self._rng.shuffle(cut)
        return [place for group in cut for place in group]

    def _neighbours(self, plain: MiniLM) -> dict[int, list[int]]:
        """Return for each fact and topic those most like it, itself first."""
        labels = list(self._about)
        some = [self._about[label][-3:] for label in labels]
        vectors = plain.encode([self._texts[place] for places in some for place in places])
        ends = np.cumsum([len(places) for places in some])[:-1]
        centres = np.array([part.mean(axis=0) for part in np.split(vectors, ends)])
        nearest = np.argsort(-(centres @ centres.T), axis=1)[:, : ALIKE + 1]
        return {
            label: [label, *(labels[n] for n in row if labels[n] != label)]
            for label, row in zip(labels, nearest, strict=True)
        }


def _vectors(body: Any, tokenizer: Any, texts: Sequence[str]) -> Tensor:
    """Return unit vectors in the order of the texts, shape (n, 384), read in order of length."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    pieces = []
    for start in range(0, len(order), PIECE):
        piece = [texts[place] for place in order[start : start + PIECE]]
        batch = tokenizer(
            piece, padding=True, truncation=True, max_length=TOKENS, return_tensors="pt"
        )
        states = body(**batch).last_hidden_state
        pieces.append(normalize(mean_of(states, batch["attention_mask"]).float(), dim=1))
    return torch.cat(pieces)[torch.tensor(order).argsort()]


def _low_rank(before: dict[str, Tensor], after: dict[str, Tensor]) -> Adapter:
    """Return what changed: of each matrix the largest singular directions, each vector whole."""
    out = {}
    for name, weight in after.items():
        change = (weight - before[name]).detach()
        if change.ndim < 2:
            out[name] = change.numpy().astype(np.float16)
            continue
        left, values, right = torch.linalg.svd(change, full_matrices=False)
        root = values[:RANK].sqrt()
        out[name + UP] = (left[:, :RANK] * root).numpy().astype(np.float16)
        out[name + DOWN] = (root[:, None] * right[:RANK]).numpy().astype(np.float16)
    return out
