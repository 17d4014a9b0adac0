"""The folder of added documents: each file is written whole, and none is ever lost."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import CorpusError, writing_to
from corpus.library import read_page, write_page
from corpus.records import Document
from corpus.settings import Settings

_LONGEST_SLUG = 60


class Shelf:
    """The added documents of a deployment, as files on disk."""

    def __init__(self, settings: Settings) -> None:
        self._data = settings.data_dir
        self._folder = settings.documents_dir
        self._documents = dict(self._read())
        self._prints = {fingerprint(found.text) for found in self._documents.values()}

    def holds(self, print_of_text: str) -> bool:
        """Say whether a document with this text is there already."""
        return print_of_text in self._prints

    def titles(self) -> Mapping[str, str]:
        """Return the title of each document by its id."""
        return {document.id: document.title for document in self._documents.values()}

    def put(self, document: Document) -> bool:
        """Write a document; say whether an earlier one moved to `replaced/` to make room."""
        target = self._folder / f"{document.id}.md"
        earlier = self._path_of(document.id)
        with writing_to(self._data):
            self._folder.mkdir(parents=True, exist_ok=True)
            waiting = self._written(write_page(document))
            try:
                if earlier is not None:
                    kept = self._folder / "replaced" / f"{document.id}-{_now()}.md"
                    kept.parent.mkdir(exist_ok=True)
                    # Copied, not moved: a failure in between must not leave the shelf empty.
                    shutil.copy2(earlier, kept)
                os.replace(waiting, target)
                if earlier is not None and earlier != target:
                    earlier.unlink()
            finally:
                waiting.unlink(missing_ok=True)
        self._forget(earlier)
        self._documents[target] = document
        self._prints.add(fingerprint(document.text))
        return earlier is not None

    def remove(self, document_id: str) -> Path:
        """Move a document to `removed/`; raise `CorpusError` if it is not an added one.

        A part of an id, or of a title, is enough where only one document has it.
        """
        document_id = self._whole_id(document_id)
        path = self._path_of(document_id)
        if path is None:
            there = ", ".join(sorted(self.titles())) or "none"
            raise CorpusError(
                f"There is no added document with the id {document_id!r}; added ones: {there}."
            )
        with writing_to(self._data):
            target = self._folder / "removed" / f"{document_id}.md"
            target.parent.mkdir(exist_ok=True)
            if target.exists():
                target = target.with_name(f"{document_id}-{_now()}.md")
            os.replace(path, target)
        self._forget(path)
        return target

    def _forget(self, path: Path | None) -> None:
        document = self._documents.pop(path, None) if path else None
        if document is not None:
            self._prints.discard(fingerprint(document.text))

    def _read(self) -> Iterator[tuple[Path, Document]]:
        for path in sorted(self._folder.glob("*.md")):
            try:
                yield path, read_page(path, added=True)
            except (CorpusError, OSError):
                # A page that someone spoilt by hand is the business of `npq corpus check`.
                continue

    def _path_of(self, document_id: str) -> Path | None:
        for path, document in self._documents.items():
            if document.id == document_id:
                return path
        spoilt = self._folder / f"{document_id}.md"
        safe = re.fullmatch(r"[a-z0-9-]+", document_id) is not None
        return spoilt if safe and spoilt.is_file() else None

    def _whole_id(self, part: str) -> str:
        known = self.titles()
        if part in known or not part.strip() or self._path_of(part) is not None:
            return part
        told = part.casefold()
        meant = [i for i, title in known.items() if told in i or told in title.casefold()]
        return meant[0] if len(meant) == 1 else part

    def _written(self, text: str) -> Path:
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".adding-", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        return Path(name)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text, by which the same content is known again."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def document_id(title: str, taken: Mapping[str, str]) -> str:
    """Make an id from a title; another title that makes the same id gets a mark of its own."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_title.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    mark = hashlib.sha256(title.casefold().encode()).hexdigest()[:6]
    new_id = f"added-{slug or mark}"
    same = taken.get(new_id, title).casefold() == title.casefold()
    return new_id if same else f"{new_id}-{mark}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
