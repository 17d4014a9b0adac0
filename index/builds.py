"""Build an index aside, check it in another process, and swap it in whole.

A Chroma directory that is killed while being written can become unreadable for good
(chroma-core/chroma issues 7069 and 7238), so no directory in use is ever written to:
`builds/<id>` is made under another name, and `CURRENT` names the build in use.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from chromadb.errors import ChromaError
from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from corpus.errors import IndexBuildError, writing_to
from corpus.library import Library
from index import chroma
from index.changes import (
    Basis,
    Changes,
    What,
    compared,
    first_build,
    not_comparable,
    read_changes,
    stored_passages,
    write_changes,
)
from index.embedding import MiniLM, Vectors
from index.entries import COLLECTIONS, Entry, entries_of
from index.passages import CHUNKER, passages_of
from index.records import Passage

LAYOUT = "3"
Progress = Callable[[str, int, int], None]


class Manifest(BaseModel):
    """What a build was made with and what it holds."""

    id: str
    layout: str
    model: str
    chunker: str
    created: datetime
    documents: int
    passages: dict[str, str]
    counts: dict[str, int]
    files: dict[str, str] = {}


@dataclass(frozen=True)
class BuildReport:
    """How many passages were new, changed, deleted and unchanged, and what was embedded."""

    index_id: str
    added: int
    changed: int
    deleted: int
    unchanged: int
    embedded: int
    reused: int
    swapped: bool


def current_build(index_dir: Path) -> Path | None:
    """Return the folder of the build in use, or None if there is none that is whole."""
    try:
        name = (index_dir / "CURRENT").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = index_dir / "builds" / name
    return folder if name and (folder / "manifest.json").exists() else None


def read_manifest(folder: Path) -> Manifest | None:
    """Return a build's manifest, or None if it is damaged."""
    try:
        return Manifest.model_validate_json((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def untouched(folder: Path, manifest: Manifest) -> bool:
    """Say whether the files of a build are as they were when it passed its check.

    Chroma's SQLite file holds the vectors and changes when opened, so it is asked to
    check itself; its other files are caches that it makes again.
    """
    try:
        if _digests(folder) != manifest.files:
            return False
        with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as connection:
            # An empty file is a sound database too, so what it holds is counted.
            held = [
                connection.execute(count).fetchone()[0]
                for count in (
                    "SELECT count(*) FROM embeddings",
                    "SELECT count(*) FROM embeddings_queue",
                )
            ]
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            return sound and held == [sum(manifest.counts.values())] * 2
    except (OSError, sqlite3.DatabaseError):
        return False


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != "manifest.json"
        and "chroma" not in path.relative_to(folder).parts
    }


def index_id(passages: list[Passage], entries: list[Entry], model: str) -> str:
    """Hash of everything an index depends on; the same inputs give the same id anywhere."""
    digest = sha256(f"{LAYOUT}|{model}|{CHUNKER}".encode())
    for passage in passages:
        digest.update(passage.content_hash.encode())
    for entry in entries:
        digest.update(f"{entry.id}{entry.key}".encode())
    return digest.hexdigest()[:12]


def planned_id(library: Library, model_identity: str) -> str:
    """Return the id that an index of this library would have; the model is not loaded."""
    passages = [passage for document in library for passage in passages_of(document)]
    return index_id(passages, list(entries_of(passages)), model_identity)


def build_index(
    library: Library, index_dir: Path, model: MiniLM, *, progress: Progress, rebuild: bool = False
) -> BuildReport:
    """Bring the index up to date with the library; unchanged text is not embedded again.

    Raises `IndexBuildError` if another build runs or the new store fails its check;
    the previous index stays in use then.
    """
    with writing_to(index_dir):
        (index_dir / "builds").mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(index_dir / "build.lock", timeout=0):
                return _build(library, index_dir, model, progress, rebuild)
        except Timeout as error:
            raise IndexBuildError(
                "Another index build is running. Wait for it to finish, then try again."
            ) from error


def _build(
    library: Library, index_dir: Path, model: MiniLM, progress: Progress, rebuild: bool
) -> BuildReport:
    passages = [passage for document in library for passage in passages_of(document)]
    entries = list(entries_of(passages))
    new_id = index_id(passages, entries, model.identity)
    previous = current_build(index_dir)
    old = read_manifest(previous) if previous else None
    created = datetime.now(UTC)
    changes = _changes(previous, old, passages, new_id, created)
    known = {} if rebuild or (old and old.model != model.identity) else _vectors(previous, old)
    keys = list(dict.fromkeys(entry.key for entry in entries))
    missing = [key for key in keys if key not in known]
    counts = _counts(changes, len(passages))
    up_to_date = not rebuild and old is not None and old.id == new_id and previous is not None
    if up_to_date and old is not None and previous is not None and untouched(previous, old):
        return BuildReport(new_id, *counts, embedded=0, reused=len(keys), swapped=False)

    texts = {entry.key: entry.text for entry in entries}
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done += count
        progress("Embedding", done, len(missing))

    progress("Embedding", 0, len(missing))
    fresh = model.encode([texts[key] for key in missing], progress=tick)
    known = {key: known[key] for key in keys if key in known} | dict(
        zip(missing, fresh, strict=True)
    )
    manifest = Manifest(
        id=new_id,
        layout=LAYOUT,
        model=model.identity,
        chunker=CHUNKER,
        created=created,
        documents=len(library),
        passages={passage.id: passage.content_hash for passage in passages},
        counts={c: sum(entry.collection == c for entry in entries) for c in COLLECTIONS},
    )
    kept = _carried_on(previous, changes)
    _write(index_dir, manifest, kept, passages, entries, known, progress)
    embedded, reused = len(missing), len(keys) - len(missing)
    return BuildReport(new_id, *counts, embedded=embedded, reused=reused, swapped=True)


def _changes(
    previous: Path | None,
    old: Manifest | None,
    passages: list[Passage],
    index_id: str,
    at: datetime,
) -> Changes:
    if previous is None:
        return first_build(index_id, at)
    comparable = old is not None and (old.chunker, old.layout) == (CHUNKER, LAYOUT)
    stored = stored_passages(previous, old) if old is not None and comparable else None
    if old is None or stored is None:
        return not_comparable(index_id, at, old.id if old else None)
    return compared(stored, passages, index_id=index_id, at=at, since=old.id)


def _counts(changes: Changes, total: int) -> tuple[int, int, int, int]:
    """Return how many passages are new, changed, deleted and unchanged."""
    if changes.basis is not Basis.COMPARED:
        return total, 0, 0, 0
    added, changed, removed = (changes.count(what)[1] for what in What)
    return added, changed, removed, total - added - changed


def _carried_on(previous: Path | None, changes: Changes) -> Changes:
    """Keep the record of the build before where this one changes no document."""
    nothing = changes.basis is Basis.COMPARED and not changes.documents
    before = read_changes(previous) if previous is not None and nothing else None
    return before or changes


def _write(
    index_dir: Path,
    manifest: Manifest,
    changes: Changes,
    passages: list[Passage],
    entries: list[Entry],
    vectors: dict[str, Vectors],
    progress: Progress,
) -> None:
    builds = index_dir / "builds"
    stamp = manifest.created.strftime("%Y%m%d%H%M%S%f")
    aside = Path(tempfile.mkdtemp(prefix="making-", dir=builds))
    try:
        with (aside / "passages.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(passage.model_dump_json() + "\n" for passage in passages)
        np.savez(
            aside / "vectors.npz",
            keys=np.array(list(vectors)),
            vectors=np.array(list(vectors.values()), dtype=np.float32),
        )
        write_changes(aside, changes)
        _store(aside, entries, vectors, progress)
        (aside / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
        if not _is_sound(aside):
            raise IndexBuildError(
                "The new index failed its check, so the previous one stays in use. "
                "Run `npq index build --rebuild`; the log says more."
            )
        sealed = manifest.model_copy(update={"files": _digests(aside)})
        (aside / "manifest.json").write_text(sealed.model_dump_json(indent=1), encoding="utf-8")
        folder = builds / f"{manifest.id}-{stamp}"
        previous = current_build(index_dir)
        aside.rename(folder)
        _point_at(index_dir, folder.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _clean_up(builds, keep={folder, previous})


def _store(
    aside: Path, entries: list[Entry], vectors: dict[str, Vectors], progress: Progress
) -> None:
    """Write the store; Chroma tells of a full disk in an error of its own."""
    try:
        chroma.write_store(aside / "chroma", entries, vectors, progress)
    except ChromaError as error:
        if "disk is full" in str(error):
            raise OSError(errno.ENOSPC, "disk is full") from error
        raise IndexBuildError(
            "The new index could not be stored, so the previous one stays in use. "
            "The log says more."
        ) from error


def _point_at(index_dir: Path, name: str) -> None:
    """Swap the build in use: write the name beside, flush it to disk, replace in one step."""
    with tempfile.NamedTemporaryFile(
        "w", dir=index_dir, prefix="CURRENT-", delete=False, encoding="utf-8"
    ) as out:
        out.write(name + "\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(out.name, index_dir / "CURRENT")


def _clean_up(builds: Path, *, keep: set[Path | None]) -> None:
    """Leave the build in use and the one before it, which a running app may still read."""
    for path in builds.iterdir():
        if path not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _vectors(folder: Path | None, manifest: Manifest | None) -> dict[str, Vectors]:
    """Read the vectors of a build by text hash; nothing if the file is not as it was made."""
    if folder is None or manifest is None:
        return {}
    try:
        data = (folder / "vectors.npz").read_bytes()
    except OSError:
        return {}
    # NumPy may fail on a damaged file in many ways, or read other numbers from it.
    if sha256(data).hexdigest() != manifest.files.get("vectors.npz"):
        return {}
    with np.load(BytesIO(data)) as stored:
        return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))


def _is_sound(folder: Path) -> bool:
    """Open and query a store in another process: a damaged one can crash the process."""
    root = Path(__file__).resolve().parent.parent
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "index.soundness", str(folder)],
            capture_output=True,
            timeout=120,
            env=env,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and json.loads(done.stdout or b"false") is True
