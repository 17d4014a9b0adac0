"""`npq eval score`, `report` and `list`: what can be done with a run that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evals.cli.common import ALL, ENTAILMENT, JUDGE

RUN = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]


def score(
    run: RUN,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
    judge: JUDGE = None,
    entailment: ENTAILMENT = None,
    every: ALL = False,
) -> None:
    """Score a run again from its own files, without asking anything."""
    from assistant.cli.output import say
    from evals.cli.common import entailment as model_in
    from evals.cli.common import model_judge
    from evals.cli.tables import show_summaries
    from evals.running import score_run
    from evals.runs import RunFolder

    folder = RunFolder.open(run)
    summaries = score_run(folder, seed=seed, judge=model_judge(judge), also=model_in(entailment))
    show_summaries(folder, summaries, every=every)
    say(f"The scores are in {folder.path}.")


def report(
    run: Annotated[
        list[Path],
        typer.Argument(metavar="RUN…", help="Folders of runs, or RUN/systems/NAME."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write; RUN/report of the first without it."),
    ] = None,
) -> None:
    """Write a report as HTML, Markdown, CSV, JSON and JUnit; several runs stand side by side."""
    from assistant.cli.output import say
    from evals.cli.common import opened_system
    from evals.report import write_report
    from evals.runs import RunFolder

    chosen: list[tuple[RunFolder, str]] = []
    for path in run:
        folder, name = opened_system(path)
        whole = path.parent.name != "systems"
        chosen += [(folder, each) for each in (folder.system_names() if whole else [name])]
    target = out or chosen[0][0].path / "report"
    for written in write_report(chosen, target):
        say(str(written))


def list_runs() -> None:
    """List the runs in the data folder, newest first."""
    from assistant.cli.output import complain, say
    from corpus.errors import NpqError
    from corpus.settings import get_settings
    from evals.cli.tables import show_rows
    from evals.runs import RunFolder, stored_runs

    folder = get_settings().data_dir / "evals"
    rows = []
    for path in stored_runs(folder):
        try:
            run = RunFolder.open(path)
            for name in run.system_names():
                summary = run.summary(name) if run.is_scored(name) else None
                accuracy = summary.estimates.get("accuracy") if summary else None
                rows.append(
                    {
                        "run": path.name,
                        "system": name,
                        "questions": run.config.cases,
                        "answered": len(run.generated(name)),
                        "accuracy": accuracy.mean if accuracy else None,
                    }
                )
        except NpqError as error:
            complain(error.sentence)
    if not rows:
        say(f"There are no runs in {folder} yet. Make one with: npq eval run")
        return
    show_rows(f"Runs in {folder}", rows)
