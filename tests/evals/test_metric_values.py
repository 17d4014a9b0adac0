"""Sums, percentages, numbers with a unit and dates; examples by hand."""

from __future__ import annotations

import pytest

from evals.metrics.values import When, count_values, unsupported, values_in


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("It costs £1,885.", {"£1885"}),
        ("£1885.00 and £2.5k", {"£1885", "£2500"}),
        ("84.3% or 84.3 per cent", {"84.3%"}),
        ("It takes 12 months", {"12 month"}),
        ("a 12-month course", {"12 month"}),
        ("twelve months", {"12 month"}),
        ("within 5–10 days", {"5 day", "10 day"}),
        ("one to two hours", {"1 hour", "2 hour"}),
        ("1,500 words", {"1500 word"}),
        ("18 school months", {"18 month"}),
        ("question 20", set()),
    ],
)
def test_given_amounts_when_read_then_one_value_has_one_form(text: str, amounts: set[str]) -> None:
    assert values_in(text).amounts == amounts


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 22 November 2026", {When(2026, 11, 22)}),
        ("on 22nd of November, 2026", {When(2026, 11, 22)}),
        ("November 22, 2026", {When(2026, 11, 22)}),
        ("2026-11-22", {When(2026, 11, 22)}),
        ("22/11/2026", {When(2026, 11, 22)}),
        ("in May 2026 it may open", {When(2026, 5)}),
        ("by 23 June", {When(None, 6, 23)}),
        ("in 2021", {When(2021)}),
        ("in 2021/22", {When(2021), When(2022)}),
        ("in 2021–22", {When(2021), When(2022)}),
        ("2,021 places for £2021", set()),
    ],
)
def test_given_dates_when_read_then_one_day_has_one_form(text: str, dates: set[When]) -> None:
    assert values_in(text).dates == dates


def test_given_a_figure_in_a_date_when_read_then_it_is_no_amount_as_well() -> None:
    assert values_in("12 May 2026").amounts == frozenset()
    assert count_values("12 May 2026 and 12 months") == 2


@pytest.mark.parametrize(
    ("text", "allowed", "wrong"),
    [
        ("It takes 18 months.", "It takes 12 months.", ["18 month"]),
        ("It takes 12 days.", "It takes 12 months.", ["12 day"]),
        ("It costs £1,885", "£1885", []),
        ("on 22 November 2026", "2026-11-22", []),
        ("in November 2026", "22 November 2026", []),
        ("on 22 November 2026", "November 2026", ["22 November 2026"]),
        ("on 23 June 2026", "due on 23 June", []),
        ("on 24 June 2026", "due on 23 June", ["24 June 2026"]),
        ("in 2021", "from autumn 2021", []),
        ("in 2022", "from autumn 2021", ["2022"]),
    ],
)
def test_given_a_reference_when_values_are_compared_then_the_rest_is_unsupported(
    text: str, allowed: str, wrong: list[str]
) -> None:
    assert unsupported(text, allowed=[allowed]) == wrong
