"""What a build changed in the documents, against the build before it.

A passage's id tells its place on the page, which moves when a section is put in before it.
Passages are therefore matched by what they say, and by their heading where that changed.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from index.records import Passage

if TYPE_CHECKING:
    from index.builds import Manifest

log = logging.getLogger(__name__)
CHANGES = "changes.json"
_DETAILS = ("title", "publisher", "kind", "status", "superseded_by", "url", "dated")
Pair = tuple[Passage | None, Passage | None]


class What(StrEnum):
    """What became of a document or a passage."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Basis(StrEnum):
    """What a build was held against: nothing, the build before, or one it cannot read."""

    FIRST = "first"
    COMPARED = "compared"
    NOT_COMPARABLE = "not_comparable"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PassageChange(_Frozen):
    """A passage by its id now, or its old id if it was removed; `before` is its old text.

    A changed passage whose words stayed the same belongs to a document whose details changed.
    """

    id: str
    document_id: str
    title: str
    section: str
    what: What
    before: str | None = None


class Detail(_Frozen):
    """A detail of a document's front matter, as it was and as it is."""

    name: str
    before: str | None
    after: str | None


class DocumentChange(_Frozen):
    """A document that came, went or changed, and those of its details that changed."""

    id: str
    title: str
    what: What
    details: tuple[Detail, ...] = ()


class Changes(_Frozen):
    """What the build `index_id` changed at `at`; `since` is the index it was held against.

    A build that changes no document carries the changes of the build before it on.
    """

    index_id: str
    at: datetime
    basis: Basis
    since: str | None = None
    documents: tuple[DocumentChange, ...] = ()
    passages: tuple[PassageChange, ...] = ()

    def count(self, what: What) -> tuple[int, int]:
        """Return how many documents and how many passages this happened to."""
        return (
            sum(document.what is what for document in self.documents),
            sum(passage.what is what for passage in self.passages),
        )


def read_changes(folder: Path) -> Changes | None:
    """Return what a build changed; None if it kept no record that can be read."""
    try:
        return Changes.model_validate_json((folder / CHANGES).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return None


def write_changes(folder: Path, changes: Changes) -> None:
    """Write the record of what changed into a build that is being made."""
    (folder / CHANGES).write_text(changes.model_dump_json(indent=1), encoding="utf-8")


def stored_passages(folder: Path, manifest: Manifest) -> list[Passage] | None:
    """Return the passages of a build; None if the file is not as it was made."""
    try:
        data = (folder / "passages.jsonl").read_bytes()
    except OSError:
        return None
    if sha256(data).hexdigest() != manifest.files.get("passages.jsonl"):
        return None
    try:
        return [Passage.model_validate_json(line) for line in data.decode().splitlines()]
    except (UnicodeDecodeError, ValidationError):
        log.warning("the passages of the build before cannot be read", exc_info=True)
        return None


def first_build(index_id: str, at: datetime) -> Changes:
    """Return the record of a build that had none before it."""
    return Changes(index_id=index_id, at=at, basis=Basis.FIRST)


def not_comparable(index_id: str, at: datetime, since: str | None) -> Changes:
    """Return the record of a build whose predecessor is damaged or was cut in another way."""
    return Changes(index_id=index_id, at=at, basis=Basis.NOT_COMPARABLE, since=since)


def compared(
    old: Sequence[Passage], new: Sequence[Passage], *, index_id: str, at: datetime, since: str
) -> Changes:
    """Hold the passages of two builds against each other."""
    before, after = _by_document(old), _by_document(new)
    documents: list[DocumentChange] = []
    passages: list[PassageChange] = []
    for document_id in dict.fromkeys([*after, *before]):
        was, now = before.get(document_id, []), after.get(document_id, [])
        changed = [change for pair in _paired(was, now) if (change := _change(*pair))]
        if changed:
            what = What.CHANGED if was and now else What.ADDED if now else What.REMOVED
            details = _details(was[0], now[0]) if was and now else ()
            title = (now or was)[0].title
            documents.append(
                DocumentChange(id=document_id, title=title, what=what, details=details)
            )
            passages += changed
    return Changes(
        index_id=index_id,
        at=at,
        basis=Basis.COMPARED,
        since=since,
        documents=tuple(documents),
        passages=tuple(passages),
    )


def _by_document(passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.document_id].append(passage)
    return found


def _paired(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    """Pair the passages of a document, the likest first; what has no partner stands alone."""
    likeness: tuple[Callable[[Passage], Hashable], ...] = (
        lambda passage: passage.content_hash,
        lambda passage: (passage.headings, passage.text),
        lambda passage: passage.headings,
        lambda passage: passage.text,
    )
    partner: dict[str, Passage] = {}
    left = list(old)
    for like in likeness:
        waiting: dict[Hashable, list[Passage]] = defaultdict(list)
        for passage in left:
            waiting[like(passage)].append(passage)
        for passage in new:
            if passage.id not in partner and waiting[like(passage)]:
                partner[passage.id] = waiting[like(passage)].pop(0)
        left = [passage for rest in waiting.values() for passage in rest]
    gone = {passage.id for passage in left}
    removed = [(passage, None) for passage in old if passage.id in gone]
    return [*((partner.get(passage.id), passage) for passage in new), *removed]


def _change(old: Passage | None, new: Passage | None) -> PassageChange | None:
    shown = new or old
    assert shown is not None
    if old is not None and new is not None and old.content_hash == new.content_hash:
        return None
    what = What.ADDED if old is None else What.REMOVED if new is None else What.CHANGED
    return PassageChange(
        id=shown.id,
        document_id=shown.document_id,
        title=shown.title,
        section=shown.section,
        what=what,
        before=old.text if old else None,
    )


def _details(old: Passage, new: Passage) -> tuple[Detail, ...]:
    def told(passage: Passage, name: str) -> str | None:
        value = getattr(passage, name)
        return None if value is None else str(value)

    pairs = ((name, told(old, name), told(new, name)) for name in _DETAILS)
    return tuple(Detail(name=n, before=was, after=now) for n, was, now in pairs if was != now)
