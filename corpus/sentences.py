"""Split guidance text into sentences, with offsets so that a quote is exact."""

from __future__ import annotations

import re
from typing import NamedTuple

_ABBREVIATED = (
    "e.g i.e etc vs mr mrs ms dr prof st no hrs hr approx dept inc ltd sept jan feb mar apr "
    "jun jul aug oct nov dec para fig cf"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_END = re.compile(r'[.!?]+["”’)\]]*(?=\s+["“‘(\[]?[A-Z0-9£])')
_ENUMERATOR = re.compile(r"\d{1,2}|[ivx]+")
_MARKER = re.compile(r"^(?:[-*•]\s+|\d{1,2}[.)]\s+)")


class Span(NamedTuple):
    """Start and end offsets, in characters, of a sentence in its text."""

    start: int
    end: int


def _is_abbreviation(head: str, stop: str) -> bool:
    """Say whether the full stop after `head` belongs to an abbreviation or a list number."""
    if stop != ".":
        return False
    word = (head.rsplit(None, 1) or [""])[-1].lstrip('("“‘[').lower()
    alone = not head.strip()[: -len(word) or None].strip(" •-")
    if word in _ABBREVIATIONS or re.fullmatch("[a-z]", word):
        return True
    return alone and _ENUMERATOR.fullmatch(word) is not None


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text`; a line break always ends one, list markers are left out."""
    spans: list[Span] = []
    for match in re.finditer(r"[^\n]+", text):
        line, offset, start = match.group(), match.start(), 0
        ends = [
            end.end()
            for end in _END.finditer(line)
            if not _is_abbreviation(line[: end.start()], line[end.start()])
        ]
        for end in [*ends, len(line)]:
            spans += _trimmed(text, offset + start, offset + end)
            start = end
    return spans


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    """Drop white space and a list marker from the ends of a span; empty if nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    marker = _MARKER.match(text[start:end])
    start += marker.end() if marker else 0
    end = start + len(text[start:end].rstrip())
    return [Span(start, end)] if end > start else []
