"""Statements are read from whatever a model makes of the form it was asked for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model.parsing import Stated, StatementParser
from assistant.model.writer import presentable

A, B = Stated("It takes 18 months.", (1,)), Stated("It is free for some.", (2, 3))
FORM = {
    "statements": [
        {"text": "It takes 18 months.", "citations": [1]},
        {"text": "It is free for some.", "citations": [2, 3]},
    ]
}
LIST = FORM["statements"]
JSON = json.dumps(FORM)


def read(text: str, *, piece: int = 0, count: int = 8) -> list[Stated]:
    parser = StatementParser(count)
    size = piece or len(text) or 1
    out = [each for at in range(0, len(text), size) for each in parser.feed(text[at : at + size])]
    return out + parser.finish()


@pytest.mark.parametrize(
    "text",
    [
        JSON,
        json.dumps(FORM, indent=2),
        f"```json\n{JSON}\n```",
        f"Here is the answer:\n```\n{JSON}\n```\nI hope this helps [4].",
        json.dumps(LIST),
        "\n".join(json.dumps(line) for line in LIST),
        json.dumps({"result": {"answer": LIST}}),
        f"<think>Let me see [1].</think>{JSON}",
        JSON.replace('"citations"', '"sources"').replace('"text"', '"statement"'),
        JSON.replace("[1]", '"1"').replace("[2, 3]", '["[2]", "3"]'),
        JSON.replace("[2, 3]", '[{"number": 2}, {"number": 3}]'),
        JSON.replace("[1]", "1").replace("[2, 3]", '"2-3"'),
        JSON.replace("[1]", "[1, 1, 1]").replace("[2, 3]", "[2, 3, 9, 0, -4, 2]"),
        JSON.replace('months."', 'months. [1]"'),
        "It takes 18 months. [1] It is free for some. [2][3]",
        "It takes 18 months [1]. It is free for some [2, 3].",
        "1. It takes 18 months. [1]\n2. It is free for some. [2] [3]",
        "- It takes **18 months** [1].\n- It is free for some [2; 3].\n",
        "It takes 18 months.【1】 It is free for some.【2】【3】",
        json.dumps({"answer": "It takes 18 months. [1] It is free for some. [2][3]"}),
    ],
)
@pytest.mark.parametrize("piece", [0, 1, 3, 17])
def test_given_a_reply_when_read_then_its_statements_have_their_numbers(
    text: str, piece: int
) -> None:
    assert read(text, piece=piece) == [A, B]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("   \n", []),
        ('{"statements": []}', []),
        ("[1][2]", []),
        ("{'statements': nonsense}", []),
        ('{"text": 7, "citations": [1]}', []),
        ('{"text": "It is.", "citations": null}', [Stated("It is.", ())]),
        ('{"text": "It is.", "citations": [true, 1.0, 1.5]}', [Stated("It is.", (1,))]),
        ("Uncited. It takes 18 months. [1]", [Stated("Uncited.", ()), A]),
        ("Nothing is cited here.", [Stated("Nothing is cited here.", ())]),
        (JSON[:-30], [A]),
        (JSON[: JSON.index("months")], []),
    ],
)
@pytest.mark.parametrize("piece", [0, 1])
def test_given_less_than_was_asked_for_when_read_then_no_more_is_made_of_it(
    text: str, wanted: list[Stated], piece: int
) -> None:
    assert read(text, piece=piece) == wanted


def test_given_a_reply_that_still_comes_when_read_then_a_statement_waits_until_it_is_whole() -> (
    None
):
    parser = StatementParser(8)
    end = JSON.index("}") + 1

    assert parser.feed(JSON[: end - 1]) == []
    assert parser.feed(JSON[end - 1 : end]) == [A]
    assert parser.unfinished
    assert parser.feed(JSON[end:]) == [B]
    assert not parser.unfinished


def test_given_prose_that_still_comes_when_read_then_a_citation_is_never_half() -> None:
    parser = StatementParser(12)

    assert parser.feed("It takes 18 months. [1") == []
    assert parser.feed("2]") == []
    assert parser.feed("[3] ") == []
    assert parser.feed("It") == [Stated("It takes 18 months.", (12, 3))]


@given(st.text(alphabet='{}[]":,1 a.\n\\tex`', max_size=200), st.integers(1, 9))
def test_given_any_text_when_read_in_pieces_then_numbers_are_in_range_and_nothing_breaks(
    text: str, piece: int
) -> None:
    for stated in read(text, piece=piece, count=3):
        assert set(stated.numbers) <= {1, 2, 3}
        assert "\n" not in stated.text


@given(st.lists(st.tuples(st.text('abc "\\{}é', min_size=3, max_size=30), st.integers(1, 8))))
def test_given_the_form_asked_for_when_read_then_the_size_of_pieces_changes_nothing(
    said: list[tuple[str, int]],
) -> None:
    text = json.dumps({"statements": [{"text": f"x{t}", "citations": [n]} for t, n in said]})

    whole = read(text)

    assert [stated.numbers for stated in whole] == [(n,) for _, n in said]
    assert read(text, piece=1) == whole


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("NPQH takes 18 months.", True),
        ("How long does NPQH take?", False),
        ("We're an independent prep school.", False),
        ("Our school pays.", False),
        ("Yes.", False),
        ("Yes, if a funded place is free.", False),
        ("To change the date of your course.", False),
        ("To change the date, submit a new registration.", True),
        ("18 months", False),
        ("No, it takes 18 months.", True),
        ("Read more on https://hub.example/offer.", False),
    ],
)
def test_given_a_text_when_it_states_nothing_of_the_guidance_then_it_is_no_statement(
    text: str, is_one: bool
) -> None:
    assert presentable(text, "NPQH takes 18 months.") is is_one
