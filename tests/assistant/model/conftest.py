"""The real engine with a language model: scripted, or on a server of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from assistant.model.scripted import ScriptedChatModel
from corpus.settings import Settings, get_settings
from tests.assistant.model.misbehaving import Behaviour, Server, says

if TYPE_CHECKING:
    from assistant.assembly import Assistant

Speaking = Callable[..., "Assistant"]
Serving = Callable[..., Server]


@pytest.fixture
def speaking(engine: Assistant) -> Speaking:
    """Build the assistant with a language model, on the index that is open already."""
    from assistant.assembly import build_assistant

    def build(chat: ScriptedChatModel | None = None, **settings: Any) -> Assistant:
        own = Settings(data_dir=get_settings().data_dir, **settings)
        assistant = build_assistant(own, chat_model=chat)
        assistant._index = engine._index
        return assistant

    return build


@pytest.fixture(scope="session")
def imported() -> None:
    """Let the client import what it needs, which takes longer than the limits of the tests."""
    pytest.importorskip("langchain_openai")
    from langchain.chat_models import init_chat_model

    server = Server(says("Ready."))
    chat = init_chat_model("openai:any", base_url=server.url, api_key="none")
    assert [chunk.text for chunk in chat.stream("Ready?")]
    server.close()


@pytest.fixture
def serving(imported: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """Start a server that behaves as told, and point the usual variables at it."""
    running: list[Server] = []

    def start(*behaviours: Behaviour) -> Server:
        server = Server(*behaviours)
        running.append(server)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        return server

    yield start
    for server in running:
        server.close()
