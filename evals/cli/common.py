"""What several commands of `npq eval` share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.judge_model import ModelJudge
    from evals.metrics.support import Supports
    from evals.runs import RunFolder

JUDGE = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="Also let a language model judge, named as provider:model; its verdict is labelled.",
    ),
]
ENTAILMENT = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Also judge citations by an entailment model (a cross-encoder) in this folder.",
    ),
]
ALL = Annotated[bool, typer.Option("--all", help="Print every metric, not only the main ones.")]


@contextmanager
def saying_usage() -> Iterator[None]:
    """Turn a `ValueError` about an argument into wrong usage, exit code 2."""
    try:
        yield
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from error


def opened_system(path: Path) -> tuple[RunFolder, str]:
    """Open `RUN` or `RUN/systems/NAME`; of a run with several systems, the first one."""
    from evals.lines import RunError
    from evals.runs import RunFolder

    if path.parent.name == "systems" and not (path / "run.json").exists():
        folder = RunFolder.open(path.parent.parent)
        folder.folder_of(path.name)
        return folder, path.name
    folder = RunFolder.open(path)
    names = folder.system_names()
    if not names:
        raise RunError(f"The run {path} holds no answers.")
    return folder, names[0]


def model_judge(name: str | None) -> ModelJudge | None:
    """Return the language model that judges, or None where none was asked for."""
    if name is None:
        return None
    from evals.judge_model import make_judge

    return make_judge(name)


def entailment(folder: Path | None) -> tuple[Supports, ...]:
    """Return the entailment model that judges citations too, or nothing."""
    if folder is None:
        return ()
    from evals.metrics.support import EntailmentSupport

    return (EntailmentSupport(folder),)
