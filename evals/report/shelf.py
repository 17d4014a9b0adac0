"""The runs that are stored: which can be shown, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NpqError
from evals.runs import RunFolder

SHIPPED = Path(__file__).parents[1] / "results"
_PARTS = ("run.json", "dataset.jsonl", "systems")


@dataclass(frozen=True)
class StoredRun:
    """A run that can be shown, with its systems that have been scored."""

    folder: RunFolder
    systems: tuple[str, ...]
    shipped: bool = False


@dataclass(frozen=True)
class Shelf:
    """Runs that can be shown, newest first, and a sentence for each that cannot."""

    runs: tuple[StoredRun, ...]
    problems: tuple[str, ...]


def read_shelf(home: Path, shipped: Path) -> Shelf:
    """Look through the runs under `home`, and those that came with the assistant."""
    runs, problems = [], []
    own = sorted(_folders(home), key=lambda path: path.name, reverse=True)
    for path in [*own, *sorted(_folders(shipped))]:
        if not _is_run(path):
            continue
        try:
            folder = RunFolder.open(path)
            scored = tuple(name for name in folder.system_names() if folder.is_scored(name))
        except (NpqError, OSError) as error:
            problems.append(error.sentence if isinstance(error, NpqError) else str(error))
            continue
        if scored:
            runs.append(StoredRun(folder=folder, systems=scored, shipped=path.parent == shipped))
        else:
            problems.append(f"The run {path} is not scored yet. Run `npq eval score {path}`.")
    return Shelf(runs=tuple(runs), problems=tuple(problems))


def _folders(home: Path) -> Iterable[Path]:
    return [path for path in home.iterdir() if path.is_dir()] if home.is_dir() else []


def _is_run(path: Path) -> bool:
    """Say whether a folder is a run or what is left of one; others are not ours to judge."""
    return any((path / part).exists() for part in _PARTS)
