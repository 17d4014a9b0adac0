"""BM25 over sections, the best section as the answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from corpus.settings import Settings
from evals.records import SystemIdentity
from evals.systems.base import Prompted, Reply, documents_of, parameters
from evals.systems.chunks import Chunk, heading_chunks, pages
from evals.systems.passages_answer import passages_reply


class Bm25System:
    """BM25 with a stemmer; it abstains only where no word is known.

    Confidence is s / (s + 10) of the best score s: the order is BM25's, the size means nothing.
    """

    name = "bm25"
    local = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._policy = parameters("bm25")
        self._chunks: list[Chunk] = []
        self._index: Any = None
        self._stemmer: Any = None
        self._held: tuple[Any, ...] = ()

    def prepare(self, prompts: Sequence[Prompted]) -> None:
        """Index the corpus, with the documents that the questions bring."""
        documents = documents_of(prompts)
        if self._index is not None and documents == self._held:
            return
        import bm25s
        import Stemmer

        self._held = documents
        self._chunks = [
            chunk for page in pages(self._settings, documents) for chunk in heading_chunks(page)
        ]
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25(k1=self._policy["k1"], b=self._policy["b"])
        self._index.index(self._tokens([c.headed for c in self._chunks]), show_progress=False)

    def identity(self) -> SystemIdentity:
        """Return the parameters that decide what it says."""
        return SystemIdentity(
            name=self.name, writer=self._policy["writer"], details=dict(self._policy)
        )

    def answer(self, prompted: Prompted) -> Reply:
        """Return the best section."""
        began = time.perf_counter()
        known = [t for t in self._tokens([prompted.question])[0] if t in self._index.vocab_dict]
        scores = self._index.get_scores(known) if known else []
        order = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
        held = bool(prompted.documents)
        order = [row for row in order if held or not self._chunks[row].page.attached]
        best = [row for row in order[: self._policy["found"]] if scores[row] > 0]
        took = 1000 * (time.perf_counter() - began)
        found = [self._chunks[row] for row in best]
        top = float(scores[best[0]]) if best else 0.0
        return passages_reply(
            prompted,
            shown=found[:1],
            found=found,
            confidence=top / (top + 10),
            writer=self._policy["writer"],
            milliseconds=took,
            retrieve_ms=took,
            nothing=self._policy["nothing"],
        )

    def close(self) -> None:
        """Let the index go."""
        self._index = None

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        import bm25s

        tokens: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return tokens
