"""The lexical side: which text shares the rare words of a question."""

from __future__ import annotations

import numpy as np
import pytest

from index.lexical import Lexical
from index.terms import stems

TEXTS = [
    "Tea is served at noon in the hall.",
    "The library closes at noon.",
    "Coffee is served in the library.",
    "NPQLTD takes twelve months.",
    "Ms Adeyemi teaches chemistry in the hall.",
]


@pytest.fixture(scope="module")
def lexical() -> Lexical:
    return Lexical(TEXTS)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("when is tea served", 0),
        ("closing time of the library", 1),
        ("COFFEE?", 2),
        ("how long is leading teacher development", 3),
        ("who is teaching chemistry", 4),
    ],
)
def test_given_a_question_when_scored_then_the_text_with_its_words_comes_first(
    lexical: Lexical, question: str, row: int
) -> None:
    assert int(lexical.scores(stems(question)).argmax()) == row


@pytest.mark.parametrize("question", ["", "what is the", "volcano", "???"])
def test_given_no_word_that_a_text_holds_when_scored_then_all_score_nothing(
    lexical: Lexical, question: str
) -> None:
    scores = lexical.scores(stems(question))

    assert scores.shape == (len(TEXTS),)
    assert not scores.any()


def test_given_an_unknown_word_beside_a_known_one_when_scored_then_it_changes_nothing(
    lexical: Lexical,
) -> None:
    np.testing.assert_allclose(lexical.scores(["volcano", "tea"]), lexical.scores(["tea"]))


def test_given_rows_when_covered_then_the_share_lies_between_none_and_all(
    lexical: Lexical,
) -> None:
    question = stems("is tea served in the library")

    assert lexical.coverage(question, [0, 1]) == pytest.approx(1.0)
    assert 0.0 < lexical.coverage(question, [0]) < 1.0
    assert lexical.coverage(question, [3]) == 0.0
    assert lexical.coverage(question, []) == 0.0
    assert lexical.coverage([], [0]) == 0.0


def test_given_a_rare_and_a_common_word_when_covered_then_the_rare_one_counts_for_more(
    lexical: Lexical,
) -> None:
    question = stems("chemistry at noon")

    assert lexical.coverage(question, [4]) > lexical.coverage(question, [1])


def test_given_a_word_when_asked_then_it_is_known_only_if_a_text_holds_it(
    lexical: Lexical,
) -> None:
    assert lexical.knows(stems("chemistry")[0])
    assert not lexical.knows("volcano")
