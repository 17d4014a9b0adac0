"""Whether somebody has to have an NPQ at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.records import policy
from assistant.understand import Ask
from assistant.voluntary import decide_voluntary
from corpus.library import read_jsonl

AskIt = Callable[..., Ask]


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("Is NPQSL compulsory for deputies?", "suite-voluntary"),
        ("do governors have to have an npq", "suite-voluntary"),
        ("Must I take NPQLL to lead English?", "suite-voluntary"),
        ("whether the executive leadership NPQ is mandatory for a trust leader", "suite-voluntary"),
        ("does our nursery manager need NPQEYL", "suite-voluntary"),
        ("Do I need NPQH to become a head?", "npqh-not-mandatory"),
    ],
)
def test_given_an_npq_that_is_no_duty_when_asked_whether_it_is_then_it_is_not(
    message: str, fact: str, ask: AskIt
) -> None:
    found = decide_voluntary(ask(message))

    assert found is not None
    assert (found.verdict, found.facts[0]) == ("no", fact)


@pytest.mark.parametrize("message", ["Is NPQSL optional?", "so I could be a head without NPQH"])
def test_given_the_contrary_when_asked_then_the_answer_is_yes(message: str, ask: AskIt) -> None:
    found = decide_voluntary(ask(message))

    assert found is not None
    assert found.verdict == "yes"


@pytest.mark.parametrize(
    "message",
    [
        "Is the SENCO NPQ mandatory?",
        "Do I need NPQH for EHCO?",
        "Do I have to finish NPQSL before NPQH?",
        "Was NPQH compulsory for heads?",
        "Do I have to pay for NPQSL?",
        "Do I need a TRN to do NPQSL?",
        "Is attendance compulsory on NPQSL?",
        "Isn't NPQH compulsory?",
        "What does NPQSL cover?",
        "do they all do NPQLL?",
        "Do most heads do NPQH",
    ],
)
def test_given_another_question_when_read_then_nothing_is_decided(message: str, ask: AskIt) -> None:
    assert decide_voluntary(ask(message)) is None


def test_given_a_day_before_the_facts_when_asked_then_nothing_is_decided(ask: AskIt) -> None:
    assert decide_voluntary(ask("Is NPQSL compulsory?", as_of=date(2015, 1, 1))) is None


def test_given_the_policy_when_read_then_each_fact_is_in_the_corpus() -> None:
    settings = policy("voluntary")
    told = [*settings["facts"], *(f for facts in settings["facts_of"].values() for f in facts)]

    assert set(told) <= {row["id"] for row in read_jsonl("facts.jsonl")}
