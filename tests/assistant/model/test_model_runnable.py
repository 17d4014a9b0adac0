"""With a language model the assistant is the same Runnable: every way of calling it, traced."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from assistant.model.scripted import ScriptedChatModel
from assistant.records import Answer
from tests.assistant.model.saying import ASKED, FURTHER, PHRASED, saying

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from tests.assistant.model.conftest import Speaking

QUESTION = {"question": ASKED, "as_of": date(2026, 11, 1)}


def told(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(exclude={"timings_ms": True, "usage": {"first_statement_s"}})


@pytest.fixture
def phrasing(speaking: Speaking) -> Assistant:
    respond = saying((PHRASED, "takes 18 months, with"), (FURTHER, "within an eight-day window"))
    return speaking(ScriptedChatModel(respond=respond))


def test_given_any_way_of_calling_when_asked_then_the_answer_is_the_same(
    phrasing: Assistant,
) -> None:
    wanted = told(phrasing.invoke(QUESTION))

    assert [told(each) for each in phrasing.batch([QUESTION, QUESTION])] == [wanted, wanted]
    assert told(asyncio.run(phrasing.ainvoke(QUESTION))) == wanted
    assert told([*phrasing.stream(QUESTION)][-1]) == wanted
    assert wanted["statements"][0]["text"] == PHRASED


@pytest.mark.parametrize("writer", ["model", "quotes"])
def test_given_a_caller_that_awaits_when_streaming_then_statements_come_one_by_one(
    phrasing: Assistant, engine: Assistant, writer: str
) -> None:
    assistant = phrasing if writer == "model" else engine

    async def read() -> list[Any]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        ticking = asyncio.create_task(tick())
        items = [item async for item in assistant.astream(QUESTION)]
        ticking.cancel()
        assert ticks > 2
        return items

    *statements, answer = asyncio.run(read())

    assert tuple(statements) == answer.statements
    assert told(answer) == told(assistant.invoke(QUESTION))


class Seen(BaseCallbackHandler):
    """Keeps what ran inside what."""

    def __init__(self) -> None:
        self.chains: list[UUID] = []
        self.models: list[UUID | None] = []
        self.tokens = 0
        self.ended: list[Any] = []

    def on_chain_start(self, *args: Any, run_id: UUID, **kwargs: Any) -> None:
        self.chains.append(run_id)

    def on_chat_model_start(
        self, *args: Any, parent_run_id: UUID | None = None, **kwargs: Any
    ) -> None:
        self.models.append(parent_run_id)

    def on_llm_new_token(self, *args: Any, **kwargs: Any) -> None:
        self.tokens += 1

    def on_chain_end(self, outputs: Any, **kwargs: Any) -> None:
        self.ended.append(outputs)


@pytest.mark.parametrize("way", ["invoke", "stream", "ainvoke", "astream"])
def test_given_a_callback_when_asked_then_it_sees_the_model_run_inside_ours(
    phrasing: Assistant, way: str
) -> None:
    seen = Seen()
    config: Any = {"callbacks": [seen]}

    async def drain() -> None:
        async for _ in phrasing.astream(QUESTION, config):
            pass

    if way == "invoke":
        phrasing.invoke(QUESTION, config)
    elif way == "stream":
        list(phrasing.stream(QUESTION, config))
    elif way == "ainvoke":
        asyncio.run(phrasing.ainvoke(QUESTION, config))
    else:
        asyncio.run(drain())

    assert len(seen.chains) == 1
    assert seen.models == [seen.chains[0]]
    assert seen.tokens > 3
    assert isinstance(seen.ended[-1], Answer)
