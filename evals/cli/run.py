"""`npq eval run`: ask, score, and say how it went."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.inputs import day_option
from evals.cli.common import ALL, ENTAILMENT, JUDGE, saying_usage

if TYPE_CHECKING:
    from corpus.settings import Settings
    from evals.answering import Asked
    from evals.runs import RunFolder
    from evals.thresholds import Threshold

MISSED = 100


def run(
    dataset: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="Questions: a file, or a shipped set by its name, such as test. "
            "May be given several times; the development questions without it.",
        ),
    ] = None,
    system: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="npq (the default), vanilla, govuk-chat-like, bm25, openai:URL[#MODEL], "
            "contract:URL or command:COMMAND. May be given several times.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A new folder for the run; in the data folder without."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask that many, spread evenly over the questions.")
    ] = None,
    filter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="Ask only these: id, tag, behaviour, source, fact, or a key of metadata.",
        ),
    ] = None,
    failing: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Ask only what failed in that run.")
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, help="Ask each question that often.")] = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run at --out that was cut off.")
    ] = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="METRIC=VALUE",
            help="End with exit code 100 if the first system misses this; also <= and >=.",
        ),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            parser=day_option,
            metavar="YYYY-MM-DD",
            help="The day on which questions are asked that name none; today without it.",
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.1, help="Seconds to wait for a reply of an address or a command."),
    ] = None,
    judge: JUDGE = None,
    entailment: ENTAILMENT = None,
    every: ALL = False,
) -> None:
    """Put questions to one or more systems, score the answers, and keep both in a folder."""
    from corpus.settings import get_settings
    from evals.choosing import read_filters
    from evals.thresholds import read_thresholds

    with saying_usage():
        thresholds = read_thresholds(fail_under or [])
        filters = read_filters(filter or [])
    if resume and out is None:
        raise typer.BadParameter("--resume needs --out, the folder of the run to go on with.")
    fixed = {"dataset": dataset, "limit": limit, "filter": filter, "failing": failing}
    given = [f"--{name}" for name, value in fixed.items() if value is not None]
    if resume and given:
        raise typer.BadParameter(
            f"A run that goes on asks what it asked before, so leave out {', '.join(given)}."
        )
    settings = get_settings()
    if resume:
        assert out is not None
        folder, names = _opened(out, system)
    else:
        from evals.choosing import chosen, dataset_name, dataset_paths, failing_ids, read_datasets
        from evals.running import Plan, default_path, start
        from evals.runs import RunFolder
        from evals.systems import make_system

        names = tuple(dict.fromkeys(system or ["npq"]))
        for name in names:
            # A name that stands for nothing is told before anything is read or written.
            make_system(name, settings, timeout=timeout).close()
        paths = dataset_paths(dataset or [])
        wrong = failing_ids(RunFolder.open(failing)) if failing else None
        cases = chosen(read_datasets(paths), filters=filters, failing=wrong, limit=limit)
        told: dict[str, object] = dict(filters)
        told |= {"limit": limit} if limit else {}
        told |= {"failing": failing.name} if failing else {}
        plan = Plan(
            dataset=dataset_name(paths),
            cases=cases,
            systems=names,
            as_of=as_of or date.today(),
            repeat=repeat,
            filters=told,
        )
        folder = start(out or default_path(settings, plan.dataset), plan)
    results = _asked(folder, names, settings, timeout)
    _scored(folder, thresholds, results, judge, entailment, every=every)


def _opened(out: Path, system: list[str] | None) -> tuple[RunFolder, tuple[str, ...]]:
    from assistant.cli.output import complain
    from evals.running import git_state
    from evals.runs import RunFolder

    folder = RunFolder.open(out)
    if folder.config.git_revision != git_state()[0]:
        complain(
            "The code has changed since this run began, so its answers are of two versions. "
            "Start a new run to compare."
        )
    return folder, tuple(system or folder.config.requested)


def _asked(
    folder: RunFolder, names: tuple[str, ...], settings: Settings, timeout: float | None
) -> list[Asked]:
    from assistant.cli.output import complain, progress_bar
    from evals.running import ask_all

    try:
        return ask_all(
            folder,
            names,
            settings,
            timeout=timeout,
            progress=progress_bar,
            limits=complain,
        )
    except KeyboardInterrupt:
        complain(
            f"Stopped. What was answered is kept in {folder.path}. "
            f"Go on with: npq eval run --resume --out {folder.path}"
        )
        raise typer.Exit(130) from None


def _scored(
    folder: RunFolder,
    thresholds: list[Threshold],
    results: list[Asked],
    judge: str | None,
    entailment: Path | None,
    *,
    every: bool,
) -> None:
    from assistant.cli.output import complain, say
    from evals.cli.common import entailment as model_in
    from evals.cli.common import model_judge
    from evals.cli.tables import show_summaries
    from evals.lines import RunError
    from evals.running import score_run

    stopped = [result for result in results if result.stopped]
    try:
        summaries = score_run(folder, judge=model_judge(judge), also=model_in(entailment))
    except RunError:
        if stopped:
            raise typer.Exit(1) from None  # the reason has been told
        raise
    show_summaries(folder, summaries, every=every)
    say(f"The run is in {folder.path}. For a report: npq eval report {folder.path}")
    first = next(iter(summaries))
    missed = [miss for t in thresholds if (miss := t.miss(summaries[first]))]
    for miss in missed:
        complain(f"Missed by {first}: {miss}.")
    if stopped:
        complain(f"Not all was asked. Go on with: npq eval run --resume --out {folder.path}")
        raise typer.Exit(1)
    if missed:
        raise typer.Exit(MISSED)
