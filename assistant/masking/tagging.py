"""What a small model says is personal, weighed with what the rules found.

Names that are words, names on no list and numbers without a cue are told by what stands around
them: the model reads the text, and beside each word its shape, whether lists of names, words
and places hold it, and what the rules took it for. Trained by `evals/fit_personal.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from assistant.masking.found import KINDS, PLACEHOLDER, Found
from assistant.masking.known import (
    is_first,
    is_last,
    is_ordinary,
    is_place,
    is_word,
    is_word_too,
    words_of,
)
from assistant.masking.policies import masking_policy
from index.embedding import Vectors
from index.tagger import Tagger, Text
from index.words import shapes_of, word_spans

WEIGHTS = Path(__file__).with_name("tagger.npz")
LABELS = ("", *KINDS)
LISTS = (is_first, is_last, is_ordinary, is_word, is_word_too, is_place)
_BETWEEN_NAMES = re.compile(r"[ \t]{1,2}|\. ?|[-‑'’]")
_BETWEEN = re.compile(r"[^\w\n]{0,3}")


@cache
def tagger() -> Tagger:
    """Return the model, loaded when it is first asked."""
    return Tagger(WEIGHTS)


def text_with(text: str, found: Sequence[Found] | None) -> Text:
    """Return a text with what is seen of its words; None: what rules find is not told."""
    words = word_spans(text)
    seen = [shapes_of(text, words), _listed(text, words), _found(words, found)]
    return Text(text, words, np.concatenate(seen, axis=1))


def _listed(text: str, words: Sequence[tuple[int, int]]) -> Vectors:
    rows = [_in_lists(text[start:end].title()) for start, end in words]
    return np.array(rows, dtype=np.float32).reshape(len(words), len(LISTS))


@lru_cache(maxsize=20_000)
def _in_lists(word: str) -> tuple[bool, ...]:
    return tuple(word[0].isalpha() and is_in(word) for is_in in LISTS)


def _found(words: Sequence[tuple[int, int]], found: Sequence[Found] | None) -> Vectors:
    """Return a column for each label, and one for "not told"."""
    out = np.zeros((len(words), len(LABELS) + 1), dtype=np.float32)
    if found is None:
        out[:, -1] = 1.0
        return out
    kinds = {place: f.kind for f in found for place in range(f.start, f.end)}
    for row, (start, _) in enumerate(words):
        out[row, LABELS.index(kinds.get(start, ""))] = 1.0
    return out


def settled(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the pieces that rules and model together take for personal, in no order."""
    if not text.strip():
        return list(found)
    read = text_with(text, found)
    chances = tagger().chances(read)
    limits = masking_policy("tagger")
    kept = [f for f in found if _holds(f, read, chances, limits["least_of_a_rule"])]
    for piece in _pieces(read, chances, limits["least_of_the_model"]):
        said = text[piece.start : piece.end]
        if _shape(piece.kind).search(said) and said.title() not in words_of("providers_too"):
            kept = _with(text, kept, piece)
    return kept


@cache
def _shape(kind: str) -> re.Pattern[str]:
    """Return what a piece of a kind has in it, however sure the model is."""
    return re.compile(masking_policy("shapes")[kind], re.I)


def _holds(found: Found, read: Text, chances: Vectors, least: dict[str, float]) -> bool:
    """Say whether the model thinks it possible that a piece that rules found is personal."""
    if found.kind not in least:
        return True
    first = bisect_left(read.words, (found.start, 0))
    inside = chances[first : bisect_left(read.words, (found.end, 0)), 0]
    return not len(inside) or 1.0 - float(inside.min()) >= least[found.kind]


def _pieces(read: Text, chances: Vectors, least: dict[str, float]) -> list[Found]:
    """Return the words in a row that the model is sure are of one kind."""
    out: list[Found] = []
    masked = {p for m in PLACEHOLDER.finditer(read.text) for p in range(m.start(), m.end())}
    for (start, end), row in zip(read.words, chances, strict=True):
        if start in masked:
            continue
        number = 1 + int(row[1:].argmax())
        kind = LABELS[number]
        if row[number] < least.get(kind, 2.0):
            continue
        between = _BETWEEN_NAMES if kind == "NAME" else _BETWEEN
        last = out[-1] if out else None
        near = last and last.kind == kind and last.end not in masked and start - 1 not in masked
        if near and last and between.fullmatch(read.text[last.end : start]):
            out[-1] = last._replace(end=end)
        else:
            out.append(Found(start, end, kind))
    return out


def _with(text: str, kept: list[Found], piece: Found) -> list[Found]:
    """Add a piece where it hides more; what overlaps it and is of its kind becomes one with it."""
    beside = [f for f in kept if f.start < piece.end and piece.start < f.end]
    covered = {place for f in beside for place in range(f.start, f.end)}
    if all(at in covered or not text[at].isalnum() for at in range(piece.start, piece.end)):
        return kept
    if any(f.kind != piece.kind for f in beside):
        return kept
    whole = Found(
        min(piece.start, *(f.start for f in beside)) if beside else piece.start,
        max(piece.end, *(f.end for f in beside)) if beside else piece.end,
        piece.kind,
    )
    return [*(f for f in kept if f not in beside), whole]
