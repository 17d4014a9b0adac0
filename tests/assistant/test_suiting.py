"""Which NPQ suits somebody is told by what they hope for and what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest

from assistant.suiting import decide_suiting, rows
from assistant.understand import Ask
from corpus.library import read_jsonl

AskIt = Callable[..., Ask]


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("head of year in secondary, which npq", "lbc-who"),
        ("I'm an English lead in a primary. Which NPQ suits me?", "ll-who"),
        ("Which NPQ is best for a maths coordinator?", "lpm-who"),
        ("which npq for a head of science", "lt-who"),
        ("year 3 teacher which npq should i do", "s2-specialise"),
        ("I want to be a deputy head, what NPQ should I take?", "sl-who"),
        ("Assistant head hoping for headship in about four years. Which NPQ?", "sl-who"),
        ("deputy who will be a head in january, which npq", "h-who"),
        ("im a nursery manager which one should i do", "eyl-who"),
        ("I run a trust of five schools, which NPQ would you recommend?", "el-who"),
        ("I mostly coach colleagues and run training. Which NPQ fits?", "ltd-who-lead"),
        ("what would you recommend for a new SENCO", "senco-who"),
        ("I've done NPQLT and I'm a deputy head now. Which NPQ next?", "sl-who"),
    ],
)
def test_given_what_somebody_is_or_hopes_for_when_asked_which_then_the_fitting_one_goes_first(
    message: str, first: str, ask: AskIt
) -> None:
    found = decide_suiting(ask(message))

    assert found is not None
    assert found.facts[0] == first
    assert found.wanted is False


@pytest.mark.parametrize(
    "message",
    [
        "Which NPQ should I do?",
        "Which NPQs are funded for a deputy head?",
        "which NPQ is shortest for a class teacher",
        "I'm an assistant head. NPQSL or NPQH, which is better?",
        "I'm a SENCO. Which providers should I look at?",
        "Which NPQ is mandatory for SENCOs?",
        "Which NPQ replaced NPQML for middle leaders?",
    ],
)
def test_given_too_little_or_another_question_when_read_then_nothing_is_decided(
    message: str, ask: AskIt
) -> None:
    assert decide_suiting(ask(message)) is None


@pytest.mark.parametrize("kind", ["hopes", "posts"])
def test_given_the_rows_when_read_then_each_fact_says_whom_an_npq_is_for(
    kind: Literal["hopes", "posts"],
) -> None:
    topics = {fact["id"]: fact["topic"] for fact in read_jsonl("facts.jsonl")}
    told = {fact for row in rows(kind) for fact in row.facts}

    assert told
    assert told <= set(topics)
