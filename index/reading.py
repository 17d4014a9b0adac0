"""Whether a sentence answers a question, by reading the two together; and the message itself.

Nearness of vectors tells what a sentence is about; a cross-encoder (`index/crossencoder.py`)
that reads both texts at once tells whether it answers. Trained by `evals/fit_reader.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from index.crossencoder import CrossEncoder
from index.embedding import MiniLM
from index.npqs import spelled_out
from index.records import Hit

WEIGHTS = Path(__file__).with_name("reader.npz")
BOUND = 6.0  # log-odds are kept within this of 0
DEPTH = 4
UNSAID = (
    "That depends on something that was not said, such as which NPQ, which workplace or which"
    " provider is meant."
)
NEVER_DONE = (
    "That is not done here: it asks to cheat or deceive, for details of other people, for an"
    " official act, or for the assistant to go against what it is for."
)


def reader(model: MiniLM) -> CrossEncoder:
    """Return the cross-encoder that judges whether a sentence answers a question."""
    return CrossEncoder(WEIGHTS, model)


class Reading(NamedTuple):
    """What reading gives, each a bounded log-odds: above 0 means yes.

    `answers` tells of each of the first sentences whether it answers the question; `unsaid`
    whether the answer turns on what the message leaves unsaid; `never_done` whether the
    message asks for what is never done.
    """

    answers: tuple[float, ...] = ()
    unsaid: float = -BOUND
    never_done: float = -BOUND


def read(encoder: CrossEncoder, question: str, message: str, hits: Sequence[Hit]) -> Reading:
    """Read a question beside the first hits, and its message beside the two sentences above."""
    asked = spelled_out(question)
    pairs = [(asked, told(hit)) for hit in hits[:DEPTH]]
    scores = encoder.scores([*pairs, (message, UNSAID), (message, NEVER_DONE)])
    *answers, unsaid, never_done = (min(max(float(s), -BOUND), BOUND) for s in scores)
    return Reading(tuple(answers), unsaid, never_done)


def told(hit: Hit) -> str:
    """Return a sentence as it is read: one of an added page needs its heading to be understood."""
    return f"{hit.passage.section}: {hit.sentence.text}" if hit.passage.added else hit.sentence.text
