"""`npq serve`: a port that is free, a real server, and a stop that leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Npq

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def test_given_a_port_in_use_when_served_then_it_is_told_before_anything_is_built(
    npq: Npq, busy_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPQ_PORT", str(busy_port))

    ran = npq("serve")

    assert ran.code == 1
    assert ran.err == f"Port {busy_port} is in use. Stop the other program or set NPQ_PORT.\n"


def test_given_an_address_of_another_machine_when_served_then_it_is_told(npq: Npq) -> None:
    ran = npq("serve", "--host", "203.0.113.5", "--no-build")

    assert ran.code == 1
    assert "cannot listen on the address 203.0.113.5" in ran.err


def test_given_a_data_folder_that_cannot_be_when_served_then_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "serve", "--port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, "NPQ_DATA_DIR": str(tmp_path / "file" / "data")},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Cannot write to the data folder")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_given_a_running_chat_when_told_to_stop_then_it_stops_and_frees_the_port(
    how: signal.Signals,
) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "serve", "--no-build", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        until = time.monotonic() + 60
        while not answers(port) and time.monotonic() < until and server.poll() is None:
            time.sleep(0.2)
        assert answers(port)

        server.send_signal(how)

        told, _ = server.communicate(timeout=30)
        assert server.returncode == 0
        assert f"http://localhost:{port}" in told
        assert not answers(port)
    finally:
        if server.poll() is None:
            server.kill()
