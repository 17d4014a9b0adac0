"""Searching a foreign corpus: BM25 and MiniLM as baselines, and our retrieval generalised."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.sentences import split_sentences
from corpus.yaml_files import parse_yaml
from evals.public.data import Asked, Benchmark
from evals.vectors import VectorCache
from index.lexical import Lexical
from index.terms import stems

Scores = NDArray[np.float32]
_QUESTION = re.compile(
    r"\?\s*$|^(?:how|what|why|when|where|who|which|whose|can|could|do|does|did|is|are|was|will|"
    r"would|should|may|must|have|has)\b",
    re.I,
)


@cache
def weights() -> dict[str, Any]:
    """Return the weights of our retrieval over foreign corpora, from `weights.yaml`."""
    text = Path(__file__).with_name("weights.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = parse_yaml(text)
    return loaded


@dataclass(frozen=True)
class Searched:
    """What a search made of some queries.

    `scores` is (queries, entries), `answered` a number a query that is higher the surer it is
    that the corpus answers, and `sentence` scores the sentences of an entry for a query (row).
    """

    scores: Scores
    answered: Scores
    sentence: Callable[[int, int], Scores]


class Search(Protocol):
    """A way to search, over the corpus it was made with."""

    name: str

    def search(self, queries: Sequence[Asked]) -> Searched:
        """Score every entry for some queries."""


@dataclass(frozen=True)
class Cut:
    """A corpus cut into sentences: entry `n` has those of rows `starts[n]` to `ends[n]`."""

    texts: list[str]
    sentences: list[str]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, benchmark: Benchmark) -> Cut:
        """Cut every entry; one without a sentence counts as one whole."""
        sentences: list[str] = []
        starts, ends = [], []
        for entry in benchmark.corpus:
            starts.append(len(sentences))
            spans = split_sentences(entry.text)
            sentences += [entry.text[a:b] for a, b in spans] or [entry.text or entry.title]
            ends.append(len(sentences))
        texts = [f"{entry.title}\n{entry.text}" for entry in benchmark.corpus]
        return cls(texts, sentences, np.array(starts), np.array(ends))


def talk_of(query: Asked) -> str:
    """Return the person's turns and the question, one a line."""
    return "\n".join([*query.turns, query.text])


class Bm25:
    """BM25 over title and text (Lù 2024, bm25s; k1 1.5, b 0.75); all the person's turns."""

    def __init__(self, cut: Cut, *, stemmed: bool) -> None:
        self.name = "bm25-stemmed" if stemmed else "bm25"
        self._tokens = stems if stemmed else _words
        self._cut = cut
        self._index = _bm25([self._tokens(text) for text in cut.texts])
        self._sentences = _bm25([self._tokens(text) for text in cut.sentences])

    def search(self, queries: Sequence[Asked]) -> Searched:
        """Score every entry for some queries."""
        asked = [self._tokens(talk_of(query)) for query in queries]
        scores = np.stack([_scored(self._index, tokens, len(self._cut.texts)) for tokens in asked])

        def sentence(row: int, entry: int) -> Scores:
            found = _scored(self._sentences, asked[row], len(self._cut.sentences))
            return found[self._cut.starts[entry] : self._cut.ends[entry]]

        return Searched(scores, scores.max(axis=1), sentence)


class Dense:
    """MiniLM's cosine to title and text in one; all the person's turns."""

    name = "minilm"

    def __init__(self, benchmark: Benchmark, cut: Cut, cache: VectorCache) -> None:
        self._cache, self._benchmark, self._cut = cache, benchmark, cut
        self._texts = cache.encode(f"{benchmark.name}-passages", cut.texts)
        self._sentences = cache.encode(f"{benchmark.name}-sentences", cut.sentences)

    def search(self, queries: Sequence[Asked]) -> Searched:
        """Score every entry for some queries."""
        asked = _vectors(self._cache, self._benchmark, [talk_of(query) for query in queries])
        scores = asked @ self._texts.T

        def sentence(row: int, entry: int) -> Scores:
            part = slice(self._cut.starts[entry], self._cut.ends[entry])
            found: Scores = self._sentences[part] @ asked[row]
            return found

        return Searched(scores, scores.max(axis=1), sentence)


class Ours:
    """Our retrieval: BM25 on stems joined with vectors of titles, sentences and texts apart.

    Earlier turns count the more, the less the turn by itself finds.
    """

    name = "npq"

    def __init__(self, benchmark: Benchmark, cut: Cut, cache: VectorCache) -> None:
        self._cache, self._benchmark, self._cut = cache, benchmark, cut
        titles = [entry.title for entry in benchmark.corpus]
        asking = sum(bool(_QUESTION.search(title)) for title in titles) / len(titles)
        self.kind = "faq" if asking >= weights()["question_share"] else "sections"
        self._titles = cache.encode(f"{benchmark.name}-titles", titles)
        self._texts = cache.encode(f"{benchmark.name}-passages", cut.texts)
        self._sentences = cache.encode(f"{benchmark.name}-sentences", cut.sentences)
        self._lexical = Lexical(cut.texts)
        self._lexical_sentences = Lexical(cut.sentences)

    def search(self, queries: Sequence[Asked]) -> Searched:
        """Score every entry for some queries."""
        weigh, talk = weights()[self.kind], weights()["talk"]
        alone = _vectors(self._cache, self._benchmark, [query.text for query in queries])
        texts = alone @ self._texts.T
        to_sentences = alone @ self._sentences.T
        sentences = np.maximum.reduceat(to_sentences, self._cut.starts, axis=1)
        titles = alone @ self._titles.T
        query_stems = [stems(query.text) for query in queries]
        scores: Scores = (
            weigh["title"] * titles
            + weigh["passage"] * texts
            + weigh["sentence"] * sentences
            + weigh["lexical"] * self._share_of_best(query_stems)
        )
        if any(query.turns for query in queries):
            told = [talk_of(query) for query in queries]
            near = _vectors(self._cache, self._benchmark, told) @ self._texts.T
            best = texts.max(axis=1, keepdims=True)
            lack = np.clip((talk["found"] - best) / (talk["found"] - talk["lost"]), 0, 1)
            lack = lack * np.array([[bool(query.turns)] for query in queries])
            whole = self._share_of_best([stems(text) for text in told])
            extra = talk["passage"] * near + talk["lexical"] * whole
            scores = np.asarray(scores + talk["weight"] * lack * extra, dtype=np.float32)
        top = scores.argmax(axis=1)
        sure = weights()["answered"]
        nearest = np.maximum(np.maximum(titles, texts), sentences).max(axis=1)
        covered = [
            self._lexical.coverage(s, [int(row)]) for s, row in zip(query_stems, top, strict=True)
        ]
        answered = sure["similarity"] * nearest + sure["coverage"] * np.array(covered)

        def sentence(row: int, entry: int) -> Scores:
            part = slice(self._cut.starts[entry], self._cut.ends[entry])
            words = self._lexical_sentences.scores(query_stems[row])[part]
            top_words = float(words.max(initial=0.0)) or 1.0
            found: Scores = to_sentences[row, part] + weigh["lexical"] * words / top_words
            return found

        return Searched(scores.astype(np.float32), np.asarray(answered, dtype=np.float32), sentence)

    def _share_of_best(self, queries: Sequence[list[str]]) -> Scores:
        found = np.stack([self._lexical.scores(query) for query in queries])
        best = found.max(axis=1, keepdims=True)
        return np.asarray(found / np.where(best > 0, best, 1), dtype=np.float32)


def _vectors(cache: VectorCache, benchmark: Benchmark, texts: list[str]) -> Scores:
    return cache.encode(f"{benchmark.name}-queries", texts)


def _words(text: str) -> list[str]:
    return re.findall(r"\w\w+", text.lower())


def _bm25(tokens: list[list[str]]) -> bm25s.BM25:
    index = bm25s.BM25(k1=1.5, b=0.75)
    # bm25s cannot index a corpus without a single word.
    index.index(tokens if any(tokens) else [["-"], *tokens[1:]], show_progress=False)
    return index


def _scored(index: bm25s.BM25, tokens: list[str], count: int) -> Scores:
    known = [token for token in tokens if token in index.vocab_dict]
    if not known:
        return np.zeros(count, dtype=np.float32)
    found: Scores = index.get_scores(known)
    return found
