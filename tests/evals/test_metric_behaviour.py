"""Behaviour and confidence over a set, computed by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from evals.metrics.behaviour import Rows, reliability, risk_coverage, set_metrics

NAN = float("nan")


def _rows(*cases: tuple[str, str, float, float]) -> Rows:
    expected, given, accuracy, confidence = zip(*cases, strict=True)
    return Rows(np.array(expected), np.array(given), np.array(accuracy), np.array(confidence))


ROWS = _rows(
    ("answer", "answer", 1.0, 0.95),
    ("answer", "answer", 0.0, 0.85),
    ("answer", "answer", 1.0, 0.85),
    ("answer", "answer", 0.0, 0.15),
    ("answer", "abstain", 0.0, 0.10),
    ("answer", "error", 0.0, NAN),
    ("abstain", "abstain", 1.0, 0.10),
    ("abstain", "answer", 0.0, NAN),
    ("refuse", "refuse", 1.0, NAN),
    ("answer", "answer", NAN, 0.99),
)


def _value(name: str, rows: Rows = ROWS) -> float:
    measure = set_metrics(bins=10)[name].measure
    return float(measure(rows, np.ones((1, len(rows.given))))[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("abstention_precision", 1 / 2),
        ("abstention_recall", 1 / 2),
        ("false_refusal_rate", 1 / 7),
        ("coverage", 6 / 10),
        ("accuracy_when_answered", 2 / 5),
        # Right .95 .85, wrong .85 .15: wins 1 + 1 + 0.5 + 1 of 4.
        ("confidence_auroc", 3.5 / 4),
        # Bins .9: |1-.95|; .8: |1-1.7|; .1: |0-.15|; over four answers.
        ("ece", (0.05 + 0.7 + 0.15) / 4),
        # Risk 0 at the first, 1/3 for the two equal ones at once, 2/4 at the last.
        ("aurc", (0 + 2 * (1 / 3) + 1 / 2) / 4),
    ],
)
def test_given_ten_answers_when_measured_then_the_value_is_as_by_hand(
    name: str, value: float
) -> None:
    assert _value(name) == pytest.approx(value)


def test_given_weights_when_measured_then_they_are_the_same_as_repeated_rows() -> None:
    weights = np.array([[2.0, 1, 0, 3, 1, 1, 1, 2, 1, 1]])
    repeated = np.repeat(np.arange(10), weights[0].astype(int))
    rows = Rows(*(column[repeated] for column in ROWS))

    for name, metric in set_metrics(bins=10).items():
        assert float(metric.measure(ROWS, weights)[0]) == pytest.approx(_value(name, rows)), name


def test_given_random_confidences_when_ranked_then_auroc_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    right, confidence = rng.integers(0, 2, 60), rng.integers(0, 10, 60) / 10
    names = np.array(["answer"] * 60)
    rows = Rows(names, names, right.astype(float), confidence)

    assert _value("confidence_auroc", rows) == pytest.approx(roc_auc_score(right, confidence))


def test_given_a_set_without_a_divisor_when_measured_then_it_is_not_a_number() -> None:
    rows = _rows(("answer", "answer", 1.0, NAN))

    for name in ("abstention_precision", "abstention_recall", "confidence_auroc", "ece", "aurc"):
        assert np.isnan(_value(name, rows)), name


def test_given_answers_when_the_curves_are_drawn_then_they_run_from_most_confident_down() -> None:
    assert risk_coverage(ROWS) == (
        (pytest.approx(0.1), 0.0),
        (pytest.approx(0.3), pytest.approx(1 / 3)),
        (pytest.approx(0.4), pytest.approx(0.5)),
    )
    assert reliability(ROWS, bins=10) == (
        (pytest.approx(0.15), 0.0, 1),
        (pytest.approx(0.85), 0.5, 2),
        (pytest.approx(0.95), 1.0, 1),
    )
    assert risk_coverage(_rows(("answer", "abstain", 0.0, 0.5))) == ()
