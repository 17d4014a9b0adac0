"""What the cross-encoder learns from stays away from what it is measured on."""

from __future__ import annotations

from corpus.library import read_jsonl
from evals.beside_facts import beside_facts
from evals.choosing import SHIPPED
from evals.reading import read_cases
from evals.split import kept_facts


def test_given_the_shipped_questions_then_each_fact_is_known_and_none_is_kept_for_testing() -> None:
    known = {fact["id"] for fact in read_jsonl("facts.jsonl")}

    facts = [beside.fact for beside in beside_facts()]

    assert len(set(facts)) == len(facts)
    assert set(facts) <= known - kept_facts()


def test_given_the_shipped_questions_then_none_is_a_question_that_we_are_measured_on() -> None:
    measured = {
        case.question.strip().lower()
        for name in ("dev_written", "dev_real", "dev_more", "test", "blind")
        for case in read_cases(SHIPPED / f"{name}.jsonl")
    }

    taught = {
        text.strip().lower()
        for beside in beside_facts()
        for text in (*beside.answered, *beside.near)
    }

    assert not taught & measured


def test_given_the_shipped_questions_then_a_fifth_of_the_facts_is_held_out() -> None:
    held = [beside.held_out for beside in beside_facts()]

    assert 0.14 < sum(held) / len(held) < 0.26
