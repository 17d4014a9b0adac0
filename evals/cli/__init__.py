"""`npq eval`: put questions with known answers to our assistant, and to any other system."""

from __future__ import annotations

import typer

from evals.cli.benchmark import benchmark, fit_threshold
from evals.cli.check_pairs import check_pairs
from evals.cli.compare import compare
from evals.cli.datasets import add_case, check_dataset
from evals.cli.run import run
from evals.cli.stored import list_runs, report, score

app = typer.Typer(
    help="Measure answers, citations, abstention and speed, of this and of other systems.",
    no_args_is_help=True,
)
app.command()(run)
app.command()(score)
app.command()(compare)
app.command()(report)
app.command("list")(list_runs)
app.command("check-dataset")(check_dataset)
app.command("add-case")(add_case)
app.command("check-pairs")(check_pairs)
app.command()(benchmark)
app.command("fit-threshold")(fit_threshold)

__all__ = ["app"]
