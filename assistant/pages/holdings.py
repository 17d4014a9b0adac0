"""What the guidance library holds: documents, their passages, and how they hang together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from corpus.library import Library
from corpus.records import Document, Fact
from corpus.settings import Settings
from index.builds import Manifest, current_build, read_manifest
from index.changes import Changes, read_changes
from index.passages import passages_of
from index.records import Passage, Sentence

_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True)
class Replaced:
    """A sentence of a page whose fact others replaced, and the sentence that holds now."""

    sentence: Sentence
    by: Document | None
    now: Sentence | None


@dataclass(frozen=True)
class Holdings:
    """The documents by title, their passages, and the build in use if there is one."""

    documents: dict[str, Document]
    passages: dict[str, tuple[Passage, ...]]
    manifest: Manifest | None
    changes: Changes | None

    @classmethod
    def load(cls, settings: Settings) -> Holdings:
        """Read the library and what the build in use says of itself; no model is loaded."""
        listed = sorted(Library.load(settings), key=lambda d: (d.title.lower(), d.id))
        folder = current_build(settings.index_dir)
        return cls(
            documents={document.id: document for document in listed},
            passages={document.id: tuple(passages_of(document)) for document in listed},
            manifest=read_manifest(folder) if folder else None,
            changes=read_changes(folder) if folder else None,
        )

    def is_indexed(self, document_id: str) -> bool:
        """Say whether answers use a document as it is now."""
        now = {passage.id: passage.content_hash for passage in self.passages[document_id]}
        return now == self._indexed.get(document_id, {})

    @property
    def outdated(self) -> bool:
        """Say whether there is an index, and the documents are not all in it as they are now."""
        if self.manifest is None:
            return False
        return set(self._indexed) != {key for key, held in self.passages.items() if held} or any(
            not self.is_indexed(document_id) for document_id in self.documents
        )

    def replaced_by(self, document_id: str) -> list[Document]:
        """Return the documents that say this one replaced them."""
        return [d for d in self.documents.values() if d.superseded_by == document_id]

    def linking_to(self, document_id: str) -> list[Document]:
        """Return the other documents whose text has a link to the address of this one."""
        url = self.documents[document_id].url
        if url is None:
            return []
        return [
            d
            for d in self.documents.values()
            if d.id != document_id and _address(url) in self._links[d.id]
        ]

    def replaced_facts(self, document_id: str) -> Iterator[Replaced]:
        """Yield the sentences whose facts are superseded, each with what another page says now."""
        for sentence in self._sentences(document_id):
            newer = [f.superseded_by for f in sentence.facts if f.superseded_by]
            if newer:
                yield self._replaced(sentence, newer, document_id)

    def documents_with_replaced_facts(self, document_id: str) -> Counter[str]:
        """Count, by other document, the facts that facts of this one replaced."""
        here = {fact.id for fact in self.documents[document_id].facts}
        return Counter(
            d.id
            for d in self.documents.values()
            if d.id != document_id
            for fact in _distinct(d.facts)
            if fact.superseded_by in here
        )

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage as it is now."""
        found = self.passages.get(passage_id.rpartition("#")[0], ())
        return next((passage for passage in found if passage.id == passage_id), None)

    def _replaced(self, sentence: Sentence, newer: list[str], document_id: str) -> Replaced:
        for fact_id in newer:
            for other, now in self._tellers.get(fact_id, ()):
                if other.id != document_id:
                    return Replaced(sentence, other, now)
        own = next((found for fact_id in newer for found in self._tellers.get(fact_id, ())), None)
        return Replaced(sentence, *own) if own else Replaced(sentence, None, None)

    def _sentences(self, document_id: str) -> Iterator[Sentence]:
        return (s for passage in self.passages[document_id] for s in passage.sentences)

    @cached_property
    def _indexed(self) -> dict[str, dict[str, str]]:
        held: dict[str, dict[str, str]] = {}
        for passage_id, content in (self.manifest.passages if self.manifest else {}).items():
            held.setdefault(passage_id.rpartition("#")[0], {})[passage_id] = content
        return held

    @cached_property
    def _tellers(self) -> dict[str, list[tuple[Document, Sentence]]]:
        told: dict[str, list[tuple[Document, Sentence]]] = {}
        for document in self.documents.values():
            for sentence in self._sentences(document.id):
                for fact in sentence.facts:
                    told.setdefault(fact.id, []).append((document, sentence))
        return told

    @cached_property
    def _links(self) -> dict[str, set[str]]:
        return {
            document.id: {_address(found) for found in _ADDRESS.findall(document.text)}
            for document in self.documents.values()
        }


def fingerprint(settings: Settings) -> tuple[object, ...]:
    """Return what changes whenever the holdings may have: the build in use, the added files."""
    build = current_build(settings.index_dir)
    added = [_stamp(path) for path in sorted(settings.documents_dir.glob("*.md"))]
    return (str(build), *added)


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, found.st_mtime_ns, found.st_size


def _distinct(facts: tuple[Fact, ...]) -> list[Fact]:
    return list({fact.id: fact for fact in facts}.values())


def _address(url: str) -> str:
    """Return an address as two writings of it compare: without scheme, www, fragment or slash."""
    parts = urlsplit(url.rstrip(".,;"))
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
