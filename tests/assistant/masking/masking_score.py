"""Score masking on the invented snippets: recall of what is personal, precision of what is hid."""

from __future__ import annotations

from assistant.masking.personal import find_personal
from evals.snippets import Scored, score, snippets

# The sets that were looked at, or learned from, each with the recall and precision it must keep.
FILES = {
    "first": (0.99, 0.98),
    "unseen": (0.99, 0.98),
    "blind": (0.99, 0.98),
    "hard": (0.99, 0.98),
    "kinds": (0.99, 0.98),
}
# Never looked at and never learned from, with what they had when they were first scored, or less.
MEASURED = {
    "kept": (0.97, 0.95),
    "blind_ordinary": (0.975, 0.97),
    "blind_hard": (0.86, 0.74),
}


def masked(name: str) -> Scored:
    """Mask one of the sets and score it."""
    lines = snippets(name)
    return score(lines, [find_personal(line.text) for line in lines])
