"""The words of earlier turns that a follow-up needs are found, and no others are made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.carried import TURNS, carried, laid_out
from evals.conversations import BLIND, conversations
from index.tagger import windows_of
from index.terms import words

LEAST_FOUND, LEAST_RIGHT = 0.65, 0.65


def test_given_no_earlier_turn_when_read_then_nothing_is_carried() -> None:
    assert carried("How long is it?", []) == []
    assert carried("", ["Is NPQH free?"]) == []


def test_given_a_new_question_when_read_then_the_old_topic_is_left_behind() -> None:
    asked = "My teaching assistant has no degree, can she apply for NPQLT?"

    assert carried(asked, ["When does registration for EHCO close?"]) == []


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=6))
@settings(max_examples=60, deadline=None)
def test_given_any_turns_when_read_then_each_piece_stands_in_one_of_the_last(
    text: str, history: list[str]
) -> None:
    said = [" ".join(turn.split()) for turn in history[-TURNS:]]

    assert all(any(piece in turn for turn in said) for piece in carried(text, history))


def test_given_turns_when_laid_out_then_each_stands_where_it_is_said_to_be() -> None:
    history = ["Is NPQH free?", "And NPQSL?"]

    read = laid_out("which is longer?", history)

    assert [read.text.text[start:end] for _, start, end in read.turns] == history[::-1]
    assert read.text.seen[:, -3:].sum(axis=1).tolist() == [1.0] * len(read.text.words)


def test_given_long_turns_when_laid_out_then_all_is_read_at_once() -> None:
    read = laid_out("how long for?", ["Can I defer? " * 60] * TURNS)

    assert len(list(windows_of(read.text))) == 1
    assert not laid_out("how long " * 120, ["Can I defer?"]).turns


def test_given_conversations_not_learned_from_when_read_then_most_words_needed_are_found() -> None:
    held = [said for said in conversations() if said.held_out]
    told = [set(words(" ".join(carried(each.follow_up, each.history)))) for each in held]
    needed = [set(words(" ".join(each.pieces))) for each in held]

    right = sum(len(found & wanted) for found, wanted in zip(told, needed, strict=True))

    assert len(held) > 150
    assert right / sum(map(len, needed)) >= LEAST_FOUND
    assert right / sum(map(len, told)) >= LEAST_RIGHT


def test_given_the_blind_conversations_then_none_is_among_those_learned_from() -> None:
    learned = {said.follow_up.lower() + str(said.history) for said in conversations()}

    for name in BLIND:
        held = {said.follow_up.lower() + str(said.history) for said in conversations(name)}
        assert not held & learned


@pytest.mark.parametrize("kind", ["f", "new", "kept"])
def test_given_what_stands_alone_then_no_word_of_it_is_marked(kind: str) -> None:
    every = [*conversations(), *(said for name in BLIND for said in conversations(name))]

    assert not any(said.pieces for said in every if said.kind == kind)
