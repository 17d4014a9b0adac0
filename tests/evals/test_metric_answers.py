"""Measures of the answer's text, computed by hand."""

from __future__ import annotations

import pytest

from evals.metrics.answers import (
    factual_precision,
    factual_recall,
    forbidden,
    length_ratio,
    opening,
    rouge_l,
    token_f1,
    wrong_values,
    yes_no_right,
    yes_no_wrong,
)


def test_given_two_of_three_groups_when_told_then_recall_is_two_thirds() -> None:
    groups = [["12 months", "one year"], ["£1,885"], ["Teachers' Standards"]]
    answer = "It takes one year and follows the Teachers’ Standards."

    assert factual_recall(answer, must_include=groups) == pytest.approx(2 / 3)
    assert factual_recall(answer, must_include=[]) is None


def test_given_forbidden_wording_when_there_then_it_is_named() -> None:
    assert forbidden("It takes 18 months.", must_not_include=["18 months", "free"]) == ["18 months"]


def test_given_one_wrong_value_of_three_when_checked_then_precision_is_two_thirds() -> None:
    answer = "It costs £1,885, takes 18 months and starts on 22 November 2026."
    allowed = ["12 months, £1885", "2026-11-22"]

    assert wrong_values(answer, allowed=allowed) == ["18 month"]
    assert factual_precision(answer, allowed=allowed, forbidden_there=0) == pytest.approx(2 / 3)
    assert factual_precision(answer, allowed=allowed, forbidden_there=1) == pytest.approx(2 / 4)
    assert factual_precision("Yes.", allowed=allowed, forbidden_there=0) is None
    assert factual_precision("Yes.", allowed=allowed, forbidden_there=1) == 0.0


def test_given_a_subsequence_when_rouge_l_is_taken_then_it_is_its_f1() -> None:
    # "the cat the mat" against "the cat sat on the mat": LCS 4, precision 4/4, recall 4/6.
    assert rouge_l("The cat, the mat", expected="the cat sat on the mat") == pytest.approx(0.8)
    assert rouge_l("mat the cat", expected="the cat mat") == pytest.approx(2 / 3)
    assert rouge_l("", expected="the cat") == 0.0


def test_given_shared_tokens_when_f1_is_taken_then_order_does_not_count() -> None:
    # Tokens: takes 12 months | 12 months in all; shared 2 of 3 and of 4.
    assert token_f1("It's 12 months", expected="‘12 months’ in all") == pytest.approx(4 / 7)
    assert token_f1("months 12", expected="The 12-months") == 1.0


def test_given_a_longer_answer_when_compared_then_the_ratio_is_of_words() -> None:
    assert length_ratio("one two three four", expected="one two") == 2.0
    assert length_ratio("one", expected="") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes. NPQH is funded.", "yes"),
        ("no, it is not", "no"),
        ("No longer current: it was so.", None),
        ("NPQH is not compulsory.", None),
        ("Nobody knows.", None),
        ("No NPQ is compulsory.", None),
    ],
)
def test_given_a_text_when_its_opening_is_read_then_only_a_plain_yes_or_no_counts(
    text: str, said: str | None
) -> None:
    assert opening(text) == said


@pytest.mark.parametrize(
    ("answer", "right", "wrong"), [("Yes.", 1.0, 0.0), ("No.", 0.0, 1.0), ("It is.", 0.0, 0.0)]
)
def test_given_an_expected_yes_when_answered_then_right_wrong_and_silent_are_told_apart(
    answer: str, right: float, wrong: float
) -> None:
    assert yes_no_right(answer, expected="Yes, it is.") == right
    assert yes_no_wrong(answer, expected="Yes, it is.") == wrong
    assert yes_no_right(answer, expected="It is.") is None
    assert yes_no_wrong(answer, expected="It is.") is None
