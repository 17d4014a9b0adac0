"""`npq serve`: the browser chat, run by Streamlit in a process of its own."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from assistant.cli.output import say
from corpus.errors import ServeError
from corpus.settings import PACKAGE_ROOT, get_settings

_PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP")


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
        done = subprocess.run(command, env=_environment(), check=False)
        if done.returncode:
            raise typer.Exit(1)
    own = ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104 - compared, not bound
    shown = "localhost" if address in own else address
    say(f"The chat is on http://{shown}:{number}. Press Ctrl-C to stop it.")
    code = _run_until_stopped(
        [
            *(sys.executable, "-m", "streamlit", "run", str(page)),
            *("--server.address", address, "--server.port", str(number)),
            *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
            *("--logger.hideWelcomeMessage", "true"),
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


def check_free(host: str, port: int) -> None:
    """Raise `ServeError` unless this machine can listen on the port."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as probe:
            if os.name == "posix":
                # A port that was in use a moment ago may be taken again.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise ServeError(_reason(error, host, port)) from error


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Stop the other program or set NPQ_PORT."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"You may not listen on port {port}. Set NPQ_PORT to a number above 1023."
    return f"This machine cannot listen on the address {host}. Set NPQ_HOST."


def _run_until_stopped(command: list[str]) -> int:
    """Run a command and pass signals on to it; 0 if it ended because it was told to."""
    told = False
    # A session of its own: Ctrl-C reaches it once, through us, and not twice.
    child = subprocess.Popen(command, env=_environment(), start_new_session=True)

    def pass_on(number: int, frame: FrameType | None) -> None:
        nonlocal told
        told = True
        if child.poll() is None:
            child.send_signal(number if os.name == "posix" else signal.SIGTERM)

    wanted = [getattr(signal, name) for name in _PASSED_ON if hasattr(signal, name)]
    before = {number: signal.signal(number, pass_on) for number in wanted}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if child.poll() is None:
            child.terminate()
    return 0 if told else code


def _environment() -> dict[str, str]:
    """Let the child import our rooms also where they are not installed."""
    paths = [str(PACKAGE_ROOT.parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
