"""The command line `npq`: the one place where errors become sentences and exit codes."""

from __future__ import annotations

import errno
import logging
import os
import sys

from corpus.errors import NpqError

log = logging.getLogger(__name__)


def main() -> None:
    """Run the command line; every error ends as one sentence and an exit code."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        try:
            # Imported here, so that Ctrl-C during the imports is quiet too.
            from assistant.cli.commands import app

            app(prog_name="npq")
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)
    except Exception as error:
        _complain(_sentence(error))
        sys.exit(1)


def _sentence(error: Exception) -> str:
    """Log an error, and return what the person is told."""
    if isinstance(error, NpqError):
        cause = error if error.__cause__ else None
        log.info("told the person", exc_info=cause, extra={"sentence": error.sentence})
        return error.sentence
    log.error("unexpected error", exc_info=error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        _drop_output()
        return "There is no space left to write to. Free some, then try again."
    return f"Something went wrong. {_where_details_are()}"


def _complain(sentence: str) -> None:
    from assistant.cli.output import complain

    complain(sentence)


def _drop_output() -> None:
    """Keep Python from flushing again to a reader that has gone or a disk that is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
