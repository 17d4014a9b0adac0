"""Sentences read together with the question: what answers stands above what only looks so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Kind, Standing
from index.crossencoder import CrossEncoder
from index.embedding import MiniLM, Vectors
from index.opened import IndexHandle
from index.reading import BOUND, DEPTH, NEVER_DONE, UNSAID, read
from index.records import Hit, Passage, Query, Sentence
from index.retrieval import search


class Scripted(CrossEncoder):
    """Gives what a table says of a sentence, and keeps what it was asked."""

    def __init__(self, table: dict[str, float]) -> None:
        super().__init__(Path("none"), MiniLM())
        self.table = table
        self.asked: list[tuple[str, str]] = []

    def answers(self, question: str, hits: Sequence[Hit]) -> tuple[float, ...]:
        """Read a question that is its own message."""
        return read(self, question, question, hits).answers

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        self.asked += pairs
        return np.array([self.table.get(text, -1.0) for _, text in pairs], dtype=np.float32)


def hit(text: str, *, added: bool = False) -> Hit:
    sentence = Sentence(id=text, text=text, start=0, end=len(text))
    passage = Passage(
        id=f"p-{text}", document_id="d", title="Tea at the hub", publisher="A hub",
        kind=Kind.GUIDANCE, status=Standing.CURRENT, superseded_by=None, url=None, dated=None,
        added=added, headings=("Green tea",), text=text, sentences=(sentence,), content_hash="0",
    )  # fmt: skip
    return Hit(
        sentence=sentence, passage=passage, standing=Standing.CURRENT, score=1.0, features={}
    )


def test_given_sentences_when_read_then_each_keeps_its_place() -> None:
    encoder = Scripted({"Tea is green.": -2.0, "Tea costs £2.": 3.0})

    assert encoder.answers("?", [hit("Tea is green."), hit("Tea costs £2.")]) == (-2.0, 3.0)


def test_given_many_sentences_when_read_then_only_the_first_are() -> None:
    encoder = Scripted({})

    assert len(encoder.answers("?", [hit(f"{n}") for n in range(30)])) == DEPTH


def test_given_extreme_scores_when_read_then_they_are_bounded() -> None:
    encoder = Scripted({"a": 90.0, "b": -90.0})

    assert encoder.answers("?", [hit("a"), hit("b")]) == (BOUND, -BOUND)


def test_given_a_page_that_was_added_when_read_then_its_heading_is_read_with_it() -> None:
    encoder = Scripted({})

    encoder.answers("What does it cost?", [hit("It costs £2.", added=True)])

    assert encoder.asked[0] == ("What does it cost?", "Green tea: It costs £2.")


def test_given_a_code_in_the_question_when_read_then_its_name_is_read_too() -> None:
    encoder = Scripted({})

    encoder.answers("How long is NPQLL?", [hit("12 months.")])

    assert encoder.asked[0] == ("How long is NPQLL? (leading literacy)", "12 months.")


def test_given_nothing_found_when_read_then_nothing_comes_back() -> None:
    assert Scripted({}).answers("?", []) == ()


def test_given_a_message_when_read_then_two_sentences_about_it_are_read_beside_all_of_it() -> None:
    encoder = Scripted({UNSAID: 2.0, NEVER_DONE: -3.0})

    reading = read(encoder, "How long is it?", "Hello. How long is it? Thanks", [])

    assert (reading.unsaid, reading.never_done) == (2.0, -3.0)
    assert {text for text, _ in encoder.asked} == {"Hello. How long is it? Thanks"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answered", "near"),
    [
        ("How long does the headship NPQ take?", "How long do providers take to mark NPQH?"),
        ("Is NPQH graded?", "Which grade do most people get in NPQH?"),
        ("Who pays for supply cover?", "How much does a day of supply cover cost?"),
    ],
)
def test_given_a_near_miss_when_read_then_it_is_judged_less_answered(
    built_index_dir: Path, answered: str, near: str
) -> None:
    index = IndexHandle(built_index_dir, MiniLM(threads=2)).get()

    def surest(text: str) -> float:
        found = search(index, Query(text=text, as_of=date(2026, 11, 22)))
        return max(read(index.reader, text, text, found.hits).answers)

    try:
        assert surest(answered) > surest(near)
    finally:
        index.close()
