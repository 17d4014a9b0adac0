"""Systems behind an address, on real servers: good, down, slow, dripping, and talking nonsense."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from evals.records import Behaviour
from evals.systems import Prompted, SystemUnusable, make_system
from evals.systems.base import parameters
from evals.systems.http import ContractEndpoint, OpenAIEndpoint
from tests.evals.making import DAY

ASKED = Prompted(id="q1", question="How long is NPQH?", history=("Hello.",), as_of=DAY)
CONTRACT = {
    "id": "q1",
    "outcome": "answered",
    "answer": "18 months. [1]",
    "statements": [{"text": "18 months.", "citations": [1]}],
    "sources": [{"number": 1, "document_id": "govuk-npqh", "quotes": ["18 months."]}],
    "confidence": 0.8,
    "writer": "theirs",
    "retrieved": [{"id": "p1", "document_id": "govuk-npqh", "text": "18 months."}],
}
Reply = Callable[[BaseHTTPRequestHandler, Any], None]


class Server:
    """A server on this machine that replies as told, and keeps what it was sent."""

    def __init__(self) -> None:
        self.reply: Reply = lambda handler, body: say(handler, CONTRACT)
        self.sent: list[tuple[str, dict[str, str], Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.sent.append((self.path, dict(self.headers), body))
                outer.reply(self, body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_port}"


def say(handler: BaseHTTPRequestHandler, value: Any, status: int = 200) -> None:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(parameters("http"), "wait", 0.01)


def chat(text: Any) -> dict[str, Any]:
    return {"model": "their-model", "choices": [{"message": {"content": text}}]}


def test_an_endpoint_of_our_contract_is_sent_a_line_and_read(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPQ_EVAL_API_KEY", "k3y")
    system = ContractEndpoint(f"{server.url}/ask")
    reply = system.answer(ASKED)
    path, headers, body = server.sent[0]
    assert (path, headers["Authorization"]) == ("/ask", "Bearer k3y")
    assert body == {
        "id": "q1",
        "question": "How long is NPQH?",
        "history": ["Hello."],
        "as_of": "2026-11-22",
    }
    assert reply.generated.behaviour is Behaviour.ANSWER
    assert reply.generated.sources[0].quotes == ("18 months.",)
    assert reply.generated.retrieved == ("p1",)
    assert reply.passages[0].text == "18 months."
    assert reply.timing.milliseconds["total"] > 0
    assert "k3y" not in system.identity().model_dump_json()


def test_the_openai_format_is_sent_turns_and_read_as_prose(server: Server) -> None:
    server.reply = lambda handler, body: say(
        handler, chat("NPQH takes 18 months. [1] It is funded for some [1, 2].")
    )
    reply = OpenAIEndpoint(f"{server.url}/v1#small").answer(ASKED)
    path, headers, body = server.sent[0]
    assert path == "/v1/chat/completions"
    assert "Authorization" not in headers
    assert body["model"] == "small"
    assert [message["role"] for message in body["messages"]] == ["system", "user", "user"]
    assert "22 November 2026" in body["messages"][0]["content"]
    assert [(s.text, s.citations) for s in reply.generated.statements] == [
        ("NPQH takes 18 months.", (1,)),
        ("It is funded for some.", (1, 2)),
    ]
    assert reply.generated.writer == "their-model"
    assert reply.generated.retrieved is None
    assert reply.generated.confidence is None


def test_a_model_that_writes_our_contract_is_read_as_such(server: Server) -> None:
    server.reply = lambda handler, body: say(handler, chat(json.dumps(CONTRACT)))
    reply = OpenAIEndpoint(server.url).answer(ASKED)
    assert reply.generated.sources[0].document_id == "govuk-npqh"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (b"<html>oops</html>", "not JSON"),
        ({"choices": []}, "holds no answer in the OpenAI chat format"),
        ([1, 2], "holds no answer in the OpenAI chat format"),
        (chat(None), "holds no answer"),
        (chat("  "), "holds no answer"),
    ],
)
def test_nonsense_is_a_failure_of_that_answer(server: Server, value: Any, why: str) -> None:
    server.reply = lambda handler, body: say(handler, value)
    reply = OpenAIEndpoint(server.url).answer(ASKED)
    assert reply.generated.behaviour is Behaviour.ERROR
    assert why in (reply.generated.error or "")
    assert not reply.unreachable


@pytest.mark.parametrize(
    "value",
    [
        {"answer": "x"},
        {"outcome": "perhaps", "answer": "x"},
        [],
        "text",
        {**CONTRACT, "statements": [1]},
    ],
)
def test_a_reply_outside_the_contract_is_a_failure_of_that_answer(
    server: Server, value: Any
) -> None:
    server.reply = lambda handler, body: say(handler, value)
    reply = ContractEndpoint(server.url).answer(ASKED)
    assert "not in the JSON contract" in (reply.generated.error or "")


def test_what_may_pass_is_tried_again(server: Server) -> None:
    def busy_once(handler: BaseHTTPRequestHandler, body: Any) -> None:
        say(handler, CONTRACT, 503 if len(server.sent) == 1 else 200)

    server.reply = busy_once
    assert ContractEndpoint(server.url).answer(ASKED).generated.error is None
    assert len(server.sent) == 2


def test_what_will_not_pass_is_not_tried_again(server: Server) -> None:
    server.reply = lambda handler, body: say(handler, {"error": "no"}, 401)
    reply = ContractEndpoint(server.url).answer(ASKED)
    assert "HTTP status 401" in (reply.generated.error or "")
    assert len(server.sent) == 1


def test_an_endpoint_that_is_down_is_told_from_one_that_fails() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    reply = ContractEndpoint(f"http://127.0.0.1:{port}/ask").answer(ASKED)
    assert reply.unreachable
    assert f"127.0.0.1:{port}/ask cannot be reached" in (reply.generated.error or "")


def test_a_slow_endpoint_is_given_up_after_the_time_allowed(server: Server) -> None:
    released = threading.Event()
    server.reply = lambda handler, body: (released.wait(30), None)[1]
    reply = ContractEndpoint(server.url, timeout=0.3).answer(ASKED)
    released.set()
    assert "gave no reply within 0.3 seconds" in (reply.generated.error or "")
    assert len(server.sent) == 1
    assert not reply.unreachable


def test_an_endpoint_that_drips_is_given_up_too(server: Server) -> None:
    def drip(handler: BaseHTTPRequestHandler, body: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    server.reply = drip
    reply = ContractEndpoint(server.url, timeout=0.3).answer(ASKED)
    assert "gave no reply within 0.3 seconds" in (reply.generated.error or "")


def test_a_password_in_an_address_is_not_kept() -> None:
    system = OpenAIEndpoint("http://me:s3cret@127.0.0.1:9/v1?key=s3cret#m")
    assert "s3cret" not in system.identity().model_dump_json()
    assert system.name == "openai-127.0.0.1-9-v1-m"


@pytest.mark.parametrize("name", ["openai:", "openai:ftp://x", "contract:nothing", "owl", "npq2"])
def test_what_stands_for_no_system_is_told(name: str, settings: Any) -> None:
    with pytest.raises(SystemUnusable, match=r"(There is no system|is not an address)"):
        make_system(name, settings)
