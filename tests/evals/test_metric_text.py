"""Texts are compared whatever their quotation marks, dashes and spaces; examples by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.text import flat, folded, holds, rouge_tokens, squad_tokens, without_markers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No. It is not.", "no"),
        ("The fee is £1,885.", "£1,885"),
        ("The Teachers’ Standards apply", "Teachers' Standards"),
        ("It is a ‘golden thread’", "'golden thread'"),
        ("pages 5–10", "5-10"),
        ("within 12\u00a0months", "12 months"),
        ("At least 90%", "90%"),
        ("from 2021/22", "2021"),
    ],
)
def test_given_the_same_wording_written_otherwise_when_looked_for_then_it_is_there(
    text: str, wanted: str
) -> None:
    assert holds(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It is not known.", "no"),
        ("There were some in 2010", "10"),
        ("1,500 words", "500 words"),
        ("5.5 hours", "5"),
        ("18.5 hours", "5 hours"),
        ("costs £1,8851", "£1,885"),
    ],
)
def test_given_part_of_a_word_or_figure_when_looked_for_then_it_is_not_there(
    text: str, wanted: str
) -> None:
    assert not holds(text, wanted)


def test_given_citation_markers_when_taken_off_then_only_they_go() -> None:
    assert without_markers("It is. [1][2] It was [3].") == "It is. It was."
    assert without_markers("See [5](https://example.org).") == "See [5](https://example.org)."


def test_given_a_page_when_flattened_then_marks_go_and_words_stay() -> None:
    page = "## Fees\n\nIt costs ‘£500’. <!-- fee -->\n- a point\n1. a step\n"

    assert flat(page) == "Fees It costs ‘£500’. a point a step"


def test_given_answers_when_split_as_squad_does_then_articles_and_punctuation_go() -> None:
    assert squad_tokens("The 12-month course, a must!") == ["12", "month", "course", "must"]
    assert squad_tokens("It’s £1,885") == ["its", "£1885"]


def test_given_figures_when_split_as_rouge_does_then_each_is_one_token() -> None:
    assert rouge_tokens("1,500 words (5–10 pages), 84.3%") == [
        "1500", "words", "5", "10", "pages", "843",
    ]  # fmt: skip


@given(st.text())
def test_given_any_text_when_folded_twice_then_nothing_more_changes(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(), st.text(min_size=5), st.text())
def test_given_a_longer_wording_of_letters_when_put_into_a_text_then_it_is_found(
    before: str, wording: str, after: str
) -> None:
    wanted = "".join(c for c in wording if c.isalpha() and c.isascii()) + "qualifications"

    assert holds(f"{before} {wanted} {after}", wanted)
