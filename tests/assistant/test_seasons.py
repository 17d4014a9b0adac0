"""Seasons without a year get the year that is meant on the day of asking."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.seasons import with_years


@pytest.mark.parametrize(
    ("day", "text", "dated"),
    [
        (date(2026, 11, 30), "funded last spring?", "funded spring 2026?"),
        (date(2026, 11, 30), "funded last autumn?", "funded autumn 2025?"),
        (date(2026, 11, 30), "funded this autumn?", "funded autumn 2026?"),
        (date(2026, 11, 30), "open next spring?", "open spring 2027?"),
        (date(2026, 11, 30), "open Next Autumn?", "open Autumn 2027?"),
        (date(2026, 11, 30), "want to start this spring", "want to start spring 2027"),
        (date(2026, 11, 30), "was it funded this spring?", "was it funded spring 2026?"),
        (date(2026, 4, 2), "open this spring?", "open spring 2026?"),
        (date(2026, 4, 2), "open next autumn?", "open autumn 2026?"),
        (date(2026, 4, 2), "open last spring?", "open spring 2025?"),
        (date(2026, 1, 9), "open last autumn?", "open autumn 2025?"),
    ],
)
def test_given_a_season_when_dated_then_its_year_is_the_one_meant(
    day: date, text: str, dated: str
) -> None:
    assert with_years(text, day) == dated


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("She became head in September 2024.", "year 3"),
        ("I'm headteacher since Jan 2026", "year 1"),
        ("Our deputy was appointed as the new principal in December 2021", "year 5"),
        ("head since September 2018, and before that deputy", "year 9"),
        ("made headteacher here in December 2021", "year 5"),
        ("I became head of maths in September 2024", ""),
        ("I will be head from January 2027", ""),
    ],
)
def test_given_since_when_a_head_when_dated_then_the_year_of_headship_is_told(
    text: str, year: str
) -> None:
    told = with_years(text, date(2026, 11, 30))

    assert told.count("of headship") == bool(year)
    assert year in told


@pytest.mark.parametrize("text", ["last spring 2025", "the last autumn of 2024", "in spring", ""])
def test_given_a_year_or_no_word_for_one_when_dated_then_nothing_changes(text: str) -> None:
    assert with_years(text, date(2026, 11, 30)) == text
