"""The commands of `npq`, put together."""

from __future__ import annotations

import logging
from importlib.metadata import PackageNotFoundError, entry_points, version
from typing import Annotated

import typer

from assistant.cli.ask import ask
from assistant.cli.chat import chat
from assistant.cli.corpus import corpus_app
from assistant.cli.desk import desk_app
from assistant.cli.draft import draft
from assistant.cli.index import index_app
from assistant.cli.serve import serve
from assistant.cli.serve_model import serve_model
from assistant.cli.store import store_app

log = logging.getLogger(__name__)
app = typer.Typer(
    name="npq",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(ask)
app.command()(chat)
app.command()(draft)
app.add_typer(corpus_app, name="corpus")
app.add_typer(desk_app, name="desk")
app.add_typer(index_app, name="index")
app.command()(serve)
app.command()(serve_model)
app.add_typer(store_app, name="store")


def _add_installed() -> None:
    """Add the commands of other rooms, which this one may not import (`npq eval`)."""
    for found in entry_points(group="npq.commands"):
        try:
            app.add_typer(found.load(), name=found.name)
        except Exception:
            # What another package did wrong must not keep a question from its answer.
            log.warning("a command could not be loaded", exc_info=True, extra={"of": found.value})


_add_installed()


def _version(wanted: bool) -> None:
    if wanted:
        try:
            typer.echo(f"npq {version('npq-assistant')}")
        except PackageNotFoundError:
            typer.echo("npq, not installed: run from a checkout")
        raise typer.Exit


@app.callback()
def start(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Answers questions about National Professional Qualifications, with their sources."""
    from assistant.logs import configure_logging
    from corpus.settings import get_settings

    configure_logging(get_settings())
