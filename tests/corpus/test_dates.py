"""Dates: a day, a month or a year, as sources give them."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.dates import first_day, in_words, is_partial_date


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-29"])
def test_given_a_real_partial_date_when_checked_then_it_is_one(text: str) -> None:
    assert is_partial_date(text)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2023-02-29", "2024-2-1", "0000", "2024-02-", "1 May 2024", "x"]
)
def test_given_anything_else_when_checked_then_it_is_none(text: str) -> None:
    assert not is_partial_date(text)


def test_given_a_partial_date_when_asked_for_its_first_day_then_it_is_the_earliest() -> None:
    assert first_day("2024") == date(2024, 1, 1)
    assert first_day("2024-05") == date(2024, 5, 1)
    assert first_day("2024-05-06") == date(2024, 5, 6)
    with pytest.raises(ValueError, match="not a date"):
        first_day("soon")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("2026-11-02", "2 November 2026"),
        ("2026-05", "May 2026"),
        ("2026", "2026"),
        (date(2026, 5, 9), "9 May 2026"),
        (None, "no date given"),
    ],
)
def test_given_a_date_when_written_then_it_reads_as_british(
    given: str | date | None, words: str
) -> None:
    assert in_words(given) == words
