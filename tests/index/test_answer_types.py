"""Answer types: a question for a date is not met by a sentence without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import index.answer_types
from index.answer_types import lacks_count, lacks_type, wanted_types


@pytest.mark.parametrize(
    ("question", "gives", "lacks"),
    [
        ("When does the course open?", "It opens on 3 May 2024.", "It opens online."),
        ("What is the deadline?", "Apply by Friday 2 October.", "Apply early to be sure."),
        ("How much does a place cost?", "A place costs £900.", "A place is popular."),
        ("How many people can come?", "There are 40 seats.", "There are seats for all."),
        ("How many meetings are there?", "There are seven meetings.", "There are meetings."),
        ("Who delivers it?", "Lead providers deliver it.", "It is delivered well."),
        ("What email address do I write to?", "Write to ask@oak.example.", "Write soon."),
    ],
)
def test_given_a_question_for_something_when_a_text_lacks_it_then_that_is_said(
    question: str, gives: str, lacks: str
) -> None:
    wanted = wanted_types(question)

    assert wanted
    assert not lacks_type(wanted, gives)
    assert lacks_type(wanted, lacks)


def test_given_two_things_asked_when_a_text_has_one_then_it_still_lacks_the_other() -> None:
    wanted = wanted_types("When is it and how much does it cost?")

    assert len(wanted) == 2
    assert lacks_type(wanted, "It costs £20.")
    assert lacks_type(wanted, "It is in June.")
    assert not lacks_type(wanted, "It is in June and costs £20.")


@pytest.mark.parametrize(
    "question", ["", "Is tea hot?", "Tell me about the hall.", "whenever you like"]
)
def test_given_a_question_for_nothing_special_when_read_then_no_text_lacks_anything(
    question: str,
) -> None:
    assert wanted_types(question) == ()
    assert not lacks_type(wanted_types(question), "Anything.")


def test_given_the_policy_when_read_then_every_pattern_is_whole_and_matches_no_empty_text() -> None:
    path = Path(index.answer_types.__file__).with_suffix(".yaml")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert entries
    for entry in entries:
        assert set(entry) == {"asks", "has"}
        for pattern in entry.values():
            assert not re.search(pattern, "", re.I)


@pytest.mark.parametrize(
    ("question", "counts", "does_not"),
    [
        ("How many times can I resit?", "You have two attempts.", "You have two weeks."),
        ("How many goes do I get?", "There are two windows a year.", "There are two hubs."),
        ("How many teachers came?", "In all 40 people came.", "It took 40 days."),
    ],
)
def test_given_another_word_for_what_is_counted_when_held_against_then_it_counts(
    question: str, counts: str, does_not: str
) -> None:
    assert not lacks_count(question, counts)
    assert lacks_count(question, does_not)
