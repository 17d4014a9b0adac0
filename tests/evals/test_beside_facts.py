"""What the cross-encoder learns from stays away from what it is measured on."""

from __future__ import annotations

import pytest

from assistant.clarify import topics
from corpus.library import read_jsonl
from evals.beside_facts import beside_facts
from evals.choosing import FITTING, SHIPPED
from evals.reading import read_cases
from evals.records import Case
from evals.taught import messages, near_misses, requests

MEASURED = (
    "dev_written", "dev_real", "dev_more", "dev_fresh", "dev_asked", "test", "blind", "blind_fresh",
    "blind_asked", "dev_named", "blind_named",
)  # fmt: skip


def test_given_the_shipped_questions_then_each_fact_has_its_own() -> None:
    facts = [beside.fact for beside in beside_facts()]

    assert sorted(facts) == sorted(fact["id"] for fact in read_jsonl("facts.jsonl"))


def test_given_what_is_taught_then_none_is_a_question_that_we_are_measured_on() -> None:
    measured = {
        case.question.strip().lower()
        for name in MEASURED
        for case in read_cases(SHIPPED / f"{name}.jsonl")
    }
    beside = [text for fact in beside_facts() for text in (*fact.answered, *fact.near)]
    others = [each.text for each in (*messages(), *requests(), *near_misses())]

    taught = {text.strip().lower() for text in (*beside, *others)}

    assert not taught & measured


def test_given_the_shipped_questions_then_a_fifth_of_the_facts_is_held_out() -> None:
    held = [beside.held_out for beside in beside_facts()]

    assert 0.14 < sum(held) / len(held) < 0.26


def test_given_the_messages_then_a_third_is_held_out_and_every_topic_can_be_asked_about() -> None:
    known = {topic.id for topic in topics() if topic.told_by == "(?!)"}  # others need no lesson

    held = [message.held_out for message in messages()]

    assert 0.28 < sum(held) / len(held) < 0.39
    assert {message.topic for message in messages()} == known | {None}


@pytest.mark.parametrize("name", ["test", "blind", "blind_fresh", "blind_asked", "blind_named"])
def test_given_a_file_of_which_only_totals_are_seen_then_its_questions_stand_nowhere_else(
    name: str,
) -> None:
    asked = {_question(case) for case in read_cases(SHIPPED / f"{name}.jsonl") if not case.history}
    for other in (*FITTING, "ci_sample", *MEASURED):
        if other != name:
            theirs = {_question(case) for case in read_cases(SHIPPED / f"{other}.jsonl")}
            assert len(asked & theirs) <= 1, other


def _question(case: Case) -> str:
    return case.question.strip().lower()
