"""Retrieval as GOV.UK Chat does it, on our corpus: chunks by heading, dense, weighed by type."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.settings import Settings
from evals.records import SystemIdentity
from evals.systems.base import Prompted, Reply, documents_of, parameters
from evals.systems.chunks import Chunk, heading_chunks, pages
from evals.systems.passages_answer import passages_reply

if TYPE_CHECKING:
    from evals.vectors import Vectors
    from index.embedding import MiniLM


class GovukChatLike:
    """A chunk at every heading, dense only, weighed by document type, a least score.

    Confidence is the weighed score of the best chunk, over the largest weight.
    """

    name = "govuk-chat-like"
    local = True

    def __init__(self, settings: Settings, cache: Path) -> None:
        self._settings = settings
        self._cache = cache
        self._policy = parameters("govuk_chat_like")
        self._model: MiniLM | None = None
        self._chunks: list[Chunk] = []
        self._vectors: Vectors | None = None
        self._held: tuple[Any, ...] = ()

    def prepare(self, prompts: Sequence[Prompted]) -> None:
        """Cut and embed the corpus, with the documents that the questions bring."""
        documents = documents_of(prompts)
        if self._vectors is not None and documents == self._held:
            return
        from evals.vectors import VectorCache
        from index.embedding import MiniLM

        self._held = documents
        self._model = self._model or MiniLM(threads=self._settings.threads)
        self._chunks = [
            chunk for page in pages(self._settings, documents) for chunk in heading_chunks(page)
        ]
        cache = VectorCache(self._cache, self._model)
        self._vectors = cache.encode("systems", [chunk.headed for chunk in self._chunks])
        self._model.encode_plain(["warm"])

    def identity(self) -> SystemIdentity:
        """Return the parameters that decide what it says."""
        return SystemIdentity(
            name=self.name, writer=self._policy["writer"], details=dict(self._policy)
        )

    def weighed(self, question: str, *, attached: bool = False) -> list[tuple[float, Chunk]]:
        """Return the nearest chunks with their weighed scores, best first."""
        assert self._model is not None
        assert self._vectors is not None
        scores = self._vectors @ self._model.encode_plain([question])[0]
        order = [
            row
            for row in scores.argsort(kind="stable")[::-1]
            if attached or not self._chunks[row].page.attached
        ]
        nearest = order[: self._policy["retrieved_from_index"]]
        weights: dict[str, float] = self._policy["document_type_weightings"]
        found = [
            (float(scores[row]) * weights.get(self._chunks[row].page.kind, 1.0), self._chunks[row])
            for row in nearest
        ]
        return sorted(found, key=lambda item: (-item[0], item[1].id))

    def answer(self, prompted: Prompted) -> Reply:
        """Return the best chunks over the least score; without one, abstain."""
        began = time.perf_counter()
        found = self.weighed(prompted.question, attached=bool(prompted.documents))
        took = 1000 * (time.perf_counter() - began)
        least = self._policy["minimum_score"]
        kept = [chunk for score, chunk in found if score >= least][: self._policy["max_results"]]
        highest = max(self._policy["document_type_weightings"].values())
        return passages_reply(
            prompted,
            shown=kept[: self._policy["shown"]],
            found=kept,
            confidence=max(0.0, min(1.0, found[0][0] / highest)) if found else None,
            writer=self._policy["writer"],
            milliseconds=took,
            retrieve_ms=took,
            nothing=self._policy["nothing"],
        )

    def close(self) -> None:
        """Let the vectors go."""
        self._vectors = None
