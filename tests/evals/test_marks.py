"""Marked texts are read as their writers meant them; questions are put of one NPQ."""

from __future__ import annotations

import pytest

from evals.conversations import BLIND, conversations
from evals.marks import marked_pieces, marked_spans, unmarked
from evals.naming import about_one, also_about_one
from index.npqs import find_npqs


def test_given_marks_when_read_then_each_span_is_the_piece_in_the_text_without_them() -> None:
    marked = "[[Who]] pays for [[the cover]]?"

    text = unmarked(marked)

    assert text == "Who pays for the cover?"
    assert [text[start:end] for start, end in marked_spans(marked)] == marked_pieces(marked)


@pytest.mark.parametrize("name", ["learn", *BLIND])
def test_given_the_shipped_conversations_then_marks_are_whole_and_ids_differ(
    name: str,
) -> None:
    said = conversations(name)

    assert len({each.id for each in said}) == len(said)
    assert not any("[[" in turn for each in said for turn in (*each.history, each.follow_up))


@pytest.mark.parametrize(
    ("question", "facts", "named"),
    [
        ("How long does an NPQ take?", ["dur-range"], True),
        ("Can I pause?", ["df-any-time"], True),
        ("How long does NPQH take?", ["dur-range"], False),
        ("Are NPQs graded?", ["dur-range"], False),
        ("How long does an NPQ take?", ["h-length"], False),
    ],
)
def test_given_a_question_of_any_npq_when_put_of_one_then_it_names_that_one(
    question: str, facts: list[str], named: bool
) -> None:
    put = about_one(question, facts)

    assert (put is not None) == named
    assert also_about_one([question], facts) == [question, *([put] if put else [])]
    assert put is None or len(find_npqs(put)) == 1


def test_given_a_fact_of_a_group_when_put_of_one_npq_then_it_is_one_of_the_group() -> None:
    put = about_one("How long does an NPQ take?", ["dur-specialist"])

    assert put is not None
    assert find_npqs(put) <= {"NPQLT", "NPQLTD", "NPQLBC", "NPQLL", "NPQLPM"}
