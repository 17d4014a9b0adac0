"""Tables and lists told so that a line of them can be quoted alone."""

from __future__ import annotations

import pytest

from index.readable import MOST_OF_ROW, readable

TABLE = ["| Tea | Price |", "| --- | --- |", "| Green | £2 |", "| Black |  |"]


def told(*lines: str) -> list[str]:
    return list(readable(lines))


def test_given_a_table_when_told_then_each_row_names_its_columns() -> None:
    assert told("Prices.", *TABLE, "", "End.") == [
        "Prices.", "- Tea: Green; Price: £2", "- Tea: Black", "", "End.",
    ]  # fmt: skip


def test_given_a_long_row_when_told_then_each_cell_is_told_with_the_first() -> None:
    note = "long " * (MOST_OF_ROW // 5)

    lines = told("| Tea | Price | Note |", "| - | - | - |", f"| Green | £2 | {note}|")

    assert lines == ["- Tea: Green; Price: £2", f"- Tea: Green; Note: {note.strip()}"]


def test_given_rows_without_a_head_when_told_then_they_stay() -> None:
    assert told("| Green | £2 |", "| Black | £1 |") == ["| Green | £2 |", "| Black | £1 |"]


def test_given_a_line_that_leads_to_a_list_when_told_then_the_list_is_told_with_it() -> None:
    assert told("You need:", "", "- a cup", "- a spoon;", "", "Then sit.") == [
        "You need: a cup; a spoon.", "", "Then sit.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ("You need:", "Then sit."),
        ("You need:", *(f"- cup number {n} of the tall set on the shelf" for n in range(12))),
        ("You need:", "- a cup. It is tall.", "- a spoon"),
        ("- You need:", "- a cup"),
        ("You need: <!-- fact -->", "- a cup <!-- fact -->"),
    ],
    ids=["no list", "a long list", "items of several sentences", "an item", "ours"],
)
def test_given_another_list_when_told_then_it_stays(lines: tuple[str, ...]) -> None:
    assert told(*lines) == list(lines)
