"""Sentences: spans that quote the text exactly, and end where a reader would end them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is free. You can apply.", ["It is free.", "You can apply."]),
        ("Is it free? Yes! Apply.", ["Is it free?", "Yes!", "Apply."]),
        ("It costs £1,000.50. £500 is paid.", ["It costs £1,000.50.", "£500 is paid."]),
        ("He said “go.” Then we went.", ["He said “go.”", "Then we went."]),
        ("A line without a stop\nAnother one", ["A line without a stop", "Another one"]),
        ("\n\n  \n", []),
        ("", []),
    ],
)
def test_given_plain_text_when_split_then_each_sentence_stands_alone(
    text: str, expected: list[str]
) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ask a leader, e.g. Ms. Smith, approx. 3 weeks before.",
        "Write to Mr. A. Smith for details.",
        "It takes 1.5 hours, i.e. Ninety minutes.",
        "Years 3 to 6, etc. Are covered.",
    ],
)
def test_given_an_abbreviation_when_split_then_its_stop_ends_nothing(text: str) -> None:
    assert sentences(text) == [text]


def test_given_a_list_when_split_then_markers_are_left_out() -> None:
    text = "- One item\n* Two. Three\n• Four\n2. Register first. Then apply.\n3) Wait"

    assert sentences(text) == [
        "One item",
        "Two.",
        "Three",
        "Four",
        "Register first.",
        "Then apply.",
        "Wait",
    ]


@given(st.text(alphabet=st.sampled_from("aB1 .?!\n-“”£()")))
def test_given_any_text_when_split_then_spans_are_in_order_and_trimmed(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        assert end <= span.start < span.end <= len(text)
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert "\n" not in piece
        end = span.end
