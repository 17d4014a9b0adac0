"""Ask one system every case of a run, and write each answer as it comes."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from evals.lines import (
    Line,
    RunError,
    canonical,
    encoded,
    lines_of,
    pretty,
    read_lines,
    write_whole,
)
from evals.records import Case, Generated, Retrieved, RunConfig, Timing
from evals.runs import Resources, RunFolder
from evals.systems.base import Prompted, System

Progress = Callable[[str, int, int], None]
GIVE_UP_AFTER = 5  # connection failures in a row
Key = tuple[str, int]
Keyed = TypeVar("Keyed", Generated, Timing)


@dataclass
class Asked:
    """How asking one system went; `stopped` is a sentence where it ended before time."""

    name: str
    answered: int = 0
    kept: int = 0
    mended: list[str] = field(default_factory=list)
    stopped: str = ""


def ask(folder: RunFolder, system: System, cases: list[Case], progress: Progress) -> Asked:
    """Ask a system all that it has not answered yet; what failed before is asked again.

    Answers are written as they come, so that a run that is cut off can go on. Raises
    `RunError` if the system is not the one that began to answer.
    """
    config = folder.config
    assert config.as_of is not None
    prompts = [Prompted.of(case, as_of=config.as_of) for case in cases]
    system.prepare(prompts)
    _record_identity(folder, system)
    room = folder.path / "systems" / system.name
    asked = Asked(system.name, mended=_mended(room))
    done = _done(room)
    asked.kept = len(done)
    _reset_peak()
    in_a_row = 0
    with _Writer(room) as write:
        for repeat in range(config.repeat):
            todo = [p for p in prompts if (p.id, repeat) not in done]
            if repeat and todo:
                system.prepare(prompts)
            for prompted in todo:
                reply = system.answer(prompted)
                number = {"repeat": repeat}
                write(
                    reply.generated.model_copy(update=number),
                    reply.timing.model_copy(update=number),
                    reply.passages,
                )
                asked.answered += 1
                total = len(prompts) * config.repeat
                progress(system.name, asked.kept + asked.answered, total)
                in_a_row = in_a_row + 1 if reply.unreachable else 0
                if in_a_row == GIVE_UP_AFTER and asked.kept + asked.answered < total:
                    asked.stopped = (
                        f"{system.name} could not be reached {in_a_row} times in a row, so it was "
                        f"asked no more ({asked.kept + asked.answered} of {total}). "
                        f"The last time: {reply.generated.error}"
                    )
                    return asked
    return asked


def settle(folder: RunFolder, name: str, cases: list[Case], *, local: bool) -> None:
    """Put a system's files in the order of the data set, and write what answering cost."""
    room = folder.path / "systems" / name
    order = {case.id: number for number, case in enumerate(cases)}
    generated = _ordered(read_lines(room / "generated.jsonl", Generated), order)
    said = {(each.case_id, each.repeat) for each in generated}
    timings = [
        each
        for each in _ordered(read_lines(room / "timings.jsonl", Timing), order)
        if (each.case_id, each.repeat) in said
    ]
    looked_up = {p.id: p for p in read_lines(room / "passages.jsonl", Retrieved)}
    wanted = {passage for each in generated for passage in each.retrieved or ()}
    passages = [looked_up[each] for each in sorted(looked_up) if each in wanted]
    write_whole(room / "passages.jsonl", lines_of(passages))
    write_whole(room / "timings.jsonl", lines_of(timings))
    write_whole(room / "generated.jsonl", lines_of(generated))
    totals = [each.milliseconds["total"] for each in timings if "total" in each.milliseconds]
    seconds = sum(totals) / 1000
    cost = Resources(
        answers=len(generated),
        seconds=round(seconds, 3),
        throughput_per_s=round(len(totals) / seconds, 2) if seconds else None,
        peak_memory_mb=_peak_mb() if local else None,
    )
    write_whole(room / "resources.json", pretty(cost))


def _record_identity(folder: RunFolder, system: System) -> None:
    identity = system.identity()
    config = folder.config
    known = {each.name: each for each in config.systems}
    earlier = known.get(identity.name)
    if earlier and identity.index_id and earlier.index_id not in ("", identity.index_id):
        raise RunError(
            f"{identity.name} has another index than when this run began "
            f"({earlier.index_id}, now {identity.index_id}). Start a new run."
        )
    if earlier is None:
        folder.save_config(
            RunConfig.model_validate(config.model_dump() | {"systems": (*config.systems, identity)})
        )


def _ordered(lines: Iterable[Keyed], order: dict[str, int]) -> list[Keyed]:
    """Return the last line of each answer, in the order of the data set."""
    last = {(each.case_id, each.repeat): each for each in lines if each.case_id in order}
    return [last[key] for key in sorted(last, key=lambda key: (order[key[0]], key[1]))]


def _done(room: Path) -> set[Key]:
    """Return what was answered; the lines of what failed are taken out, to be asked again."""
    path = room / "generated.jsonl"
    lines = read_lines(path, Generated, required=False)
    good = [each for each in lines if each.error is None]
    if len(good) < len(lines):
        write_whole(path, lines_of(good))
    return {(each.case_id, each.repeat) for each in good}


def _mended(room: Path) -> list[str]:
    """Cut a half-written last line off each file, and say so."""
    told = []
    for name in ("generated.jsonl", "timings.jsonl", "passages.jsonl"):
        path = room / name
        data = path.read_bytes() if path.is_file() else b""
        whole, newline, rest = data.rpartition(b"\n")
        if rest:
            told.append(f"{path} ended in half a line, which was left out.")
            write_whole(path, (whole + newline).decode("utf-8", errors="replace"))
    return told


class _Writer:
    """Appends an answer to the files of a system, last the line that says it is done."""

    def __init__(self, room: Path) -> None:
        self._room = room
        self._seen: set[str] = set()

    def __enter__(self) -> _Writer:
        try:
            self._room.mkdir(parents=True, exist_ok=True)
            self._files = {
                name: (self._room / f"{name}.jsonl").open("ab")
                for name in ("passages", "timings", "generated")
            }
        except OSError as error:
            raise RunError(f"Cannot write to {self._room}: {error.strerror}.") from error
        return self

    def __call__(self, generated: Generated, timing: Timing, passages: Iterable[Retrieved]) -> None:
        fresh = [each for each in passages if each.id not in self._seen]
        self._seen.update(each.id for each in fresh)
        self._append("passages", fresh)
        self._append("timings", [timing])
        self._append("generated", [generated])

    def _append(self, name: str, records: Iterable[Line]) -> None:
        file = self._files[name]
        try:
            for record in records:
                file.write(encoded(canonical(record) + "\n"))
            file.flush()
        except OSError as error:
            raise RunError(
                f"Cannot write {self._room / name}.jsonl: {error.strerror}. "
                "What was answered until then is kept; --resume goes on."
            ) from error

    def __exit__(self, *unused: object) -> None:
        for file in self._files.values():
            file.close()


def _reset_peak() -> None:
    """Start the count of peak memory anew, where the system can (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _peak_mb() -> float:
    """Return the most memory of this process since `_reset_peak`, or since its start."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        line = next(each for each in status.splitlines() if each.startswith("VmHWM"))
        return round(int(line.split()[1]) / 1024, 1)
    except (OSError, StopIteration):
        unit = 1 if sys.platform == "darwin" else 1024
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**2, 1)
