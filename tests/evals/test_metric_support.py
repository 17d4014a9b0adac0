"""What the deterministic check of support takes and what it does not."""

from __future__ import annotations

import pytest

from evals.metrics.support import DeterministicSupport, EntailmentSupport, body

SUPPORTS = DeterministicSupport()
EVIDENCE = "The NPQH takes 18 months. Providers must register participants by 22 November 2026."


@pytest.mark.parametrize(
    "statement",
    [
        "The NPQH takes 18 months.",
        "Yes. The NPQH takes 18 months. [1]",
        "No longer current: The NPQH takes 18 months.",
        "The NPQ for headship takes eighteen months.",
        "Providers are required to register participants by 2026-11-22.",
    ],
)
def test_given_what_the_evidence_says_when_checked_then_it_is_supported(statement: str) -> None:
    assert SUPPORTS(statement, evidence=[EVIDENCE])


@pytest.mark.parametrize(
    "statement",
    [
        "The NPQH takes 12 months.",
        "The NPQSL takes 18 months.",
        "The NPQH does not take 18 months.",
        "Providers may register participants by 22 November 2026.",
        "Providers must register participants by 23 November 2026.",
        "Headship pays better salaries across England.",
        "Yes.",
    ],
)
def test_given_a_changed_figure_name_date_or_duty_when_checked_then_it_is_not(
    statement: str,
) -> None:
    assert not SUPPORTS(statement, evidence=[EVIDENCE])


def test_given_a_rule_told_more_surely_than_it_stands_when_checked_then_it_is_not() -> None:
    assert not SUPPORTS("DfE funds the course.", evidence=["DfE may fund the course."])
    assert SUPPORTS("It opens in May 2026.", evidence=["It opens in May 2026."])


def test_given_half_a_denied_sentence_when_checked_then_containment_is_not_enough() -> None:
    evidence = ["It is not the case that NPQs are free for everyone."]

    assert not SUPPORTS("NPQs are free for everyone.", evidence=evidence)


def test_given_no_evidence_when_checked_then_nothing_is_supported() -> None:
    assert not SUPPORTS("The NPQH takes 18 months.", evidence=[])


def test_given_openers_and_markers_when_taken_off_then_the_claim_is_left() -> None:
    assert body("Yes, if a funded place is free. It is free. [2]") == "It is free."
    assert body("Nobody knows.") == "Nobody knows."


def test_given_an_entailment_model_when_named_then_its_folder_is_the_label(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert EntailmentSupport(tmp_path / "nli-small").label == "entailment:nli-small"
    assert SUPPORTS.label == "deterministic"
