"""What a follow-up points at by its shape is put into words."""

from __future__ import annotations

import pytest

from assistant.followups import standalone
from assistant.shapes import asks, spoken_of


def resolved(text: str, *history: str) -> str:
    return standalone(text, history).apply(text)


@pytest.mark.parametrize(
    ("text", "history", "alone"),
    [
        (
            "which is longer",
            ["whats the difference between NPQSL and NPQH"],
            "Which takes longer, NPQSL or NPQH?",
        ),
        ("how long is each", ["NPQSL or NPQH?"], "how long is NPQSL compared with NPQH"),
        (
            "so which one's cheaper then?",
            ["what is NPQSL", "and NPQEL?"],
            "Which is cheaper, NPQSL or NPQEL?",
        ),
        (
            "whats the difference",
            ["NPQLT or NPQLTD for me?"],
            "What is the difference between NPQLT and NPQLTD?",
        ),
    ],
)
def test_given_two_npqs_spoken_of_when_compared_then_both_are_asked_of(
    text: str, history: list[str], alone: str
) -> None:
    assert resolved(text, *history) == alone


@pytest.mark.parametrize(
    ("text", "history", "alone"),
    [
        ("and scotland", "im in wales, can i do an npq?", "im in scotland, can i do an npq?"),
        (
            "and for the leadership ones?",
            "How many words is the case study?",
            "How many words is the case study for leadership NPQs?",
        ),
        (
            "what about specialist ones",
            "How long do leadership NPQs take?",
            "How long do specialist NPQs take?",
        ),
    ],
)
def test_given_a_place_or_a_group_when_put_for_another_then_the_last_question_is_asked_of_it(
    text: str, history: str, alone: str
) -> None:
    assert resolved(text, history) == alone


def test_given_a_question_of_the_past_when_and_now_is_asked_then_it_is_asked_of_today() -> None:
    assert resolved("and now?", "what was funded in spring 2026?") == "what is funded now?"


def test_given_an_npq_that_may_be_needed_first_when_asked_then_it_is_for_what_was_spoken_of() -> (
    None
):
    alone = resolved("do I need to have NPQH first", "what is EHCO")

    assert alone == "do I need to have NPQH first to do early headship coaching offer, EHCO?"
    assert spoken_of(["what is EHCO", "do I need to have NPQH first"]) == {"EHCO"}


def test_given_may_one_when_asked_whether_it_is_allowed_then_who_asks_is_kept() -> None:
    alone = resolved("is it allowed though?", "I'm an ECT. can i start an NPQ")

    assert alone.startswith("I'm an ECT. can i start an NPQ")


def test_given_a_thing_lost_when_it_is_only_pointed_at_then_the_last_question_names_it() -> None:
    assert "certificate" in resolved(
        "lost mine, how do i get a new one", "do you get a certificate"
    )


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("which is longer, NPQLL or NPQLT?", "NPQSL or NPQH?"),
        ("Is NPQSL allowed for deputies?", "can i do an npq"),
        ("do I need NPQH to be a head?", "what is EHCO"),
        ("and scotland", "how long does NPQH take?"),
    ],
)
def test_given_a_question_of_its_own_when_resolved_then_nothing_is_put_in_its_place(
    text: str, history: str
) -> None:
    assert standalone(text, (history,)).instead == ""


@pytest.mark.parametrize(
    ("turn", "question"),
    [
        ("I'm an ECT, can i start an NPQ", True),
        ("is it free", True),
        ("I work in an academy", False),
        ("NPQH please", False),
    ],
)
def test_given_an_earlier_turn_when_read_then_it_is_told_whether_it_asked(
    turn: str, question: bool
) -> None:
    assert asks(turn) is question
