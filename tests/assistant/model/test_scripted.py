"""The scripted chat model says what it is told to, as any chat model of LangChain would."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.messages import HumanMessage
from langchain_core.output_parsers import StrOutputParser

from assistant.model.scripted import ScriptedChatModel


def test_given_replies_when_asked_then_they_come_in_turn_and_the_last_stays() -> None:
    chat = ScriptedChatModel(replies=["one", "two"])

    assert [chat.invoke("Hi").text for _ in range(3)] == ["one", "two", "two"]
    assert [messages[0].text for messages in chat.asked] == ["Hi"] * 3


def test_given_a_text_when_streamed_then_it_comes_in_pieces_and_tokens_at_the_end() -> None:
    chat = ScriptedChatModel(replies=["one two three four"], piece=5)

    chunks = list(chat.stream("a b"))

    assert [chunk.text for chunk in chunks] == ["one t", "wo th", "ree f", "our", ""]
    usage = chunks[-1].usage_metadata
    assert usage is not None
    assert (usage["input_tokens"], usage["output_tokens"]) == (2, 4)


def test_given_an_error_among_pieces_when_streamed_then_it_is_raised_there() -> None:
    chat = ScriptedChatModel(replies=[["begun", TimeoutError("late")]])
    chunks = chat.stream("Hi")

    assert next(chunks).text == "begun"
    with pytest.raises(TimeoutError):
        next(chunks)


def test_given_a_function_when_asked_then_it_sees_the_messages() -> None:
    chat = ScriptedChatModel(respond=lambda messages: messages[-1].text.upper())

    assert (chat | StrOutputParser()).invoke([HumanMessage("quiet")]) == "QUIET"
    assert asyncio.run(chat.ainvoke("quiet")).text == "QUIET"


def test_given_no_tokens_to_report_when_asked_then_none_are_made_up() -> None:
    chat = ScriptedChatModel(replies=["x"], reports_tokens=False)

    assert chat.invoke("Hi").usage_metadata is None
