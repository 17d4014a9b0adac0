"""Retrieval measures, computed by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.retrieval import (
    f_beta,
    hit_at,
    ndcg_at,
    precision_at,
    recall_at,
    reciprocal_rank,
    retrieval_metrics,
)

# First item of no use, second finds a, third finds a and b.
RANKING = [set(), {"a"}, {"a", "b"}]
WANTED = {"a", "b", "c", "d"}


def test_given_a_ranking_when_cut_then_precision_and_recall_are_of_what_is_left() -> None:
    assert precision_at(2, ranking=RANKING) == 0.5
    assert precision_at(10, ranking=RANKING) == pytest.approx(2 / 3)
    assert recall_at(2, ranking=RANKING, wanted=WANTED) == 0.25
    assert recall_at(10, ranking=RANKING, wanted=WANTED) == 0.5


def test_given_the_same_fact_twice_when_recall_is_taken_then_it_counts_once() -> None:
    assert recall_at(3, ranking=[{"a"}, {"a"}, {"a"}], wanted={"a", "b"}) == 0.5


def test_given_precision_and_recall_when_joined_then_f2_leans_to_recall() -> None:
    # F1 = 2·0.5·1/1.5; F2 = 5·0.5·1/(4·0.5+1)
    assert f_beta(0.5, 1.0, beta=1) == pytest.approx(2 / 3)
    assert f_beta(0.5, 1.0, beta=2) == pytest.approx(2.5 / 3)
    assert f_beta(0.0, 0.0, beta=2) == 0.0


def test_given_the_first_hit_at_two_when_ranked_then_mrr_is_a_half() -> None:
    assert reciprocal_rank(ranking=RANKING) == 0.5
    assert reciprocal_rank(ranking=[set(), set()]) == 0.0
    assert (hit_at(1, ranking=RANKING), hit_at(2, ranking=RANKING)) == (0.0, 1.0)


def test_given_a_ranking_when_discounted_then_the_ideal_counts_what_was_never_found() -> None:
    # Gains at places 2 and 3; the ideal has two found and two never found (c, d).
    gained = 1 / math.log2(3) + 1 / math.log2(4)
    ideal = sum(1 / math.log2(place + 1) for place in (1, 2, 3, 4))

    assert ndcg_at(10, ranking=RANKING, wanted=WANTED) == pytest.approx(gained / ideal)
    assert ndcg_at(1, ranking=RANKING, wanted=WANTED) == 0.0


def test_given_no_ranking_or_no_wish_when_measured_then_nothing_is_scored() -> None:
    untold = retrieval_metrics("source", ranking=None, wanted={"a"}, cutoffs=[5])
    unasked = retrieval_metrics("source", ranking=[{"a"}], wanted=set(), cutoffs=[5])

    assert set(untold.values()) == set(unasked.values()) == {None}


def test_given_an_empty_ranking_when_measured_then_every_score_is_zero() -> None:
    found = retrieval_metrics("source", ranking=[], wanted={"a"}, cutoffs=[1, 5])

    assert set(found.values()) == {0.0}


@given(st.lists(st.sets(st.sampled_from("abcd")), max_size=8), st.integers(1, 10))
def test_given_any_ranking_when_measured_then_scores_are_shares_and_recall_grows(
    ranking: list[set[str]], k: int
) -> None:
    found = retrieval_metrics("x", ranking=ranking, wanted=WANTED, cutoffs=[k, k + 1])

    assert all(value is not None and 0 <= value <= 1 + 1e-9 for value in found.values())
    assert (found[f"x_recall@{k}"] or 0) <= (found[f"x_recall@{k + 1}"] or 0)
