"""Train a cross-encoder (`index/crossencoder.py`) from the embedding model's own weights.

Listwise with a way out: the scores of a text's candidates and a constant 0 for "none of
them" go through one softmax, which is pulled to the wanted candidate, or to none. With one
candidate that is logistic regression. The embeddings stay as they are.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from evals.descent import descend
from index.crossencoder import HEAD, packed, pooled, stored_weights, tokenised
from index.embedding import DIMENSIONS, MiniLM

TOKENS = 144
BUCKETS = 20  # batches among which the texts are sorted by length, to pad little


class Example(NamedTuple):
    """A text and what is read beside it: the first `wanted` of the candidates are right."""

    text: str
    candidates: Sequence[str]
    wanted: int
    weight: float = 1.0


class Schedule(NamedTuple):
    """How long and how fast to train; `batch` counts examples, not pairs."""

    epochs: float
    rate: float
    batch: int
    seed: int = 0
    threads: int = 2


class Trained:
    """A body and a head in training; `scores` reads pairs as the shipped model does."""

    def __init__(self, seed: int, threads: int, begun: Path | None = None) -> None:
        loaded = MiniLM(threads=threads).load()
        torch.manual_seed(seed)
        self.tokenizer: Any = loaded.tokenizer
        self.body: Any = copy.deepcopy(loaded[0].auto_model)
        self.head = nn.Linear(2 * DIMENSIONS, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        if begun is not None:
            self._go_on_from(begun)

    def _go_on_from(self, path: Path) -> None:
        arrays = {name: torch.from_numpy(array) for name, array in stored_weights(path).items()}
        weight, bias = arrays.pop(f"{HEAD}.weight"), arrays.pop(f"{HEAD}.bias")
        self.body.encoder.load_state_dict(arrays)
        self.head.load_state_dict({"weight": weight[None], "bias": bias})

    def parameters(self) -> list[nn.Parameter]:
        """Return what is trained: the layers and the head."""
        return [*self.body.encoder.parameters(), *self.head.parameters()]

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Return the log-odds of each pair, shape (n,)."""
        batch = tokenised(self.tokenizer, pairs, most=TOKENS)
        scored: Tensor = self.head(pooled(self.body, batch)).squeeze(-1)
        return scored

    def save(self, path: Path) -> None:
        """Write the weights as the shipped model reads them."""
        state = self.body.encoder.state_dict()
        arrays = {name: value.detach().numpy() for name, value in state.items()}
        arrays[f"{HEAD}.weight"] = self.head.weight.detach().numpy()[0]
        arrays[f"{HEAD}.bias"] = self.head.bias.detach().numpy()
        np.savez_compressed(path, **packed(arrays))


def train(examples: Sequence[Example], schedule: Schedule, begun: Path | None = None) -> Trained:
    """Train on examples, from the weights of a file or from the embedding model's own.

    Deterministic for a seed and a number of threads.
    """
    model = Trained(schedule.seed, schedule.threads, begun)
    model.body.train()
    batches = _batches(examples, schedule)
    descend(
        model.parameters(),
        lambda: _loss(model, next(batches)),
        steps=int(schedule.epochs * len(examples) / schedule.batch),
        rate=schedule.rate,
    )
    model.body.eval()
    return model


def _loss(model: Trained, batch: Sequence[Example]) -> Tensor:
    pairs = [(example.text, candidate) for example in batch for candidate in example.candidates]
    scores = torch.split(model.scores(pairs), [len(example.candidates) for example in batch])
    total = torch.zeros(())
    for example, own in zip(batch, scores, strict=True):
        chances = torch.log_softmax(torch.cat([own, torch.zeros(1)]), dim=0)
        right = chances[: example.wanted].logsumexp(0) if example.wanted else chances[-1]
        total = total - example.weight * right
    return total / sum(example.weight for example in batch)


def _batches(examples: Sequence[Example], schedule: Schedule) -> Iterator[list[Example]]:
    """Give batches of texts of like length, in an order of their own each time round."""
    rng = random.Random(schedule.seed)
    while True:
        order = rng.sample(examples, len(examples))
        size, batches = schedule.batch, []
        for start in range(0, len(order), size * BUCKETS):
            near = sorted(order[start : start + size * BUCKETS], key=_length)
            batches += [near[place : place + size] for place in range(0, len(near), size)]
        rng.shuffle(batches)
        yield from batches


def _length(example: Example) -> float:
    candidates = [len(candidate) for candidate in example.candidates]
    return len(example.text) + sum(candidates) / max(len(candidates), 1)
