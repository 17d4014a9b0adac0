"""Which words of earlier turns a follow-up needs to stand alone.

After "Can I defer if I go on maternity leave?" the message "How long can I stay off for?" needs
"defer" and "maternity leave". Told by a small model that reads the message and what came before
it (`index/tagger.py`), trained by `evals/fit_followups.py`. The task is query resolution by term
classification (Voskarides et al. 2020, "Query Resolution for Conversational Search with Limited
Supervision").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.embedding import Vectors
from index.tagger import WINDOW, Tagger, Text
from index.words import shapes_of, word_spans

WEIGHTS = Path(__file__).with_name("carried.npz")
LEFT, CARRIED = range(2)
"""Labels of words: not needed, needed."""
TURNS = 4  # earlier ones that are read, the latest first
_CHARS = 400  # of a turn that are read: its last ones
_LEAST_CHARS = 20
_MARK = "\n"
_FROM = 0.5


class Read(NamedTuple):
    """A follow-up and the turns before it as one text, with where each turn stands in it."""

    text: Text
    turns: tuple[tuple[int, int, int], ...]
    """Number of the turn in the history, start and end in the text; the latest first."""


@cache
def tagger() -> Tagger:
    """Return the model, loaded when it is first asked."""
    return Tagger(WEIGHTS)


def laid_out(follow_up: str, history: Sequence[str]) -> Read:
    """Return what the model reads: the follow-up, then earlier turns, the latest first.

    What does not fit into what the model sees at once is left out. What is seen of a word
    tells besides its shape whether it is the follow-up's, the last turn's or an earlier one's.
    """
    text, turns = follow_up, list[tuple[int, int, int]]()
    for number in range(len(history) - 1, max(len(history) - TURNS, 0) - 1, -1):
        start = len(text) + len(_MARK)
        room = min(_CHARS, WINDOW - start)
        if room < _LEAST_CHARS:
            break
        told = history[number][-room:]
        text += _MARK + told
        turns.append((number, start, start + len(told)))
    words = word_spans(text)
    places = np.zeros((len(words), 3), dtype=np.float32)
    ends = [len(follow_up), turns[0][2] if turns else len(follow_up)]
    for row, (start, _) in enumerate(words):
        places[row, sum(start >= end for end in ends)] = 1.0
    seen = np.hstack([shapes_of(text, words), places])
    return Read(Text(text, words, seen), tuple(turns))


def carried(follow_up: str, history: Sequence[str]) -> list[str]:
    """Return the pieces of earlier turns that a follow-up needs, in the order they were said."""
    if not follow_up.strip() or not history:
        return []
    read = laid_out(follow_up, history)
    if not read.text.words:
        return []
    return pieces_of(read, tagger().chances(read.text))


def pieces_of(read: Read, chances: Vectors) -> list[str]:
    """Return the runs of words that are more likely needed than not; shape (words, 2)."""
    text = read.text.text
    out: list[tuple[int, int, str]] = []
    for number, start, end in read.turns:
        own = [
            (span, chances[row, CARRIED] >= _FROM)
            for row, span in enumerate(read.text.words)
            if start <= span[0] < end
        ]
        for needed, run in groupby(own, key=lambda each: bool(each[1])):
            if needed:
                spans = [span for span, _ in run]
                piece = text[spans[0][0] : spans[-1][1]]
                out.append((number, spans[0][0], " ".join(piece.split())))
    return list(dict.fromkeys(piece for _, _, piece in sorted(out)))
