"""A run folder: what was asked, what each system said, how long it took, how it scored.

    run.json                        who was asked what, with which code and data (`RunConfig`)
    dataset.jsonl                   the cases asked, in canonical form
    references.json                 what scoring needs of our corpus, so that it needs no corpus
    systems/NAME/generated.jsonl    one `Generated` a line, in the order asked
    systems/NAME/timings.jsonl      one `Timing` a line
    systems/NAME/passages.jsonl     each passage once, by id
    systems/NAME/resources.json     peak memory and throughput
    systems/NAME/scored.jsonl       one `Scored` a line
    systems/NAME/summary.json       the `Summary`

Keys are sorted, lines end in a line feed, and what is not a number is null, so that two runs
of the same writer are the same bytes but for times, `created` and `run_id`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from evals.lines import (
    RunError,
    canonical,
    lines_of,
    pretty,
    read_lines,
    read_one,
    sha256_of,
    write_whole,
)
from evals.records import Case, Generated, Retrieved, RunConfig, Scored, Summary, Timing

if TYPE_CHECKING:
    from evals.references import References

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Resources(BaseModel):
    """What answering cost a system; kept apart from what it said.

    `peak_memory_mb` is of the whole process, None for a system that runs elsewhere.
    """

    answers: int
    seconds: float
    throughput_per_s: float | None
    peak_memory_mb: float | None


class RunFolder:
    """One data set put to one or more systems, as files."""

    def __init__(self, path: Path, config: RunConfig) -> None:
        self.path = path
        self.config = config

    @classmethod
    def create(
        cls, path: Path, config: RunConfig, cases: Sequence[Case], references: References
    ) -> RunFolder:
        """Start a run in a new or empty folder; raise `RunError` where something stands."""
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise RunError(
                f"{path} is not empty, and a run never overwrites. "
                "Choose another --out, or go on with that run by --resume."
            )
        write_whole(path / "dataset.jsonl", lines_of(cases))
        write_whole(path / "references.json", canonical(references) + "\n")
        folder = cls(path, config)
        folder.save_config(config)
        return folder

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Open a run; raise `RunError` if `path` holds none or its data set was changed."""
        if not path.is_dir():
            raise RunError(f"There is no run folder {path}.")
        if not (path / "run.json").is_file():
            raise RunError(f"{path} is not a run folder: it holds no run.json.")
        config = read_one(path / "run.json", RunConfig)
        folder = cls(path, config)
        if not (path / "dataset.jsonl").is_file():
            raise RunError(f"The run {path} is not whole: dataset.jsonl is missing.")
        if sha256_of(path / "dataset.jsonl") != config.dataset_sha256:
            raise RunError(
                f"{path / 'dataset.jsonl'} is not the data set that run.json names: "
                "one of them was changed after the run."
            )
        return folder

    def save_config(self, config: RunConfig) -> None:
        """Write `run.json`; a system is added to it when it starts to answer."""
        write_whole(self.path / "run.json", pretty(config))
        self.config = config

    def system_names(self) -> list[str]:
        """Return the systems that answered, in the order asked."""
        known = [identity.name for identity in self.config.systems]
        there = sorted(path.name for path in (self.path / "systems").glob("*") if path.is_dir())
        return [name for name in known if name in there] + [n for n in there if n not in known]

    def folder_of(self, name: str) -> Path:
        """Return the folder of a system; raise `RunError` if it is no part of the run."""
        folder = self.path / "systems" / name
        if name not in self.system_names():
            there = ", ".join(self.system_names()) or "none"
            raise RunError(f"The run {self.path} has no system {name!r}; it has: {there}.")
        return folder

    def cases(self) -> list[Case]:
        """Return the cases asked."""
        return read_lines(self.path / "dataset.jsonl", Case)

    def generated(self, name: str) -> list[Generated]:
        """Return what a system said, in the order asked."""
        return read_lines(self.folder_of(name) / "generated.jsonl", Generated)

    def timings(self, name: str) -> list[Timing]:
        """Return how long each answer took; nothing where that was not kept."""
        return read_lines(self.folder_of(name) / "timings.jsonl", Timing, required=False)

    def passages(self, name: str) -> dict[str, Retrieved]:
        """Return the passages that a system looked at, by id."""
        path = self.folder_of(name) / "passages.jsonl"
        return {each.id: each for each in read_lines(path, Retrieved, required=False)}

    def resources(self, name: str) -> Resources | None:
        """Return what answering cost, if that was kept."""
        path = self.folder_of(name) / "resources.json"
        return read_one(path, Resources) if path.is_file() else None

    def is_scored(self, name: str) -> bool:
        """Say whether a system's answers have been scored."""
        return (self.folder_of(name) / "summary.json").is_file()

    def scored(self, name: str) -> list[Scored]:
        """Return how each answer did; raise `RunError` before `npq eval score`."""
        return read_lines(self._scored_file(name, "scored.jsonl"), Scored)

    def summary(self, name: str) -> Summary:
        """Return what a system's answers come to; raise `RunError` before `npq eval score`."""
        return read_one(self._scored_file(name, "summary.json"), Summary)

    def references(self) -> References:
        """Return what scoring needs of the corpus as it was at the time of the run."""
        from evals.references import References

        return read_one(self.path / "references.json", References)

    def write_scores(self, name: str, scored: Sequence[Scored], summary: Summary) -> None:
        """Write how a system did; what was generated stays as it is."""
        folder = self.folder_of(name)
        write_whole(folder / "scored.jsonl", lines_of(scored))
        write_whole(folder / "summary.json", pretty(summary))

    def _scored_file(self, name: str, file: str) -> Path:
        path = self.folder_of(name) / file
        if not path.is_file():
            raise RunError(
                f"The answers of {name} in {self.path} have no {file}. "
                f"Run `npq eval score {self.path}`."
            )
        return path


def stored_runs(folder: Path) -> list[Path]:
    """Return the run folders under `folder`, newest name first."""
    if not folder.is_dir():
        return []
    return sorted((p.parent for p in folder.glob("*/run.json")), key=lambda p: p.name, reverse=True)


def safe_name(name: str) -> str:
    """Return a name that can be a folder: `openai:http://x/v1` is `openai-http-x-v1`."""
    return _SAFE.sub("-", name).strip("-.")[:80] or "system"
