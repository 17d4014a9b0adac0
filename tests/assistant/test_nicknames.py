"""What people call an NPQ in passing is read as that NPQ, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.guard import guard
from assistant.nicknames import written_out
from assistant.records import Question, policy
from assistant.understand import understand
from index.terms import Speller, find_npqs, npq_policy


@pytest.mark.parametrize(
    ("text", "npqs"),
    [
        ("Is the exec one longer?", {"NPQEL"}),
        ("my maths one starts in October, who teaches it?", {"NPQLPM"}),
        ("who marks behaviour NPQs?", {"NPQLBC"}),
        ("Is the special needs one a legal requirement?", {"NPQSENCO"}),
        ("NPQSL or H?", {"NPQSL", "NPQH"}),
        ("NPQLL, LT and LBC: same length?", {"NPQLL", "NPQLT", "NPQLBC"}),
        ("SL vs EL", {"NPQSL", "NPQEL"}),
    ],
)
def test_given_a_nickname_when_written_out_then_the_npq_is_named(text: str, npqs: set[str]) -> None:
    assert find_npqs(written_out(text, follows=False)) == npqs


@pytest.mark.parametrize(
    "text",
    [
        "I'm teaching one class this year",
        "do I need a teaching qualification?",
        "is a head one of the people who can apply?",
        "my head wants one",
        "EL Smith is our SL",
        "The early years NPQ",
    ],
)
def test_given_words_that_name_no_npq_when_written_out_then_nothing_changes(text: str) -> None:
    assert written_out(text, follows=False) == text


@pytest.mark.parametrize(
    ("text", "npq"),
    [
        ("and maths?", "NPQLPM"),
        ("And for the exec?", "NPQEL"),
        ("what about the headship one", "NPQH"),
        ("sorry, I meant behaviour", "NPQLBC"),
    ],
)
def test_given_a_follow_up_by_nickname_when_understood_then_the_question_is_asked_of_that_npq(
    text: str, npq: str
) -> None:
    question = Question(
        text=text, history=("How long is the NPQSL case study?",), as_of=date(2026, 11, 22)
    )

    understood = understand(question, guard(text, max_chars=500), Speller([]))

    assert "case study" in understood.standalone
    assert find_npqs(understood.standalone) == {npq}


def test_given_a_bare_nickname_when_nothing_was_asked_before_then_it_stays() -> None:
    assert written_out("maths?", follows=False) == "maths?"


def test_given_the_policy_when_read_then_each_nickname_means_one_known_npq() -> None:
    nicknames = policy("nicknames")["nicknames"]
    every = [name for names in nicknames.values() for name in names]

    assert set(nicknames) <= set(npq_policy())
    assert len(every) == len(set(every))
