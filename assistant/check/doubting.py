"""Which words of a statement its evidence does not bear out, told by a small model.

Rules know few ways to say a thing freely; a model that has read thousands of statements beside
their evidence, the wrong words marked, knows more of them (`index/tagger.py`, trained by
`evals/fit_doubts.py`). Token-level checking of claims is after Goyal and Durrett 2020,
"Evaluating Factuality in Generation with Dependency-level Entailment".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.check.reading import Word, all_words, rewritten
from index.embedding import Vectors
from index.tagger import WINDOW, Tagger, Text
from index.words import shapes_of, word_spans

WEIGHTS = Path(__file__).with_name("doubts.npz")
FINE, WRONG = range(2)
"""Labels of words: borne out, not borne out."""
_MARK = "\n"
_MOST_SAID = 400  # characters of a statement that are read


@cache
def tagger() -> Tagger:
    """Return the model, loaded when it is first asked."""
    return Tagger(WEIGHTS)


def laid_out(statement: str, evidence: Sequence[str]) -> Text:
    """Return what the model reads: the statement, then its evidence.

    What is seen of a word is its shape, on which side it stands, and whether the other side has
    it, shape (words, 11). What does not fit into what the model sees at once is left out.
    """
    said = " ".join(statement.split())[:_MOST_SAID]
    text = (said + _MARK + " ".join(" ".join(each.split()) for each in evidence))[:WINDOW]
    words = word_spans(text)
    held = [_held(text[: len(said)]), _held(text[len(said) :])]
    places = np.zeros((len(words), 3), dtype=np.float32)
    for row, (start, end) in enumerate(words):
        side = int(start >= len(said))
        places[row, side] = 1.0
        places[row, 2] = float(_told(text[start:end], *held[1 - side]))
    return Text(text, words, np.hstack([shapes_of(text, words), places]))


def said_words(read: Text) -> int:
    """Return how many of the words are the statement's; they come first."""
    return int(read.seen[:, -3].sum())


class Doubts(NamedTuple):
    """The words of a statement, and how likely each is not borne out, shape (words,)."""

    words: tuple[str, ...]
    chances: Vectors

    def most(self) -> list[str]:
        """Return the words that are as likely wrong as not; the most doubted one if none is."""
        least = min(0.5, float(self.chances.max(initial=0.0)))
        told = zip(self.words, self.chances, strict=True)
        return [word for word, chance in told if chance >= least]


def doubts(statement: str, evidence: Sequence[str]) -> Doubts:
    """Read a statement beside its evidence."""
    read = laid_out(statement, evidence)
    own = said_words(read)
    words = tuple(read.text[start:end] for start, end in read.words[:own])
    return Doubts(words, tagger().chances(read)[:own, WRONG])


def _held(text: str) -> tuple[frozenset[str], frozenset[int]]:
    """Return the words of a text as they are compared, and the lines of the policy they are on."""
    words = all_words(rewritten(text))
    lines: frozenset[int] = frozenset().union(*(word[1] for word in words))
    return frozenset({*(word[0] for word in words), *text.lower().split()}), lines


def _told(token: str, keys: frozenset[str], lines: frozenset[int]) -> bool:
    if token.lower() in keys:
        return True
    word: tuple[Word, ...] = all_words(rewritten(token))
    return any(each[0] in keys or bool(each[1] & lines) for each in word)
