"""`python -m evals.fit_questions`: train the tagger that finds the questions of a message.

Writes `assistant/question_spans.npz` and says how well it finds those of the eighth of the
messages that it never saw. Takes twenty minutes on one core. With `--mean`, what is written is
the mean of the new weights and those that were there (Wortsman et al. 2022, "Model soups"),
which finds more than either.
"""

from __future__ import annotations

import argparse
import random
from functools import partial

import numpy as np
import rich

from assistant.question_spans import FIRST, MORE, NO, WEIGHTS, question_spans, tagger, with_shapes
from evals.asked_spans import Message, found_right, messages
from evals.crossencoder import Schedule
from evals.tagger import Lesson, Maker, train
from index.crossencoder import packed, stored_weights
from index.tagger import Text, windows_of

SCHEDULE = Schedule(epochs=8, rate=1.5e-4, batch=16, seed=1, threads=1)
_SMALL = 0.12  # share of the lessons that are told in small letters
_UNMARKED = 0.12  # share without question marks


def labels_of(text: Text, spans: tuple[tuple[int, int], ...]) -> list[int]:
    """Return the label of each word."""
    out: list[int] = []
    last: tuple[int, int] | None = None
    for start, _ in text.words:
        own = next((s for s in spans if s[0] <= start < s[1]), None)
        out.append(NO if own is None else MORE if own == last else FIRST)
        last = own
    return out


def lesson(message: Message, window: int, rng: random.Random) -> Lesson:
    """Return a window of a message, now and then in small letters or without its marks."""
    text = message.text
    if rng.random() < _SMALL and len(text.lower()) == len(text):
        text = text.lower()
    if rng.random() < _UNMARKED:
        text = text.replace("?", rng.choice((" ", ",")))
    read = with_shapes(text)
    labels = labels_of(read, message.spans)
    first, part = list(windows_of(read))[window]
    return Lesson(part, labels[first : first + len(part.words)])


def makers() -> list[Maker]:
    """Return what makes the lessons, one for each window of a message to learn from."""
    return [
        partial(lesson, message, window)
        for message in messages()
        if not message.held_out
        for window, (_, part) in enumerate(windows_of(with_shapes(message.text)))
        if part.words
    ]


def main() -> None:
    """Train, write, say how good it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mean", action="store_true", help="keep half of the shipped weights")
    mean = parser.parse_args().mean
    shipped = stored_weights(WEIGHTS)
    train(makers(), 3, SCHEDULE).save(WEIGHTS)
    if mean:
        new = stored_weights(WEIGHTS)
        both = {name: (new[name] + shipped[name]) / np.float32(2) for name in shipped}
        np.savez_compressed(WEIGHTS, **packed(both))
    tagger.cache_clear()
    held = [message for message in messages() if message.held_out]
    counts = [found_right(m.spans, question_spans(m.text)) for m in held]
    right, missed, extra = (sum(column) for column in zip(*counts, strict=True))
    whole = sum(not (count[1] or count[2]) for count in counts)
    rich.print(f"{right} of {right + missed} questions found, {extra} made up;")
    rich.print(f"{whole} of {len(held)} messages without a fault")


if __name__ == "__main__":
    main()
