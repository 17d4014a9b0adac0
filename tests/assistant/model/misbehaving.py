"""A server that talks like OpenAI's, and the many ways in which it may go wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

Behaviour = Callable[[BaseHTTPRequestHandler], None]
PATIENCE_S = 20


class Call(NamedTuple):
    """What one request brought."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Server:
    """Behaves as told on this machine, the last behaviour for ever; keeps what it was sent."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours: Sequence[Behaviour] = behaviours
        self.calls: list[Call] = []
        self.gone = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.calls.append(Call(self.path, dict(self.headers), body))
                number = min(len(outer.calls), len(outer.behaviours)) - 1
                try:
                    outer.behaviours[number](self)
                except OSError:
                    outer.gone.set()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()


def head(handler: BaseHTTPRequestHandler, kind: str = "text/event-stream") -> None:
    """Begin a reply that ends when the connection does."""
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Connection", "close")
    handler.end_headers()


def send(handler: BaseHTTPRequestHandler, text: str, finish: str | None = None) -> None:
    """Send one piece of a reply."""
    chunk = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "test-model",
        "choices": [
            {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
        ],
    }
    handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
    handler.wfile.flush()


def end(handler: BaseHTTPRequestHandler, tokens: tuple[int, int] | None = (321, 45)) -> None:
    """Send the tokens used, if they are reported, and the end."""
    if tokens:
        asked, said = tokens
        usage = {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
        last = {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "test-model",
            "choices": [],
            "usage": usage,
        }
        handler.wfile.write(f"data: {json.dumps(last)}\n\n".encode())
    handler.wfile.write(b"data: [DONE]\n\n")


def says(
    text: str, *, finish: str = "stop", tokens: tuple[int, int] | None = (321, 45)
) -> Behaviour:
    """Stream a text, as it should be."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        head(handler)
        for at in range(0, len(text), 20):
            send(handler, text[at : at + 20])
        send(handler, "", finish)
        end(handler, tokens)

    return behave


def fails(status: int, **headers: str) -> Behaviour:
    """Answer with a status and nothing else."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        data = json.dumps({"error": {"message": f"status {status}", "type": "x"}}).encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return behave


def waits(handler: BaseHTTPRequestHandler) -> None:
    """Take the question and say nothing."""
    time.sleep(PATIENCE_S)


def keeps_alive(handler: BaseHTTPRequestHandler) -> None:
    """Send signs of life without end, and no word."""
    head(handler)
    for _ in range(10 * PATIENCE_S):
        handler.wfile.write(b": still here\n\n")
        handler.wfile.flush()
        time.sleep(0.1)


def stalls_after(text: str) -> Behaviour:
    """Begin, then say no more."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        head(handler)
        send(handler, text)
        time.sleep(PATIENCE_S)

    return behave


def dies_after(text: str) -> Behaviour:
    """Begin a reply of known length, then close the connection."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        send(handler, text)
        handler.wfile.flush()
        handler.close_connection = True

    return behave


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    """Talk for ever."""
    head(handler)
    for _ in range(1_000_000):
        send(handler, "and so on and so forth ")


def page(handler: BaseHTTPRequestHandler) -> None:
    """Send a web page, as a proxy in the way does."""
    head(handler, "text/html")
    handler.wfile.write(b"<html><body><h1>Please sign in</h1></body></html>")


def plain_json(handler: BaseHTTPRequestHandler) -> None:
    """Send the whole reply at once though a stream was asked for."""
    head(handler, "application/json")
    message = {"role": "assistant", "content": "Whole."}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    handler.wfile.write(json.dumps({"id": "c1", "choices": [choice]}).encode())


def garbage(handler: BaseHTTPRequestHandler) -> None:
    """Send events that hold no JSON."""
    head(handler)
    handler.wfile.write(b"data: {not json at all\n\ndata: \xff\xfe\n\n")


def says_nothing(handler: BaseHTTPRequestHandler) -> None:
    """End at once."""
    head(handler)
    end(handler, None)
