"""Whether a question wants yes or no first."""

from __future__ import annotations

import pytest

from assistant.asking import is_yes_no


@pytest.mark.parametrize(
    "text",
    [
        "Is NPQH mandatory?",
        "Can teaching assistants take one?",
        "So do I need QTS?",
        "I work in a nursery. Does that count?",
        "NPQH is 18 months, isn't it?",
        "Please confirm that this is still right",
        "Must SENCOs have it?",
        "Hi, are fees refunded if I leave?",
    ],
)
def test_given_a_question_for_yes_or_no_when_read_then_it_is_seen(text: str) -> None:
    assert is_yes_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "What is NPQH?",
        "How long does it take?",
        "Which NPQs are for specialists?",
        "Who are the providers?",
        "Tell me about deferral",
        "Is it 12 or 18 months?",
        "So what does it cover?",
    ],
)
def test_given_a_question_for_more_than_yes_or_no_when_read_then_it_is_seen(text: str) -> None:
    assert not is_yes_no(text)


@pytest.mark.parametrize("message", ["Can't find my school, help", "Don't know my TRN"])
def test_given_a_complaint_without_a_subject_when_read_then_no_yes_or_no_is_wanted(
    message: str,
) -> None:
    assert not is_yes_no(message)
    assert is_yes_no("Can't I register twice?")


@pytest.mark.parametrize(
    "text",
    [
        "If I leave the school, will the trust pay?",
        "Assistant head in a PRU, NPQSL. Covered or not?",
        "Agency teacher in York, any funded NPQ?",
        "I have done the taught part. Box ticked?",
        "I assume the SENCO one is a specialist course?",
    ],
)
def test_given_a_question_without_its_verb_in_front_when_read_then_yes_or_no_is_wanted(
    text: str,
) -> None:
    assert is_yes_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is it all online or do you meet people?",
        "Do I put the old school or the new one",
        "If I withdraw, what happens?",
        "If I fail, how do I resit?",
        "NPQSL length?",
    ],
)
def test_given_a_choice_or_a_how_behind_an_if_when_read_then_no_yes_or_no_is_wanted(
    text: str,
) -> None:
    assert not is_yes_no(text)


def test_given_many_openers_when_read_then_it_takes_no_time() -> None:
    assert not is_yes_no("so, and, but, " * 400 + "x?")
