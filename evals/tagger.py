"""Train a tagger (`index/tagger.py`) from the embedding model's own weights.

Cross-entropy over the tokens of words. A lesson is made anew each time round, so that names and
figures in it can change; the embeddings of the vocabulary stay as they are.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from evals.crossencoder import Schedule
from evals.descent import descend
from index.crossencoder import HEAD, packed, stored_weights
from index.embedding import DIMENSIONS, plain_model
from index.tagger import SEEN, Text, tagged, tokenised

_BUCKETS = 12  # batches among which the texts are sorted by length, to pad little
UNLABELLED = -100  # what cross-entropy leaves out


class Lesson(NamedTuple):
    """A text and the number of the label of each of its words."""

    text: Text
    labels: Sequence[int]


Maker = Callable[[random.Random], Lesson]


class TaggerInTraining:
    """A body, what turns features to embeddings, and a head."""

    def __init__(
        self, features: int, labels: int, schedule: Schedule, begun: Path | None = None
    ) -> None:
        loaded = plain_model()
        torch.set_num_threads(schedule.threads)
        torch.manual_seed(schedule.seed)
        self.tokenizer: Any = copy.deepcopy(loaded.tokenizer)
        self.body: Any = copy.deepcopy(loaded[0].auto_model)
        self.seen = nn.Linear(features, DIMENSIONS, bias=False)
        self.head = nn.Linear(DIMENSIONS, labels)
        for weight, spread in ((self.seen.weight, 0.01), (self.head.weight, 0.02)):
            nn.init.normal_(weight, std=spread)
        nn.init.zeros_(self.head.bias)
        if begun is not None:
            body: Any = self.body
            body.encoder.load_state_dict(layers_of(begun))

    def parameters(self) -> list[nn.Parameter]:
        """Return what is trained: the layers, the features, the head."""
        return [
            *self.body.encoder.parameters(),
            *self.seen.parameters(),
            *self.head.parameters(),
        ]

    def read(self, lessons: Sequence[Lesson]) -> tuple[Tensor, Tensor]:
        """Return the scores of the tokens and their labels, shape (n, tokens, labels) and less."""
        batch = tokenised(self.tokenizer, [lesson.text for lesson in lessons])
        scores = self.head(tagged(self.body, batch, self.seen(batch.seen))).float()
        wanted = np.full(batch.owners.shape, UNLABELLED)
        for row, lesson in enumerate(lessons):
            own = batch.owners[row] >= 0
            wanted[row, own] = np.array(lesson.labels)[batch.owners[row, own]]
        return scores, torch.from_numpy(wanted)

    def loss(self, lessons: Sequence[Lesson]) -> Tensor:
        """Return the mean cross-entropy of the tokens of words."""
        return missed(*self.read(lessons))

    def save(self, path: Path) -> None:
        """Write the weights as the shipped model reads them."""
        state = self.body.encoder.state_dict()
        arrays = {name: value.detach().numpy() for name, value in state.items()}
        arrays[f"{SEEN}.weight"] = self.seen.weight.detach().numpy()
        arrays[f"{HEAD}.weight"] = self.head.weight.detach().numpy()
        arrays[f"{HEAD}.bias"] = self.head.bias.detach().numpy()
        np.savez_compressed(path, **packed(arrays))


def missed(scores: Tensor, labels: Tensor) -> Tensor:
    """Return the mean cross-entropy of the tokens that have a label."""
    flat = labels.flatten()
    return nn.functional.cross_entropy(scores.flatten(0, 1), flat, ignore_index=UNLABELLED)


def layers_of(path: Path) -> dict[str, Tensor]:
    """Return the layers of a file of weights, without its head."""
    arrays = stored_weights(path)
    return {name: torch.from_numpy(a) for name, a in arrays.items() if name.startswith("layer.")}


def train(
    makers: Sequence[Maker],
    labels: int,
    schedule: Schedule,
    *,
    begun: Path | None = None,
    kind: type[TaggerInTraining] = TaggerInTraining,
) -> TaggerInTraining:
    """Train on what the makers make, of which each text is at most one window long.

    The layers begin as those of the file `begun`, or else as the embedding model's.
    """
    rng = random.Random(schedule.seed)
    features = makers[0](rng).text.seen.shape[1]
    model = kind(features, labels, schedule, begun)
    model.body.train()
    batches = _batches(makers, schedule, rng)
    descend(
        model.parameters(),
        lambda: model.loss(next(batches)),
        steps=int(schedule.epochs * len(makers) / schedule.batch),
        rate=schedule.rate,
    )
    model.body.eval()
    return model


def _batches(
    makers: Sequence[Maker], schedule: Schedule, rng: random.Random
) -> Iterator[list[Lesson]]:
    """Give batches of texts of like length, in an order of their own each time round."""
    while True:
        order = rng.sample(makers, len(makers))
        size = schedule.batch
        for start in range(0, len(order), size * _BUCKETS):
            made = [make(rng) for make in order[start : start + size * _BUCKETS]]
            made.sort(key=lambda lesson: len(lesson.text.text))
            batches = [made[place : place + size] for place in range(0, len(made), size)]
            rng.shuffle(batches)
            yield from batches
