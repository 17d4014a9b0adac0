"""The command line `npq`: the commands, and the one place where errors become sentences."""

from __future__ import annotations

import logging
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from assistant.cli.ask import ask
from assistant.cli.chat import chat
from assistant.cli.corpus import corpus_app
from assistant.cli.index import index_app
from assistant.cli.output import complain
from assistant.cli.serve import serve
from corpus.errors import NpqError

log = logging.getLogger(__name__)

app = typer.Typer(
    name="npq",
    help="Answers questions about National Professional Qualifications, with their sources.",
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


def main() -> None:
    """Run the command line; every error ends as one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(prog_name="npq")
    except NpqError as error:
        cause = error if error.__cause__ else None
        log.info("told the person", exc_info=cause, extra={"sentence": error.sentence})
        complain(error.sentence)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not try to flush to them again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception:
        log.exception("unexpected error")
        complain(f"Something went wrong. {_where_details_are()}")
        sys.exit(1)


def _where_details_are() -> str:
    from assistant.logs import is_logging
    from corpus.settings import get_settings

    try:
        log_file = get_settings().log_file
    except NpqError as error:
        return error.sentence
    if is_logging():
        return f"Details are in {log_file}."
    return f"Details could not be kept, because {log_file} cannot be written to."
