"""What is fitted or looked at never tells a fact that is kept for testing."""

from __future__ import annotations

import pytest

from corpus.library import read_jsonl
from evals.choosing import SHIPPED
from evals.folds import fitting_questions
from evals.reading import read_cases
from evals.split import kept_facts


def test_given_the_split_when_read_then_its_documents_exist_and_keep_a_fair_share() -> None:
    facts = read_jsonl("facts.jsonl")

    assert 0.1 < len(kept_facts()) / len(facts) < 0.3


@pytest.mark.parametrize("name", ["train", "dev_more"])
def test_given_a_file_that_is_fitted_or_looked_at_when_read_then_it_tells_no_kept_fact(
    name: str,
) -> None:
    for case in read_cases(SHIPPED / f"{name}.jsonl"):
        assert not kept_facts() & set(case.fact_ids), case.id


def test_given_the_test_file_when_read_then_it_tells_only_kept_facts() -> None:
    for case in read_cases(SHIPPED / "test.jsonl"):
        assert set(case.fact_ids) <= kept_facts(), case.id


def test_given_the_questions_to_fit_on_when_read_then_none_is_of_a_kept_fact() -> None:
    fitted_on = {question.fact for question in fitting_questions()}

    assert fitted_on
    assert not fitted_on & kept_facts()


def test_given_all_files_when_read_then_no_question_of_the_test_file_stands_elsewhere() -> None:
    tested = {case.question.lower() for case in read_cases(SHIPPED / "test.jsonl")}
    for name in ("train", "dev_more", "dev_written", "dev_real", "ci_sample"):
        others = {
            case.question.lower()
            for case in read_cases(SHIPPED / f"{name}.jsonl")
            if not case.history
        }
        assert len(tested & others) <= 1, name
