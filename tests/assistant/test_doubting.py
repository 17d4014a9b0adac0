"""Words that the evidence does not bear out are doubted; rules and model are weighed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from assistant.check import support
from assistant.check.doubting import doubts, laid_out, said_words
from assistant.check.weighing import SIGNS, weights
from assistant.verify import similarity_of, supported
from evals.check_pairs import FREE, read_pairs
from index.embedding import MiniLM

LEAST_AREA = 0.8
PAYS = "The provider sends the school an invoice of up to £900 within 10 working days."


def test_given_a_statement_and_evidence_when_laid_out_then_its_words_come_first() -> None:
    read = laid_out("Two hubs pay.", ["Three hubs pay.", "None refuses."])

    assert said_words(read) == 3
    assert [read.text[s:e] for s, e in read.words[:3]] == ["Two", "hubs", "pay"]


def test_given_words_of_the_evidence_when_laid_out_then_they_are_seen_to_be_there() -> None:
    read = laid_out("Schools get paid.", ["Each school gets paid."])

    assert read.seen[:3, -1].tolist() == [1.0, 1.0, 1.0]


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
@settings(max_examples=40, deadline=None)
def test_given_any_text_when_doubted_then_each_of_its_words_has_a_chance(
    text: str, evidence: list[str]
) -> None:
    chances = doubts(text, evidence).chances

    assert len(chances) == said_words(laid_out(text, evidence))
    assert np.all((chances >= 0) & (chances <= 1))


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("The school sends the provider an invoice.", "school"),
        ("You have three weeks to pay an invoice of £900.", "three"),
    ],
)
def test_given_a_word_that_is_wrong_when_doubted_then_it_is_the_one(
    statement: str, word: str
) -> None:
    assert word in doubts(statement, [PAYS]).most()


def test_given_pairs_not_learned_from_when_doubted_then_wrong_ones_are_told_from_right() -> None:
    pairs = read_pairs(FREE)[::7]
    most = [float(doubts(pair.statement, pair.evidence).chances.max()) for pair in pairs]

    assert roc_auc_score([not pair.supported for pair in pairs], most) > LEAST_AREA


def test_given_a_free_wording_when_checked_with_the_model_then_it_is_not_lost() -> None:
    said = "An invoice, at most £900, reaches your school inside ten working days."

    assert supported(said, [PAYS], similarity=similarity_of(MiniLM())) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "An invoice of £950 at most reaches your school.",
        "On 3 May the provider sends an invoice.",
        "For NPQH the provider sends an invoice.",
    ],
)
def test_given_a_figure_a_date_or_an_npq_of_its_own_when_checked_then_nothing_outweighs_it(
    statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(support, "chance_wrong", lambda _: 0.0)

    assert supported(statement, [PAYS], similarity=lambda *_: 1.0)


def test_given_the_fitted_weights_when_read_then_each_sign_has_one() -> None:
    assert set(weights()["weights"]) == set(SIGNS)
    assert 0 < weights()["limit"] < 1
