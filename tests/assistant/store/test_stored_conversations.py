"""Conversations and ratings, in both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from desk_people import START, Clock

from assistant.contract import to_contract
from assistant.feedback import Feedback, rate
from assistant.records import Answer, Outcome, Statement
from assistant.store.conversations import Conversations
from assistant.store.engine import Store


@pytest.fixture
def kept(store: Store) -> Conversations:
    return Conversations(store, clock=Clock())


def answer(answer_id: str | None = "a1") -> Answer:
    return Answer(
        id=answer_id,
        question="I am Jo Field. How long is NPQH?",
        standalone_question="How long is NPQH?",
        outcome=Outcome.ANSWERED,
        answer="NPQH takes 18 months. [1]",
        statements=(Statement(text="NPQH takes 18 months.", citations=(1,)),),
        index_id="abc123",
        as_of=date(2026, 11, 22),
    )


def test_given_two_turns_when_kept_then_the_conversation_has_them_in_order(
    kept: Conversations,
) -> None:
    kept.keep_turn("c1", "I am [name 1]. How long is NPQH?", answer("a1"))
    kept.keep_turn("c1", "And EHCO?", answer("a2"))

    found = kept.get("c1")

    assert found is not None
    assert [(turn.number, turn.question) for turn in found.turns] == [
        (1, "I am [name 1]. How long is NPQH?"),
        (2, "And EHCO?"),
    ]
    assert "Jo Field" not in found.model_dump_json()
    wanted = to_contract(answer("a1")) | {"question": "I am [name 1]. How long is NPQH?"}
    assert found.turns[0].answer == wanted
    assert START < found.started < found.updated
    assert found.started.tzinfo is not None
    assert kept.get("c2") is None


def test_given_a_turn_that_is_kept_already_when_kept_again_then_there_is_one(
    kept: Conversations,
) -> None:
    for _ in range(2):
        kept.keep_turn("c1", "How long is NPQH?", answer())

    found = kept.get("c1")
    assert found is not None
    assert len(found.turns) == 1


def test_given_an_answer_without_id_when_kept_then_it_is_a_mistake(kept: Conversations) -> None:
    with pytest.raises(ValueError, match="without an id"):
        kept.keep_turn("c1", "How long is NPQH?", answer(None))


def test_given_two_tabs_when_both_begin_one_conversation_then_no_turn_is_lost(
    kept: Conversations,
) -> None:
    def one(number: int) -> None:
        kept.keep_turn("c1", "How long is NPQH?", answer(f"a{number}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(8)))

    found = kept.get("c1")
    assert found is not None
    assert [turn.number for turn in found.turns] == list(range(1, 9))


def test_given_several_ratings_of_an_answer_when_read_then_the_last_counts(
    kept: Conversations,
) -> None:
    kept.keep_turn("c1", "How long is NPQH?", answer("a1"))
    kept.rate(rate(answer("a1"), "up"))
    last = rate(answer("a1"), "down", ("wrong",), "It is 12 months.")
    kept.rate(last)
    elsewhere = rate(answer("unknown"), "up")
    kept.rate(elsewhere)

    assert kept.ratings() == (last, elsewhere)
    assert kept.ratings(since=datetime(2999, 1, 1, tzinfo=UTC)) == ()
    assert isinstance(kept.ratings()[0], Feedback)


def test_given_a_conversation_when_forgotten_then_its_turns_and_ratings_go_too(
    kept: Conversations,
) -> None:
    for number in (1, 2):
        kept.keep_turn(f"c{number}", "How long is NPQH?", answer(f"a{number}"))
        kept.rate(rate(answer(f"a{number}"), "up"))

    assert kept.forget("c1")

    assert kept.get("c1") is None
    assert kept.get("c2") is not None
    assert [rating.answer_id for rating in kept.ratings()] == ["a2"]
    assert not kept.forget("c1")
