"""Add files to this deployment's documents, and take them away again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from corpus.details import Asker, Details, complete
from corpus.errors import FileRejected
from corpus.readers import ACCEPTED, ReadText, read_file
from corpus.readers.reading import shown
from corpus.records import Document
from corpus.settings import Settings
from corpus.shelf import Shelf, document_id, fingerprint

__all__ = ["AddReport", "Added", "Details", "add_documents", "remove_document"]

_BYTES_PER_MB = 1_000_000


class Added(NamedTuple):
    """A file that became a document, and whether it took the place of an earlier one."""

    path: Path
    document: Document
    unrepaired: tuple[str, ...]
    replaced: bool


@dataclass
class AddReport:
    """What became of each file: added, already there, or rejected with one sentence."""

    added: list[Added] = field(default_factory=list)
    already: list[Path] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def add_documents(
    paths: Iterable[Path], details: Details, settings: Settings, *, ask: Asker | None = None
) -> AddReport:
    """Add each file, or each readable file of a folder; one that fails does not stop the rest."""
    report = AddReport()
    shelf = Shelf(settings)
    for path in paths:
        try:
            files = list(_files(path, settings))
        except FileRejected as error:
            report.rejected.append(error.sentence)
            continue
        for file in files:
            try:
                _add(file, details, settings, shelf, ask, report)
            except FileRejected as error:
                report.rejected.append(error.sentence)
    return report


def remove_document(document_id: str, settings: Settings) -> Path:
    """Move an added document to `documents/removed/`, and return where it is now."""
    return Shelf(settings).remove(document_id)


def _files(path: Path, settings: Settings) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    own = settings.documents_dir.resolve()
    try:
        found = sorted(
            file
            for file in path.rglob("*")
            if file.suffix.lower() in ACCEPTED
            and file.is_file()
            and not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            and own not in file.resolve().parents
        )
    except OSError as error:
        raise FileRejected(f"{shown(path)} cannot be read: the system refused it.") from error
    if not found:
        raise FileRejected(
            f"{shown(path)} holds no file that can be read; accepted: {', '.join(ACCEPTED)}."
        )
    yield from found


def _add(
    path: Path,
    details: Details,
    settings: Settings,
    shelf: Shelf,
    ask: Asker | None,
    report: AddReport,
) -> None:
    read = read_file(path, max_bytes=int(settings.max_file_mb * _BYTES_PER_MB))
    if shelf.holds(fingerprint(read.text)):
        report.already.append(path)
        return
    document = _document(path, read, details, shelf, ask)
    for other in report.added:
        if other.document.id == document.id:
            raise FileRejected(
                f"{shown(path)}: not added: {shown(other.path)} was just added under the same "
                "title; give this one another with --title."
            )
    replaced = shelf.put(document)
    report.added.append(Added(path, document, read.unrepaired, replaced))


def _document(
    path: Path, read: ReadText, details: Details, shelf: Shelf, ask: Asker | None
) -> Document:
    values = complete(shown(path), details, read, ask)
    new_id = document_id(values["title"], shelf.titles())
    return Document.model_validate({**values, "id": new_id, "text": read.text, "added": True})
