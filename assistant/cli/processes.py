"""Programs that run until they are told to stop: a free port for them, and signals passed on."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
from types import FrameType

from corpus.errors import ServeError
from corpus.settings import PACKAGE_ROOT

_PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP")


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


def run_until_stopped(command: list[str]) -> int:
    """Run a command and pass signals on to it; 0 if it ended because it was told to."""
    told = False
    # A session of its own: Ctrl-C reaches it once, through us, and not twice.
    child = subprocess.Popen(command, env=environment(), start_new_session=True)

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


def environment() -> dict[str, str]:
    """Let the child import our rooms also where they are not installed."""
    paths = [str(PACKAGE_ROOT.parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
