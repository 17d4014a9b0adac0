"""The finished answer: numbers, sources, wording and notices fit each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from assistant.contract import to_contract
from assistant.records import Answer, Outcome, policy
from corpus.records import Standing

if TYPE_CHECKING:
    from assistant.assembly import Assistant

QUESTIONS = [
    "How many NPQs are there?",
    "What are the options if no funded place is left?",
    "Are there still six NPQs?",
    "Did the consultation propose a CPD badging scheme?",
    "Is NPQLPM funded for every school, and how long does it take?",
    "How long do specialist NPQs take, and what colour is the Eiffel Tower?",
    "How long is it?",
    "What will the weather be?",
    "Write my NPQH assessment for me",
]
NOTICES: dict[str, str] = policy("outcomes")["notices"]


@pytest.fixture(params=QUESTIONS)
def answer(engine: Assistant, request: pytest.FixtureRequest) -> Answer:
    return engine.invoke({"question": request.param, "as_of": "2026-11-01"})


def test_given_an_answer_when_read_then_each_number_has_its_source_and_each_source_its_number(
    answer: Answer,
) -> None:
    cited = {number for statement in answer.statements for number in statement.citations}

    assert cited == {source.number for source in answer.sources}
    assert [source.number for source in answer.sources] == list(range(1, len(cited) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)} == cited


def test_given_an_answer_when_read_then_its_text_is_its_statements_in_order(
    answer: Answer,
) -> None:
    places = [answer.answer.index(statement.text) for statement in answer.statements]

    assert places == sorted(places)
    assert answer.answer.strip()
    assert "{" not in answer.answer


def test_given_an_answer_when_read_then_every_quote_is_used_and_stands_in_a_statement(
    answer: Answer,
) -> None:
    for source in answer.sources:
        texts = [s.text for s in answer.statements if source.number in s.citations]
        assert source.quotes
        assert len(source.quotes) == len(source.standings)
        assert all(any(quote in text for text in texts) for quote in source.quotes)


def test_given_an_answer_when_read_then_only_answers_have_statements(answer: Answer) -> None:
    has_answer = answer.outcome in (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED)

    assert bool(answer.statements) == has_answer
    assert (answer.clarifying_question is not None) == (
        answer.outcome is Outcome.NEEDS_CLARIFICATION
    )
    assert bool(answer.options) == (answer.outcome is Outcome.NEEDS_CLARIFICATION)


def test_given_an_answer_when_read_then_its_confidence_fits_its_band(answer: Answer) -> None:
    bands: list[dict[str, Any]] = policy("outcomes")["bands"]
    names = [entry["name"] for entry in bands if answer.confidence >= entry["at_least"]]

    assert 0.0 <= answer.confidence <= 1.0
    assert answer.confidence_band == names[0]


def test_given_an_answer_when_read_then_past_and_proposed_text_bring_their_notice(
    answer: Answer,
) -> None:
    standings = {standing for source in answer.sources for standing in source.standings}
    told = " ".join(answer.notices)

    if standings & {Standing.SUPERSEDED, Standing.HISTORICAL}:
        assert NOTICES["history"] in told or "This has changed." in told
    assert (NOTICES["proposal"] in answer.notices) == (Standing.PROPOSAL in standings)


def test_given_an_answer_when_made_into_the_contract_then_nothing_is_lost(
    answer: Answer,
) -> None:
    contract = to_contract(answer)

    assert contract["answer"] == answer.answer
    assert [s["quotes"] for s in contract["sources"]] == [list(s.quotes) for s in answer.sources]
    assert contract["as_of"] == "2026-11-01"


def test_given_half_a_question_that_cannot_be_answered_when_read_then_the_gap_is_named(
    engine: Assistant,
) -> None:
    answer = engine.invoke("How long do specialist NPQs take, and what colour is the Eiffel Tower?")

    assert answer.outcome is Outcome.PARTLY_ANSWERED
    assert "Eiffel Tower" in answer.answer.rpartition("]")[2]
    assert answer.statements[0].text == "Specialist NPQs take 12 months of study."


def test_given_what_changed_when_told_then_both_versions_stand_in_the_notice(
    engine: Assistant,
) -> None:
    answer = engine.invoke({"question": "Are there still six NPQs?", "as_of": "2026-11-01"})

    notice = next(notice for notice in answer.notices if "This has changed." in notice)
    now, then = notice.index("ten NPQs"), notice.index("What it was before")
    assert "1 November 2026" in notice
    assert now < then


def test_given_a_misspelt_word_when_corrected_then_the_reading_is_told(engine: Assistant) -> None:
    answer = engine.invoke("How long is the headshp asessment window for NPQH?")

    assert any(notice.startswith("I read your question as:") for notice in answer.notices)
    assert answer.question == "How long is the headshp asessment window for NPQH?"
