"""What a comparison asks of each side."""

from __future__ import annotations

import pytest

from assistant.comparisons import compared_apart


def compared(text: str) -> list[str]:
    return compared_apart(text, [text])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("is npqel more expensive than npqh", "How much does"),
        ("do npqh and npqsl cover the same stuff", "What does"),
        ("NPQSL or NPQH, which is longer?", "How long does"),
    ],
)
def test_given_two_npqs_when_compared_then_the_same_is_asked_of_each(text: str, asked: str) -> None:
    questions = compared(text)

    assert len(questions) == 2
    assert all(question.startswith(asked) for question in questions)


def test_given_an_npq_and_a_group_when_compared_then_both_are_asked_about() -> None:
    assert compared("is npqeyl the same length as the specialist ones") == [
        "How long does NPQEYL (early years leadership) take?",
        "How long do specialist NPQs take?",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Can I do NPQH and EHCO at the same time?",
        "How long is NPQH?",
        "Which specialist NPQs are there?",
    ],
)
def test_given_no_comparison_when_read_then_nothing_is_put_apart(text: str) -> None:
    assert compared(text) == []
