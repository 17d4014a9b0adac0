"""One question back, only where a bare message leaves the answer open."""

from __future__ import annotations

import pytest

from assistant.clarify import clarification
from assistant.records import Question, policy
from assistant.understand import find_slots

TOPICS = {topic["id"]: topic for topic in policy("clarify")["topics"]}


def asked_back(text: str, *history: str) -> str | None:
    question = Question(text=text, history=history)
    back = clarification(question, text, find_slots(text))
    return back.ask if back else None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("How long is it?", "length"),
        ("How long does it take?", "length"),
        ("Duration?", "length"),
        ("How much does it cost?", "cost"),
        ("What is the price?", "cost"),
        ("Am I eligible for funding?", "funded"),
        ("Can I get it for free?", "funded"),
        ("What is the word limit?", "assessment"),
        ("I failed", "failed"),
        ("What does it cover?", "content"),
        ("Has it changed?", "changed"),
        ("Which providers can I pick?", "providers"),
        ("Would mine be free?", "funded"),
    ],
)
def test_given_a_bare_question_when_read_then_one_short_question_is_asked_back(
    text: str, topic: str
) -> None:
    assert asked_back(text) == TOPICS[topic]["ask"]


@pytest.mark.parametrize(
    "text",
    [
        "How long is NPQH?",
        "How much does the SENCO NPQ cost?",
        "How long do NPQs take?",
        "Who marks the assessment?",
        "How long do providers keep my data after I withdraw from a course?",
        "What is the weather?",
    ],
)
def test_given_a_message_that_says_enough_when_read_then_nothing_is_asked_back(text: str) -> None:
    assert asked_back(text) is None


def test_given_earlier_turns_when_read_then_nothing_is_asked_back() -> None:
    assert asked_back("How long is it?", "Tell me about NPQEL") is None


@pytest.mark.parametrize("topic", TOPICS)
def test_given_a_question_back_when_read_then_it_is_short_and_each_button_answers_it(
    topic: str,
) -> None:
    entry = TOPICS[topic]

    assert "?" in entry["ask"]
    assert len(entry["ask"].split()) <= 40
    assert 2 <= len(entry["options"]) <= 4
    assert [option for option in entry["options"] if asked_back(option)] == []
