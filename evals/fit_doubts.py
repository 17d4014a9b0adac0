"""`python -m evals.fit_doubts`: train the tagger that doubts words of a statement.

Writes `assistant/check/doubts.npz` and says how well it tells right statements from wrong ones
about facts that it never saw (an eighth). The layers begin as those of the reader (decision 10),
which has already learned to read two texts together. Takes about forty minutes on two cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import rich
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn

from assistant.check.doubting import WEIGHTS, WRONG, doubts, tagger
from corpus.library import read_jsonl
from evals.crossencoder import Schedule
from evals.doubted import Stated, lesson, statements
from evals.tagger import UNLABELLED, Lesson, Maker, TaggerInTraining, missed, train
from index.embedding import MiniLM, Vectors
from index.reading import WEIGHTS as READER

SCHEDULE = Schedule(epochs=4, rate=1.5e-4, batch=32)
NEAR = (0.3, 0.8)  # cosine of sentences on subjects near to a statement's own
_NEAREST = 12
_WHOLE = 0.5  # weight of whether the statement as a whole is right


class DoubterInTraining(TaggerInTraining):
    """A tagger that also learns to tell whether any word of a statement is wrong."""

    def loss(self, lessons: Sequence[Lesson]) -> Tensor:
        """Return the cross-entropy of words, and of the most doubted word of each statement."""
        scores, labels = self.read(lessons)
        odds = scores[..., WRONG] - scores[..., 1 - WRONG]
        most = odds.masked_fill(labels == UNLABELLED, -torch.inf).amax(dim=1)
        wrong = (labels == WRONG).any(dim=1).float()
        return missed(scores, labels) + _WHOLE * nn.functional.binary_cross_entropy_with_logits(
            most, wrong
        )


def score(said: Stated) -> float:
    """Return how likely the most doubted word of a statement is wrong."""
    return float(doubts(said.statement, said.evidence).chances.max(initial=0.0))


def main() -> None:
    """Train, write, say how good it is."""
    train(makers(), 2, SCHEDULE, begun=READER, kind=DoubterInTraining).save(WEIGHTS)
    tagger.cache_clear()
    held = [said for said in statements() if said.held_out]
    area = roc_auc_score([not said.supported for said in held], [score(said) for said in held])
    rich.print(f"{len(held)} statements about facts that it never saw: AUROC {area:.3f}")


def makers() -> list[Maker]:
    """Return what makes the lessons, one for each statement to learn from."""
    near = neighbours()
    return [
        partial(lesson, said, near.get(said.fact, ())) for said in statements() if not said.held_out
    ]


def neighbours() -> dict[str, list[str]]:
    """Return for each fact the sentences of others that are near, but not so near as to tell it."""
    told = {fact["id"]: fact["statement"] for fact in read_jsonl("facts.jsonl")}
    vectors: Vectors = MiniLM(threads=2).encode_plain(list(told.values()))
    sentences = list(told.values())
    out = {}
    for row, name in enumerate(told):
        alike = vectors @ vectors[row]
        fit = [i for i in np.argsort(-alike) if NEAR[0] < alike[i] < NEAR[1] and i != row]
        out[name] = [sentences[i] for i in fit[:_NEAREST]]
    return out


if __name__ == "__main__":
    main()
