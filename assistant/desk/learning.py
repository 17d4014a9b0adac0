"""An approved letter becomes evaluation cases in a file, and can be taken out of it again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.desk.cases import cases_of
from assistant.desk.keeping import draft_numbered
from assistant.desk.service import ReplyDesk
from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.records import Record
from assistant.store.failures import BUSY
from assistant.store.records import EnquiryFile
from corpus.errors import StoreBusy, writing_to
from corpus.settings import Settings

FILE = "learned.jsonl"
_WAIT_S = 10


class Learned(Record):
    """What became of a letter's questions: new or changed cases, cases there already, neither."""

    path: Path
    added: int
    already: int
    left_out: int


class Unlearned(Record):
    """How many cases were taken out."""

    path: Path
    removed: int


def learned_folder(settings: Settings) -> Path:
    """Return where a deployment keeps what it learned."""
    return settings.data_dir / "evals"


def learn(desk: ReplyDesk, actor: Actor, enquiry_id: int, *, folder: Path) -> Learned:
    """Make each question of an approved letter an evaluation case, masked.

    Doing it again changes nothing, unless another letter was approved since: its cases then
    stand in the place of the earlier ones. Raises what an action at the desk raises, and
    `DataFolderError` where the file cannot be written.
    """
    path = folder / FILE
    with _alone(folder):
        file = _open(desk, actor, Action.LEARN, enquiry_id)
        cases = {case["id"]: case for case in cases_of(file)}
        lines = _lines(path)
        mine = {case["id"]: case for line in lines if (case := _case(line, enquiry_id))}
        already = sum(mine.get(name) == case for name, case in cases.items())
        if mine != cases:
            desk.record_learning(actor, enquiry_id, file.enquiry.version, len(cases))
            kept = [line for line in lines if _case(line, enquiry_id) is None]
            _write(path, [*kept, *map(_line, cases.values())])
    return Learned(
        path=path,
        added=len(cases) - already,
        already=already,
        left_out=len(draft.items) - len(cases) if (draft := draft_numbered(file)) else 0,
    )


def unlearn(desk: ReplyDesk, actor: Actor, enquiry_id: int, *, folder: Path) -> Unlearned:
    """Take an enquiry's cases out of the file again, whatever became of its letter since."""
    path = folder / FILE
    with _alone(folder):
        file = _open(desk, actor, Action.UNLEARN, enquiry_id)
        lines = _lines(path)
        kept = [line for line in lines if _case(line, enquiry_id) is None]
        removed = len(lines) - len(kept)
        if removed:
            desk.record_unlearning(actor, enquiry_id, file.enquiry.version, removed)
            _write(path, kept)
    return Unlearned(path=path, removed=removed)


def learned_cases(enquiry_id: int, folder: Path) -> int:
    """Return how many cases in the file are of an enquiry."""
    return sum(_case(line, enquiry_id) is not None for line in _lines(folder / FILE))


def all_learned(folder: Path) -> int:
    """Return how many cases the file holds."""
    return len(_lines(folder / FILE))


def _open(desk: ReplyDesk, actor: Actor, action: Action, enquiry_id: int) -> EnquiryFile:
    version = desk.open(actor, enquiry_id).enquiry.version
    return desk.before(actor, action, enquiry_id, version)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep the file from everybody else, in this process and in others."""
    lock = FileLock(folder / f".{FILE}.lock", timeout=_WAIT_S)
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreBusy(BUSY) from error
    try:
        yield
    finally:
        lock.release()


def _lines(path: Path) -> list[bytes]:
    """Return the lines as they are: what somebody else wrote there is left alone."""
    with writing_to(path.parent):
        data = path.read_bytes() if path.is_file() else b""
    return [line for line in data.splitlines() if line.strip()]


def _case(line: bytes, enquiry_id: int) -> dict[str, Any] | None:
    """Return the case of a line if it was learned from this enquiry."""
    try:
        case = json.loads(line)
        mine = str(case["id"]).startswith("learned-") and case["metadata"]["enquiry"] == enquiry_id
    except (ValueError, KeyError, TypeError):
        return None
    return case if mine else None


def _line(case: dict[str, Any]) -> bytes:
    return json.dumps(case, ensure_ascii=False).encode("utf-8")


def _write(path: Path, lines: list[bytes]) -> None:
    """Write the file in one step, so that a reader never sees half of it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with writing_to(path.parent):
        try:
            aside.write_bytes(b"".join(line + b"\n" for line in lines))
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
