"""The lexical side: BM25 over each sentence with its heading and the questions it answers."""

from __future__ import annotations

import math
from collections import Counter

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.terms import stems


class Lexical:
    """BM25 scores and word coverage, one text a sentence (Lù 2024, bm25s; k1 1.5, b 0.75)."""

    def __init__(self, texts: list[str]) -> None:
        tokens = [stems(text) for text in texts]
        self._bm25 = bm25s.BM25()
        self._bm25.index(tokens, show_progress=False)
        self._sets = [frozenset(each) for each in tokens]
        frequency = Counter(stem for each in self._sets for stem in each)
        self._rare = math.log(1 + len(texts))
        self._idf = {s: math.log(1 + len(texts) / (1 + n)) for s, n in frequency.items()}

    def scores(self, query: list[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every text for a query given as stems."""
        known = [stem for stem in query if stem in self._idf]
        if not known:
            return np.zeros(len(self._sets), dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def coverage(self, query: list[str], rows: list[int]) -> float:
        """Return the share of the query's stems, weighed by rarity, that some texts hold."""
        held = frozenset[str]().union(*(self._sets[row] for row in rows))
        weights = {stem: self._idf.get(stem, self._rare) for stem in query}
        total = sum(weights.values())
        return sum(w for stem, w in weights.items() if stem in held) / total if total else 0.0

    def knows(self, stem: str) -> bool:
        """Say whether any text holds a stem."""
        return stem in self._idf
