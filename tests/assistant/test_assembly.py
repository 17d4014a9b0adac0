"""The assistant is a LangChain Runnable: every way of calling it gives the same answer."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ValidationError

from assistant.assembly import as_question, build_assistant
from assistant.records import Answer, Question, Statement
from corpus.errors import IndexMissing, QuestionRejected
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant

ASKED = "How long does the headship NPQ take?"
DAY = date(2026, 11, 1)
FORMS: list[Any] = [
    Question(text=ASKED, as_of=DAY),
    {"question": ASKED, "as_of": DAY},
    {"question": ASKED, "as_of": "2026-11-01", "history": []},
    {"question": ASKED, "as_of": DAY, "history": None, "id": None},
]


def told(answer: Answer) -> dict[str, Any]:
    """An answer without what may differ between two calls."""
    return answer.model_dump(exclude={"timings_ms", "id", "as_of"})


@pytest.mark.parametrize("form", [*FORMS, ASKED], ids=lambda form: type(form).__name__)
def test_given_any_form_of_the_question_when_invoked_then_the_answer_is_the_same(
    engine: Assistant, form: Any
) -> None:
    assert told(engine.invoke(form)) == told(engine.invoke(FORMS[0]))


def test_given_a_question_when_streamed_then_its_statements_come_and_then_the_answer(
    engine: Assistant,
) -> None:
    *statements, answer = engine.stream(FORMS[0])

    assert all(isinstance(statement, Statement) for statement in statements)
    assert isinstance(answer, Answer)
    assert tuple(statements) == answer.statements
    assert told(answer) == told(engine.invoke(FORMS[0]))


def test_given_several_questions_when_batched_then_each_gets_its_own_answer_in_order(
    engine: Assistant,
) -> None:
    asked = [ASKED, "How many NPQs are there?", "Is the SENCO NPQ mandatory?", ASKED]

    answers = engine.batch(asked, config={"max_concurrency": 2})

    assert [answer.question for answer in answers] == asked
    assert [told(answer) for answer in answers] == [told(engine.invoke(q)) for q in asked]


def test_given_a_bad_line_when_batched_then_it_may_be_returned_beside_the_answers(
    engine: Assistant,
) -> None:
    good, bad = engine.batch([ASKED, "  "], return_exceptions=True)

    assert isinstance(good, Answer)
    assert isinstance(bad, QuestionRejected)


def test_given_a_caller_that_awaits_when_invoked_then_the_answer_is_the_same(
    engine: Assistant,
) -> None:
    assert told(asyncio.run(engine.ainvoke(ASKED))) == told(engine.invoke(ASKED))


def test_given_a_chain_when_invoked_then_the_assistant_takes_its_place_in_it(
    engine: Assistant,
) -> None:
    chain = engine | RunnableLambda(lambda answer: answer.outcome.value)

    assert isinstance(engine, Runnable)
    assert chain.invoke(ASKED) == "answered"


def test_given_an_id_and_a_day_when_asked_then_the_answer_carries_them(engine: Assistant) -> None:
    answer = engine.invoke({"question": ASKED, "id": "line-7", "as_of": DAY})

    assert (answer.id, answer.as_of) == ("line-7", DAY)
    assert answer.timings_ms["total"] > 0


def test_given_history_when_read_then_it_stays_in_order() -> None:
    question = as_question({"question": "And then?", "history": ["first", "second"]})

    assert question.history == ("first", "second")
    assert question.as_of == date.today()


@pytest.mark.parametrize("form", [{"question": 7}, {"question": ASKED, "as_of": "soon"}])
def test_given_a_form_that_is_wrong_when_read_then_it_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        as_question(form)


def test_given_no_index_when_asked_then_the_command_to_run_is_told(settings: Settings) -> None:
    with pytest.raises(IndexMissing, match="npq index build"):
        build_assistant(settings).invoke(ASKED)


def test_given_a_limit_on_length_when_asked_for_more_then_the_limit_is_told(
    built_index_dir: Any,
) -> None:
    strict = Settings(data_dir=built_index_dir.parent, max_question_chars=200)

    with pytest.raises(QuestionRejected, match="The limit is 200"):
        build_assistant(strict).invoke("a" * 201)


def test_given_a_source_when_opened_then_its_passage_holds_the_quotes(engine: Assistant) -> None:
    for source in engine.invoke(ASKED).sources:
        passage = engine.passage(source.passage)

        assert passage is not None
        assert all(quote in passage.text for quote in source.quotes)
    assert engine.passage("no-such-passage") is None
