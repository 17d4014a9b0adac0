"""The words of a text and what a vocabulary without capitals and line ends hides of them."""

from __future__ import annotations

import numpy as np
import regex

from index.embedding import Vectors

SHAPES = (
    "small",
    "titled",
    "capitals",
    "one capital",
    "mixed",
    "figures",
    "opens a line",
    "opens a paragraph",
)
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’](?!s\b)[\p{L}\p{M}]+)*|\p{N}+")
_OPENS_LINE = regex.compile(r"\n[^\w\n]*$")
_OPENS_PARAGRAPH = regex.compile(r"\n[ \t>]*\n[^\w\n]*$")
_BEFORE = 40


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text stand; a possessive "'s" is no part of one."""
    return [match.span() for match in _WORD.finditer(text)]


def shapes_of(text: str, words: list[tuple[int, int]]) -> Vectors:
    """Return 1 where a word has a shape, shape (words, 8), in the order of `SHAPES`."""
    out = np.zeros((len(words), len(SHAPES)), dtype=np.float32)
    for row, (start, end) in enumerate(words):
        out[row, SHAPES.index(_shape(text[start:end]))] = 1.0
        before = text[max(0, start - _BEFORE) : start]
        if start <= _BEFORE:
            before = "\n\n" + before
        out[row, -2] = _OPENS_LINE.search(before) is not None
        out[row, -1] = _OPENS_PARAGRAPH.search(before) is not None
    return out


def _shape(word: str) -> str:
    if word.isdigit():
        return "figures"
    if word.islower():
        return "small"
    if word.isupper():
        return "capitals" if len(word) > 1 else "one capital"
    return "titled" if word.istitle() else "mixed"
