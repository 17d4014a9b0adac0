"""`npq serve`: the browser chat, run by Streamlit in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.output import say
from assistant.cli.processes import check_free, environment, run_until_stopped
from corpus.errors import ServeError
from corpus.settings import PACKAGE_ROOT, get_settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on [NPQ_HOST].")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port to listen on [NPQ_PORT].")
    ] = None,
    no_build: Annotated[
        bool, typer.Option("--no-build", help="Start with the index as it is.")
    ] = False,
) -> None:
    """Serve the chat in the browser; the index is built first if that is needed."""
    settings = get_settings()
    address, number = host or settings.host, port or settings.port
    page = app_file()
    check_free(address, number)
    if not no_build:
        # In a process of its own, so that this one does not keep the model in memory.
        command = [sys.executable, "-m", "assistant.cli", "index", "build", "--if-needed"]
        done = subprocess.run(command, env=environment(), check=False)
        if done.returncode:
            raise typer.Exit(1)
    own = ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104 - compared, not bound
    shown = "localhost" if address in own else address
    say(f"The chat is on http://{shown}:{number}. Press Ctrl-C to stop it.")
    code = run_until_stopped(
        [
            *(sys.executable, "-m", "streamlit", "run", str(page)),
            *("--server.address", address, "--server.port", str(number)),
            *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
            *("--logger.hideWelcomeMessage", "true"),
            *_secrets(page),
        ]
    )
    if code:
        raise ServeError(f"The browser chat stopped by itself (exit code {code}).")


def app_file() -> Path:
    """Return the Streamlit entry: of the checkout, or the copy inside an installed package."""
    root = PACKAGE_ROOT.parent
    for page in (root / "app.py", root / "assistant" / "app.py"):
        if page.is_file():
            return page
    raise ServeError("The browser chat is not part of this installation: app.py is missing.")


def _secrets(page: Path) -> list[str]:
    """Name the secrets file of the data folder last, so that it wins, if there is one."""
    own = get_settings().secrets_file.absolute()
    if not os.path.lexists(own):
        return []
    usual = dict.fromkeys(
        folder / ".streamlit" for folder in (Path.home(), Path.cwd(), page.parent)
    )
    files = [*(folder / "secrets.toml" for folder in usual), own]
    return [part for file in files for part in ("--secrets.files", str(file))]
