"""The commands of `npq`, put together."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from assistant.cli.ask import ask
from assistant.cli.chat import chat
from assistant.cli.corpus import corpus_app
from assistant.cli.index import index_app
from assistant.cli.serve import serve

app = typer.Typer(
    name="npq",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(ask)
app.command()(chat)
app.add_typer(corpus_app, name="corpus")
app.add_typer(index_app, name="index")
app.command()(serve)


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
