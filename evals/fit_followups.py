"""`python -m evals.fit_followups`: train the tagger that finds what a follow-up takes over.

Writes `assistant/carried.npz` and says how well it finds the words that were marked in the
eighth of the conversations that it never saw. Takes ten minutes on two cores.
"""

from __future__ import annotations

import random
from functools import partial

import rich

from assistant.carried import CARRIED, LEFT, WEIGHTS, carried, laid_out, tagger
from evals.conversations import Conversation, conversations
from evals.crossencoder import Schedule
from evals.tagger import Lesson, Maker, train
from index.terms import words

SCHEDULE = Schedule(epochs=8, rate=1.5e-4, batch=16)
_SMALL = 0.15  # share of the lessons that are told in small letters
_UNMARKED = 0.2  # share without question marks


def lesson(said: Conversation, rng: random.Random) -> Lesson:
    """Return a conversation, now and then in small letters or without its marks."""
    history, follow_up = list(said.history), said.follow_up
    if rng.random() < _SMALL:
        history, follow_up = [_small(turn) for turn in history], _small(follow_up)
    if rng.random() < _UNMARKED:
        history = [turn.replace("?", " ") for turn in history]
        follow_up = follow_up.replace("?", " ")
    read = laid_out(follow_up, history)
    labels = [LEFT] * len(read.text.words)
    for number, start, end in read.turns:
        cut = len(history[number]) - (end - start)
        needed = [(s - cut + start, e - cut + start) for s, e in said.needed[number]]
        for row, (first, _) in enumerate(read.text.words):
            if start <= first < end and any(s <= first < e for s, e in needed):
                labels[row] = CARRIED
    return Lesson(read.text, labels)


def _small(text: str) -> str:
    return text.lower() if len(text.lower()) == len(text) else text


def makers() -> list[Maker]:
    """Return what makes the lessons, one for each conversation to learn from."""
    return [partial(lesson, said) for said in conversations() if not said.held_out]


def main() -> None:
    """Train, write, say how good it is."""
    train(makers(), 2, SCHEDULE).save(WEIGHTS)
    tagger.cache_clear()
    right = found = wanted = whole = 0
    held = [said for said in conversations() if said.held_out]
    for said in held:
        told = set(words(" ".join(carried(said.follow_up, said.history))))
        marked = set(words(" ".join(said.pieces)))
        right, found, wanted = right + len(told & marked), found + len(told), wanted + len(marked)
        whole += told == marked
    rich.print(
        f"words needed found {right / wanted:.3f}, right among those found {right / found:.3f};"
    )
    rich.print(f"{whole} of {len(held)} conversations without a fault")


if __name__ == "__main__":
    main()
