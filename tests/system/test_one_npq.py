"""A question about one NPQ, asked of the real corpus with the real model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.records import Answer, Outcome

Put = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("How long does NPQLL take?", "Specialist NPQs take 12 months"),
        ("How long does NPQSL take?", "NPQSL takes 18 months"),
        ("Who is NPQSENCO for?", "The SENCO NPQ is for SENCOs"),
        ("how many words is the leading literacy case study", "1,500 words"),
        ("can I resit NPQEL if I fail", "If you fail an NPQ assessment"),
        ("do I need QTS for NPQLPM", "not a funding condition"),
        ("is NPQSENCO mandatory", "mandatory qualification"),
    ],
)
def test_given_one_npq_when_asked_then_its_own_rule_comes_first_or_that_of_all(
    put: Put, question: str, says: str
) -> None:
    answer = put(question)

    assert answer.outcome is Outcome.ANSWERED
    assert says in answer.statements[0].text


@pytest.mark.parametrize("npq", ["NPQLT", "NPQLPM", "NPQEYL", "NPQSL"])
def test_given_an_npq_that_nobody_must_take_when_asked_then_the_answer_is_not_yes(
    put: Put, npq: str
) -> None:
    answer = put(f"is {npq} mandatory")

    assert not answer.statements[0].text.startswith("Yes")
    assert "voluntary" in answer.statements[0].text


def test_given_the_price_asked_when_one_of_today_is_held_then_it_is_told(put: Put) -> None:
    answer = put("What does a self-funded NPQH cost?")

    assert "£1,949" in " ".join(statement.text for statement in answer.statements)


def test_given_a_follow_up_that_keeps_the_topic_when_asked_then_it_is_answered_on_it(
    put: Put,
) -> None:
    answer = put("What if I fail it?", "What's the word count for the NPQLT assessment?")

    assert "fail" in answer.statements[0].text
    assert "assessment" in answer.standalone_question
