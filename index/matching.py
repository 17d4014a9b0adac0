"""How near each sentence is to one text: densely, by its words, and by the questions it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.chroma import Neighbour
from index.dense import DenseSide
from index.embedding import Vectors
from index.entries import OF_GROUP
from index.npqs import spelled_out
from index.opened import OpenIndex
from index.terms import guidance_words, stems

_SENTENCES, _QUESTIONS = 60, 100
_LEXICAL_DEPTH = 40


@dataclass(frozen=True)
class TextMatch:
    """A text held against the index: as it stands, and widened by words of the guidance."""

    index: OpenIndex
    text: str
    vector: Vectors
    sides: tuple[DenseSide, DenseSide]
    stems: list[str]
    bm25: NDArray[np.float32]
    bm25_sentence: NDArray[np.float32]

    @classmethod
    def of(cls, index: OpenIndex, text: str, *, for_one: bool = False) -> TextMatch:
        """Search for a text in every way.

        One that stands for a question about one NPQ (`for_one`) is not widened, which costs half,
        and is held against what is asked of a group's NPQs too.
        """
        vector, *widened = index.model.encode_queries(wordings(text, for_one=for_one)).values()
        plain = wide = dense_side(index, vector, for_one=for_one)
        if widened:
            wide = dense_side(index, widened[0])
        own = stems(text)
        return cls(
            index,
            text,
            vector,
            (plain, wide),
            own,
            index.lexical.scores(stems(f"{text} {guidance_words(text)}")),
            index.sentence_lexical.scores(own),
        )

    def candidates(self) -> set[int]:
        """Return the rows that are near in any way."""
        best = self.bm25.argsort()[::-1][:_LEXICAL_DEPTH]
        lexical = {int(row) for row in best if self.bm25[row]}
        return lexical.union(*(side.candidates() for side in self.sides))

    def asked(self, row: int) -> tuple[float, str]:
        """Return the nearest predicted question of a row (cosine); 0 and nothing if none is."""
        return max(
            (side.asked.get(row, (0.0, "")) for side in self.sides), key=lambda near: near[0]
        )

    def features(self, row: int, *, predicted: bool, without: frozenset[str]) -> dict[str, float]:
        """Return how near a row is; `without` are stems of the text that it need not hold."""
        top, top_sentence = self._tops
        told = [stem for stem in self.stems if stem not in without]
        return {
            **self.sides[0].features(row, "", predicted=predicted),
            **self.sides[1].features(row, "_wide", predicted=predicted),
            "bm25": float(self.bm25[row]) / top,
            "bm25_sentence": float(self.bm25_sentence[row]) / top_sentence,
            "coverage": self.index.lexical.coverage(told, [row]),
        }

    @cached_property
    def _tops(self) -> tuple[float, float]:
        return (
            float(self.bm25.max(initial=0.0)) or 1.0,
            float(self.bm25_sentence.max(initial=0.0)) or 1.0,
        )


def wordings(text: str, *, for_one: bool = False) -> list[str]:
    """Return what is embedded of a text: as it stands and, but `for_one`, widened."""
    plain = spelled_out(text)
    more = f"{guidance_words(text)}{'' if 'npq' in text.lower() else ' NPQ'}".strip()
    return [plain, f"{plain} {more}"] if more and not for_one else [plain]


def dense_side(index: OpenIndex, vector: Vectors, *, for_one: bool = False) -> DenseSide:
    """Return what is near a vector among sentences and predicted questions."""
    sentences = index.store.nearest("sentences", vector, _SENTENCES)
    return DenseSide.of(index, sentences, _asked(index, vector, for_one=for_one))


def asked_side(index: OpenIndex, vector: Vectors) -> DenseSide:
    """Return what is near a vector among predicted questions alone."""
    return DenseSide.of(index, (), _asked(index, vector, for_one=False))


def _asked(index: OpenIndex, vector: Vectors, *, for_one: bool) -> list[Neighbour]:
    near = index.store.nearest("questions", vector, _QUESTIONS)
    return [each for each in near if for_one or not each.id.startswith(OF_GROUP)]


def highest(each: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the highest value of each feature."""
    return {name: max(features[name] for features in each) for name in each[0]}
