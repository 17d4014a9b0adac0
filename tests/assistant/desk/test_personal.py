"""Masking: what is personal, what only looks like it, and putting it back."""

from __future__ import annotations

import time

import pytest
from masking import score, snippets

from assistant.desk.personal import Mask, find_personal, neutral


@pytest.mark.parametrize("held_out", [False, True])
def test_given_invented_snippets_when_masked_then_recall_and_precision_hold(
    held_out: bool,
) -> None:
    lines = snippets(held_out=held_out)

    scored = score(lines)

    assert len(lines) == 150
    assert scored.recall >= 0.98, scored.missed
    assert scored.precision >= 0.95, scored.wrong


@pytest.mark.parametrize(
    "text",
    [
        "Our URN is 104523 and our UKPRN is 10067412.",
        "The 2025/26 and 2025-26 academic years.",
        "It costs £1,885 or £2,340.00, 50% of it on 1/9/26.",
        "The limit is 1,500 words, on 18 May 2026, for 10 working days.",
        "St Thomas More Catholic Academy in Leeds wants Leading Behaviour and Culture.",
        "Ticket 4471982 and purchase order 7730021.",
    ],
)
def test_given_figures_and_schools_when_looked_through_then_nothing_is_personal(text: str) -> None:
    assert find_personal(text) == []


def test_given_a_name_told_twice_when_masked_then_its_placeholder_is_the_same() -> None:
    mask = Mask()

    first = mask.hide("My name is Priya Nair, priya@example.org.")
    second = mask.hide("Priya Nair rang from 07700 900123 about Priya Nair's TRN 1234567.")

    assert first == "My name is [NAME 1], [EMAIL 1]."
    assert second == "[NAME 1] rang from [PHONE 1] about [NAME 1]'s TRN [TRN 1]."
    assert mask.show(second).startswith("Priya Nair rang from 07700 900123")
    assert mask.personal["[TRN 1]"] == "1234567"


def test_given_placeholders_typed_by_the_writer_when_masked_then_none_is_taken_for_theirs() -> None:
    mask = Mask()

    hidden = mask.hide("[NAME 7] is what Priya Nair wrote.")

    assert hidden == "[NAME 7] is what [NAME 1] wrote."
    assert mask.show(hidden) == "[NAME 7] is what Priya Nair wrote."


def test_given_a_masked_question_when_made_neutral_then_no_placeholder_is_asked() -> None:
    assert neutral("Can [NAME 1] (TRN [TRN 1]) defer?") == "Can someone (TRN ) defer?"
    assert neutral("Can she defer?") == "Can she defer?"


@pytest.mark.parametrize(
    "unit", ["Ab ", "a ", "1 2 3 ", "a.b@", "Mr ", "12/34567 ", "!#$%", "mrs ", "Dear Priya, "]
)
def test_given_hostile_text_when_masked_then_it_takes_seconds_at_most(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    began = time.perf_counter()

    mask = Mask()
    shown = mask.show(mask.hide(text))

    assert shown == text
    assert time.perf_counter() - began < 10
