"""Texts in which stretches are marked: "who pays for the [[cover]]"."""

from __future__ import annotations

import re

_MARKED = re.compile(r"\[\[(.*?)\]\]", re.S)
_LENGTH = len("[[")


def unmarked(text: str) -> str:
    """Return a text without its marks."""
    return _MARKED.sub(r"\1", text)


def marked_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the marked stretches start and end in the text without marks."""
    return tuple(
        (match.start() - 2 * _LENGTH * number, match.end() - 2 * _LENGTH * (number + 1))
        for number, match in enumerate(_MARKED.finditer(text))
    )


def marked_pieces(text: str) -> list[str]:
    """Return the marked stretches."""
    return _MARKED.findall(text)
