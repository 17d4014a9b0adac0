"""The one place that talks to Chroma: always our own vectors, telemetry off."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, cast

import chromadb
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.types import Embedding
from chromadb.config import Settings as ChromaSettings

from corpus.errors import writing_to
from index.embedding import Vectors
from index.entries import COLLECTIONS, Collection, Entry

_BATCH = 500
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    # Chroma draws its graph anew whenever it opens a store: with its default of 100, two in three
    # questions lack a neighbour that an exact search finds, and not the same one each time.
    "ef_search": 4000,
    "max_neighbors": 32,
    # Vectors stay in SQLite; a half-written HNSW file cannot be read again.
    "sync_threshold": 1_000_000,
}


class Neighbour(NamedTuple):
    """An entry near a question: its metadata and its cosine similarity."""

    id: str
    metadata: dict[str, Any]
    similarity: float


def open_client(folder: Path) -> Client:
    """Open a persistent store with telemetry off."""
    client = chromadb.PersistentClient(
        path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
    )
    return cast(Client, client)  # declared without `close`


def write_store(
    folder: Path,
    entries: Iterable[Entry],
    vectors: dict[str, Vectors],
    progress: Callable[[str, int, int], None],
) -> None:
    """Write one cosine collection a kind of entry into a new folder."""
    client = open_client(folder)
    by_collection: dict[str, list[Entry]] = {name: [] for name in COLLECTIONS}
    for entry in entries:
        by_collection[entry.collection].append(entry)
    total, done = sum(map(len, by_collection.values())), 0
    for name, members in by_collection.items():
        collection = client.create_collection(
            name,
            configuration={"hnsw": _HNSW},
            embedding_function=None,
        )
        for start in range(0, len(members), _BATCH):
            batch = members[start : start + _BATCH]
            embeddings: list[Embedding] = [vectors[entry.key] for entry in batch]
            collection.add(
                ids=[entry.id for entry in batch],
                embeddings=embeddings,
                documents=[entry.text for entry in batch],
                metadatas=[dict(entry.metadata) for entry in batch],
            )
            done += len(batch)
            progress("Storing", done, total)
    client.close()


class Store:
    """The collections of one build, open for reading.

    Chroma writes to a store even to read it: a read-only one is copied aside first.
    """

    def __init__(self, folder: Path) -> None:
        self._aside = None if is_writable(folder) else _copied_aside(folder)
        self._remove_aside = weakref.finalize(
            self, shutil.rmtree, self._aside or "", ignore_errors=True
        )
        self._client = open_client(self._aside or folder)
        self._collections = {
            name: self._client.get_collection(name, embedding_function=None) for name in COLLECTIONS
        }
        # Chroma takes as long to look metadata up as to search.
        self._told: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in COLLECTIONS}

    def counts(self) -> dict[str, int]:
        """Return how many entries each collection holds."""
        return {name: collection.count() for name, collection in self._collections.items()}

    def nearest(self, name: Collection, vector: Vectors, count: int) -> list[Neighbour]:
        """Return the entries nearest to a unit vector, best first."""
        asked: list[Embedding] = [vector]
        collection, told = self._collections[name], self._told[name]
        found = collection.query(query_embeddings=asked, n_results=count, include=["distances"])
        ids, distances = found["ids"][0], found["distances"] or [[]]
        missing = [entry_id for entry_id in ids if entry_id not in told]
        if missing:
            read = collection.get(ids=missing, include=["metadatas"])
            told.update(zip(read["ids"], map(dict, read["metadatas"] or []), strict=True))
        return [
            Neighbour(entry_id, told[entry_id], 1.0 - distance)
            for entry_id, distance in zip(ids, distances[0], strict=True)
        ]

    def close(self) -> None:
        """Close the store, so that its folder may be removed."""
        self._client.close()
        self._remove_aside()


def is_writable(folder: Path) -> bool:
    """Say whether Chroma can open a store where it is."""
    return all(os.access(path, os.W_OK) for path in (folder, *folder.glob("*.sqlite3")))


def _copied_aside(folder: Path) -> Path:
    aside = Path(tempfile.gettempdir())
    with writing_to(aside):
        aside = Path(tempfile.mkdtemp(prefix="npq-"))
        # Contents only: permissions of a read-only original must not come along.
        shutil.copytree(folder, aside, copy_function=shutil.copyfile, dirs_exist_ok=True)
        for made in (aside, *aside.rglob("*")):
            made.chmod(0o700 if made.is_dir() else 0o600)
    return aside
