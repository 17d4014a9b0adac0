"""Whether a sentence answers a question, by reading the two together.

Nearness of vectors tells what a sentence is about; a cross-encoder (`index/crossencoder.py`)
that reads both texts at once tells whether it answers. Trained by `evals/fit_reader.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.crossencoder import CrossEncoder
from index.embedding import MiniLM
from index.records import Hit
from index.terms import spelled_out

WEIGHTS = Path(__file__).with_name("reader.npz")
BOUND = 6.0  # log-odds are kept within this of 0
DEPTH = 4


def reader(model: MiniLM) -> CrossEncoder:
    """Return the cross-encoder that judges whether a sentence answers a question."""
    return CrossEncoder(WEIGHTS, model)


def answers(encoder: CrossEncoder, question: str, hits: Sequence[Hit]) -> list[float]:
    """Return how surely each of the first hits answers a question (log-odds, bounded)."""
    asked = spelled_out(question)
    scores = encoder.scores([(asked, told(hit)) for hit in hits[:DEPTH]])
    return [min(max(float(score), -BOUND), BOUND) for score in scores]


def told(hit: Hit) -> str:
    """Return a sentence as it is read: one of an added page needs its heading to be understood."""
    return f"{hit.passage.section}: {hit.sentence.text}" if hit.passage.added else hit.sentence.text
