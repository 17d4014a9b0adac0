"""The difference of two letters: readable, and nothing of either is lost."""

from __future__ import annotations

import random
import time

import pytest

from assistant.desk.differences import Change, compare


def _changes(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.kind, change.text) for change in compare(before, after)]


def test_given_a_changed_number_when_compared_then_the_number_alone_is_marked() -> None:
    assert _changes(
        "Dear Jo,\n\nNPQH takes 18 months.\n", "Dear Jo,\n\nNPQH takes 12 months.\n"
    ) == [
        ("same", "Dear Jo,\n\nNPQH takes "),
        ("removed", "18"),
        ("added", "12"),
        ("same", " months.\n"),
    ]


def test_given_a_changed_phrase_when_compared_then_it_is_one_change() -> None:
    assert _changes("You may apply now.", "You must always apply now.") == [
        ("same", "You "),
        ("removed", "may"),
        ("added", "must always"),
        ("same", " apply now."),
    ]
    assert _changes("a b c d", "a x y d")[1:3] == [("removed", "b c"), ("added", "x y")]


def test_given_a_line_put_in_when_compared_then_the_lines_around_it_are_the_same() -> None:
    assert _changes("One.\nThree.\n", "One.\nTwo.\nThree.\n") == [
        ("same", "One.\n"),
        ("added", "Two.\n"),
        ("same", "Three.\n"),
    ]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("a", ""), ("", "a"), ("a\n", "a\n")])
def test_given_nothing_or_the_same_when_compared_then_so_it_is_told(
    before: str, after: str
) -> None:
    kinds = {change.kind for change in compare(before, after)}

    assert kinds == ({"same"} if before and before == after else kinds - {"same"})
    _whole(before, after)


def test_given_random_edits_when_compared_then_both_texts_can_be_put_together_again() -> None:
    chance = random.Random(7)
    words = ["may", "must", " ", "  ", "\n", "\n\n", "18", "£1,000", "é", "\t", "\r\n", "[1]"]
    for _ in range(300):
        before = "".join(chance.choices(words, k=chance.randrange(40)))
        pieces = list(before)
        for _ in range(chance.randrange(6)):
            place = chance.randrange(len(pieces) + 1)
            pieces[place : place + chance.randrange(3)] = chance.choices(words, k=2)
        _whole(before, "".join(pieces))


def test_given_two_long_letters_with_nothing_alike_when_compared_then_nobody_waits() -> None:
    before = " ".join(f"word{n}" for n in range(7_000))
    after = " ".join(f"other{n % 900}" for n in range(7_000))
    began = time.perf_counter()

    _whole(before, after)

    assert time.perf_counter() - began < 30


def _whole(before: str, after: str) -> None:
    changes = compare(before, after)
    assert "".join(c.text for c in changes if c.kind != "added") == before
    assert "".join(c.text for c in changes if c.kind != "removed") == after
    assert all(isinstance(change, Change) and change.text for change in changes)
