"""What a LangChain tutorial gives: recursive chunks, MiniLM, Chroma, the top four as the answer."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings

from corpus.settings import Settings
from evals.records import SystemIdentity
from evals.systems.base import Prompted, Reply, SystemUnusable, documents_of, parameters
from evals.systems.chunks import Chunk, pages
from evals.systems.passages_answer import passages_reply

if TYPE_CHECKING:
    from evals.vectors import VectorCache


class PlainMiniLM(Embeddings):
    """MiniLM without our adapter, as LangChain embeddings; documents are embedded once."""

    def __init__(self, cache: VectorCache, model: Any) -> None:
        self._cache = cache
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        rows: list[list[float]] = self._cache.encode("systems", texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a question."""
        row: list[float] = self._model.encode_plain([text])[0].tolist()
        return row


class VanillaSystem:
    """Recursive chunks of 1,000 characters, dense search, four passages; it never abstains.

    Confidence is the cosine similarity of the best passage.
    """

    name = "vanilla"
    local = True

    def __init__(self, settings: Settings, cache: Path) -> None:
        self._settings = settings
        self._cache = cache
        self._policy = parameters("vanilla")
        self._store: Any = None
        self._chunks: dict[str, Chunk] = {}
        self._held: tuple[Any, ...] = ()

    def prepare(self, prompts: Sequence[Prompted]) -> None:
        """Cut, embed and store the corpus, with the documents that the questions bring."""
        documents = documents_of(prompts)
        if self._store is not None and documents == self._held:
            return
        self.close()
        self._held = documents
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        try:
            from langchain_chroma import Chroma
            from langchain_text_splitters import RecursiveCharacterTextSplitter
        except ImportError as error:
            raise SystemUnusable(
                f"The system vanilla needs the package {error.name}, which is not installed."
            ) from error
        from evals.vectors import VectorCache
        from index.embedding import MiniLM

        splitter = RecursiveCharacterTextSplitter(
            chunk_size=self._policy["chunk_size"], chunk_overlap=self._policy["chunk_overlap"]
        )
        self._chunks = {
            f"{page.id}~{number}": Chunk(f"{page.id}~{number}", page, (), text)
            for page in pages(self._settings, documents)
            for number, text in enumerate(splitter.split_text(page.text))
        }
        model = MiniLM(threads=self._settings.threads)
        self._store = Chroma(
            collection_name=f"vanilla-{uuid.uuid4().hex}",
            embedding_function=PlainMiniLM(VectorCache(self._cache, model), model),
            client=chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False)),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        self._store.add_documents(
            [
                LangChainDocument(
                    id=c.id, page_content=c.text, metadata={"attached": c.page.attached}
                )
                for c in self._chunks.values()
            ]
        )
        self._store.similarity_search_with_score("warm", k=1)

    def identity(self) -> SystemIdentity:
        """Return the parameters that decide what it says."""
        return SystemIdentity(
            name=self.name, writer=self._policy["writer"], details=dict(self._policy)
        )

    def answer(self, prompted: Prompted) -> Reply:
        """Return the four nearest passages; earlier turns are not read, as in the tutorial."""
        began = time.perf_counter()
        near = self._near(prompted)
        took = 1000 * (time.perf_counter() - began)
        found = [chunk for chunk, _ in near]
        return passages_reply(
            prompted,
            shown=found,
            found=found,
            confidence=max(0.0, min(1.0, 1.0 - near[0][1])) if near else None,
            writer=self._policy["writer"],
            milliseconds=took,
            retrieve_ms=took,
        )

    def _near(self, prompted: Prompted) -> list[tuple[Chunk, float]]:
        """Return the nearest chunks with their cosine distance."""
        found = self._store.similarity_search_with_score(
            prompted.question,
            k=self._policy["top_k"],
            filter=None if prompted.documents else {"attached": False},
        )
        return [(self._chunks[document.id], distance) for document, distance in found]

    def close(self) -> None:
        """Drop the collection."""
        if self._store is not None:
            self._store.delete_collection()
            self._store = None
