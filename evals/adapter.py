"""Train the linear adapter that sits on top of the embedding model.

One 384 x 384 matrix near the identity, trained contrastively (InfoNCE; van den Oord et
al. 2018): a predicted question is pulled to the sentence and the other questions of its
fact, an example of a topic not held to the other examples of its topic, a fitting question
to its facts. The pull towards the identity keeps it usable on documents it never saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import normalize

from index.embedding import DIMENSIONS, Vectors

EPOCHS = 15
BATCH = 256
TEMPERATURE = 0.06
PULL = 0.01
RATE = 1e-3


class Pairs(NamedTuple):
    """Keys with one label each, and further queries with one or more labels each."""

    keys: Vectors
    labels: NDArray[np.int64]
    queries: Vectors
    query_labels: Sequence[Sequence[int]]


def train(pairs: Pairs, anchors: int, seed: int = 0) -> Vectors:
    """Return the adapter; the first `anchors` keys also serve as queries of their own label."""
    torch.manual_seed(seed)
    keys, labels = torch.tensor(pairs.keys), torch.tensor(pairs.labels)
    queries = torch.cat([keys[:anchors], torch.tensor(pairs.queries)])
    positive = torch.zeros((len(queries), len(keys)), dtype=torch.bool)
    positive[:anchors] = labels[:anchors, None] == labels[None]
    positive[torch.arange(anchors), torch.arange(anchors)] = False
    for row, wanted in enumerate(pairs.query_labels, start=anchors):
        positive[row] = torch.isin(labels, torch.tensor(list(wanted)))
    usable = positive.any(dim=1).nonzero().squeeze(1)
    change = torch.zeros(DIMENSIONS, DIMENSIONS, requires_grad=True)
    optimiser = torch.optim.Adam([change], lr=RATE)
    identity = torch.eye(DIMENSIONS)
    for _ in range(EPOCHS):
        for batch in torch.split(usable[torch.randperm(len(usable))], BATCH):
            adapter = identity + change
            scores = (
                normalize(queries[batch] @ adapter.T, dim=1) @ normalize(keys @ adapter.T, dim=1).T
            )
            scores = scores / TEMPERATURE
            own = batch < anchors
            scores[own.nonzero().squeeze(1), batch[own]] = -1e4
            missed = torch.logsumexp(scores, 1) - torch.logsumexp(
                scores.masked_fill(~positive[batch], -1e4), 1
            )
            loss = missed.mean() + PULL * (change**2).sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    result: Vectors = (identity + change).detach().numpy().astype(np.float32)
    return result
