"""What a question takes for granted is told from what a person says of themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.premises import taken_for_granted
from assistant.understand import Ask

AskIt = Callable[..., Ask]


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Since NPQs were abolished, what replaced them?", "NPQs were abolished"),
        ("NPQH was scrapped in 2020 - what do heads need now?", "NPQH was scrapped in 2020"),
        ("I heard that all heads must hold NPQH. When by?", "all heads must hold NPQH"),
        ("As the improvement project is compulsory, who covers it?",
         "the improvement project is compulsory"),
        ("All NPQs are still free, so how do I sign up?", "All NPQs are still free"),
        ("Now that every NPQ is free, how do we apply?", "every NPQ is free"),
    ],
)  # fmt: skip
def test_given_a_clause_about_npqs_when_read_then_it_is_taken_for_granted(
    ask: AskIt, question: str, claim: str
) -> None:
    assert taken_for_granted(ask(question)) == claim


@pytest.mark.parametrize(
    "question",
    [
        "Since I started NPQH in May, when do I finish?",
        "We are a nursery. How do we apply for NPQEYL?",
        "As a SENCO, which NPQ suits me?",
        "How long is NPQH?",
        "Our head left. Who signs the NPQ form?",
    ],
)
def test_given_what_a_person_says_of_themselves_when_read_then_it_is_theirs_to_know(
    ask: AskIt, question: str
) -> None:
    assert taken_for_granted(ask(question)) is None
