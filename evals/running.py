"""A whole run: start or go on with a folder, ask every system, score what was said."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import NpqError
from corpus.settings import Settings
from evals.answering import Asked, ask, settle
from evals.lines import RunError, encoded, lines_of
from evals.records import Case, Estimate, RunConfig, Scored, Summary
from evals.runs import RunFolder, safe_name
from evals.systems import make_system

if TYPE_CHECKING:
    from evals.judge_model import ModelJudge
    from evals.metrics.support import Supports

ROOT = Path(__file__).resolve().parent.parent
_SECRET = re.compile(r"//[^/@\s]*@")


@dataclass
class Plan:
    """What is to be asked of whom."""

    dataset: str
    cases: list[Case]
    systems: tuple[str, ...] = ("npq",)
    as_of: date = field(default_factory=date.today)
    repeat: int = 1
    filters: dict[str, Any] = field(default_factory=dict)
    timeout: float | None = None


def start(path: Path, plan: Plan) -> RunFolder:
    """Make the folder of a new run; raise `RunError` if something stands there."""
    from evals.references import build_references

    revision, dirty = git_state()
    config = RunConfig(
        run_id=path.name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        dataset=plan.dataset,
        dataset_sha256=hashlib.sha256(encoded(lines_of(plan.cases))).hexdigest(),
        cases=len(plan.cases),
        filters=plan.filters,
        repeat=plan.repeat,
        as_of=plan.as_of,
        git_revision=revision,
        git_dirty=dirty,
        python=platform.python_version(),
        platform=platform.platform(),
        requested=tuple(_SECRET.sub("//", name) for name in plan.systems),
    )
    return RunFolder.create(path, config, plan.cases, build_references(plan.cases))


def default_path(settings: Settings, dataset: str) -> Path:
    """Return a new folder in the data folder, named by time and data set."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    base = settings.data_dir / "evals" / f"{stamp}-{safe_name(dataset)}"
    return next(
        path
        for path in (base, *(base.with_name(f"{base.name}-{n}") for n in range(2, 1000)))
        if not path.exists()
    )


def ask_all(
    folder: RunFolder,
    systems: Sequence[str],
    settings: Settings,
    *,
    timeout: float | None,
    progress: Callable[[], Any],
    limits: Callable[[str], None],
) -> list[Asked]:
    """Ask each system in turn; one that cannot be asked does not stop the others.

    `progress` gives a context that gives a function moving a bar; `limits` is told each
    sentence that the person should read.
    """
    cases = folder.cases()
    results = []
    for name in systems:
        with closing(make_system(name, settings, timeout=timeout)) as system:
            try:
                with progress() as move:
                    asked = ask(folder, system, cases, move)
            except RunError:
                raise
            except NpqError as error:
                asked = Asked(system.name, stopped=f"{system.name}: {error.sentence}")
            finally:
                # Also when interrupted: what is there is put in order.
                if (folder.path / "systems" / system.name / "generated.jsonl").is_file():
                    settle(folder, system.name, cases, local=system.local)
            for sentence in (*asked.mended, asked.stopped):
                if sentence:
                    limits(sentence)
            results.append(asked)
    return results


def score_run(
    folder: RunFolder,
    *,
    seed: int = 0,
    judge: ModelJudge | None = None,
    also: Sequence[Supports] = (),
) -> dict[str, Summary]:
    """Score every system of a run from its files alone, and write the scores beside them.

    A language model and each of `also` judge beside the rules, under names of their own.
    """
    from evals.scoring import score, summarise

    cases = {case.id: case for case in folder.cases()}
    references = folder.references()
    summaries = {}
    for name in folder.system_names():
        generated = folder.generated(name)
        if not generated:
            continue
        timings = folder.timings(name)
        timed = {(each.case_id, each.repeat): each for each in timings}
        passages = folder.passages(name)
        scored: list[Scored] = []
        for said in generated:
            if said.case_id not in cases:
                raise RunError(
                    f"{folder.path / 'systems' / name / 'generated.jsonl'} answers "
                    f"{said.case_id!r}, which dataset.jsonl does not ask."
                )
            case = cases[said.case_id]
            line = score(
                case=case,
                generated=said,
                passages=passages,
                timing=timed.get((said.case_id, said.repeat)),
                references=references,
                also=also,
            )
            if judge is not None:
                line = judge.added_to(line, case=case, generated=said)
            scored.append(line)
        summary = _with_cost(
            folder, name, summarise(scored=scored, generated=generated, timings=timings, seed=seed)
        )
        folder.write_scores(name, scored, summary)
        summaries[name] = summary
    if not summaries:
        raise RunError(f"The run {folder.path} holds no answers to score.")
    return summaries


def _with_cost(folder: RunFolder, name: str, summary: Summary) -> Summary:
    """Add throughput and peak memory, which are measured of the run and not of a case."""
    cost = folder.resources(name)
    if cost is None:
        return summary
    values = {"throughput_per_s": cost.throughput_per_s, "peak_memory_mb": cost.peak_memory_mb}
    extra = {
        key: Estimate(
            mean=value,
            low=None,
            high=None,
            scored=int(value is not None),
            unscored=int(value is None),
        )
        for key, value in values.items()
    }
    return summary.model_copy(update={"estimates": {**summary.estimates, **extra}})


def git_state() -> tuple[str | None, bool | None]:
    """Return the revision of this checkout and whether files were changed; None if unknown."""
    try:
        revision = _git("rev-parse", "HEAD")
        return (revision, bool(_git("status", "--porcelain"))) if revision else (None, None)
    except (OSError, subprocess.SubprocessError):
        return None, None


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), *arguments],  # noqa: S607
        capture_output=True,
        text=True,
        timeout=10,
        check=True,
    )
    return done.stdout.strip()
