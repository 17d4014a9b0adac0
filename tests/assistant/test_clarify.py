"""One question back, where the answer turns on what the message leaves unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.clarify import bare_topic, only_tells, topics
from assistant.records import Outcome, Question
from assistant.understand import find_slots
from index.scopes import ENOUGH, shipped_topics

if TYPE_CHECKING:
    from assistant.assembly import Assistant

TOPICS = {topic.id: topic for topic in topics()}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("How long is it?", "length"),
        ("How long does it take?", "length"),
        ("Duration?", "length"),
        ("How much does it cost?", "cost"),
        ("What is the price?", "cost"),
        ("Am I eligible for funding?", "funded"),
        ("Can I get it for free?", "funded"),
        ("What is the word limit?", "assessment"),
        ("I failed", "failed"),
        ("What does it cover?", "content"),
        ("Has it changed?", "changed"),
        ("Which providers can I pick?", "providers"),
        ("Would mine be free?", "funded"),
    ],
)
def test_given_a_bare_question_when_read_then_the_rules_tell_its_topic(
    text: str, topic: str
) -> None:
    found = bare_topic(text, find_slots(text))

    assert found is not None
    assert found.id == topic


@pytest.mark.parametrize(
    "text",
    [
        "How long is NPQH?",
        "How much does the SENCO NPQ cost?",
        "How long do NPQs take?",
        "Who marks the assessment?",
        "How long do providers keep my data after I withdraw from a course?",
        "What is the weather?",
    ],
)
def test_given_a_message_that_says_enough_when_read_then_the_rules_find_no_topic(text: str) -> None:
    assert bare_topic(text, find_slots(text)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How long is it?", "length"),
        ("Could you let me know what I would have to pay for mine, please?", "cost"),
        ("would i get it paid for?", "Funding"),
        ("how many words do I write in the end for my one", "length of the assessment"),
    ],
)
def test_given_a_message_that_leaves_the_npq_unsaid_when_asked_then_one_question_comes_back(
    engine: Assistant, text: str, words: str
) -> None:
    answer = engine.invoke(text)

    assert answer.outcome is Outcome.NEEDS_CLARIFICATION
    assert answer.clarifying_question is not None
    assert words in answer.clarifying_question
    assert answer.statements == ()
    assert 2 <= len(answer.options) <= 4


@pytest.mark.parametrize(
    "text",
    [
        "How long is NPQH?",
        "How long do NPQs take?",
        "Which NPQs are funded in autumn 2026?",
        "I work in an independent secondary school. Can I get funding?",
        "I lead maths in a primary school. Which NPQ suits me?",
    ],
)
def test_given_a_message_that_says_enough_when_asked_then_it_is_answered(
    engine: Assistant, text: str
) -> None:
    assert engine.invoke(text).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "text", ["and is that the same for NPQLBC?", "Does this apply to academies too?"]
)
def test_given_a_first_message_that_points_back_when_asked_then_it_is_asked_at_what(
    engine: Assistant, text: str
) -> None:
    answer = engine.invoke(text)

    assert answer.outcome is Outcome.NEEDS_CLARIFICATION
    assert engine.invoke({"question": text, "history": ["How long is NPQLL?"]}).outcome is not (
        Outcome.NEEDS_CLARIFICATION
    )


@pytest.mark.parametrize(
    "text", ["what if I fail the assessment", "What happens if someone fails?"]
)
def test_given_a_case_that_is_only_thought_of_when_asked_then_it_is_answered(
    engine: Assistant, text: str
) -> None:
    answer = engine.invoke(text)

    assert answer.outcome is Outcome.ANSWERED
    assert "as-second-chance" in answer.fact_ids


def test_given_earlier_turns_when_asked_then_nothing_is_asked_back(engine: Assistant) -> None:
    answer = engine.invoke(Question(text="How long is it?", history=("Tell me about NPQEL",)))

    assert answer.outcome is Outcome.ANSWERED


@pytest.mark.parametrize("topic", TOPICS)
def test_given_a_question_back_when_read_then_it_is_short_and_each_button_says_enough(
    topic: str,
) -> None:
    entry = TOPICS[topic]

    assert "?" in entry.ask
    assert len(entry.ask.split()) <= 40
    assert 2 <= len(entry.options) <= 4
    assert [option for option in entry.options if bare_topic(option, {})] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_given_a_button_when_pressed_then_it_is_answered(engine: Assistant, topic: str) -> None:
    outcomes = {option: engine.invoke(option).outcome for option in TOPICS[topic].options}

    assert set(outcomes.values()) == {Outcome.ANSWERED}, outcomes


def test_given_the_shipped_model_when_read_then_it_knows_every_topic() -> None:
    model = shipped_topics()

    # Those that plain words tell of need not be learned.
    learned = {topic.id for topic in topics() if topic.told_by == "(?!)"}
    assert set(model.names) == {*learned, ENOUGH}
    assert model.weights.shape == (len(model.names), 384)


def test_given_several_npqs_side_by_side_when_it_is_asked_about_then_each_can_be_picked(
    engine: Assistant,
) -> None:
    earlier = ("I'm torn between NPQLL, NPQSL or the NPQ in headship",)

    answer = engine.invoke(Question(text="And how long would it take me?", history=earlier))

    assert answer.outcome is Outcome.NEEDS_CLARIFICATION
    assert answer.options == (
        "And how long would NPQLL take me?",
        "And how long would NPQSL take me?",
        "And how long would NPQH take me?",
    )


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("I'm torn between NPQLL and NPQSL", "How long do they take?"),
        ("I'm torn between NPQLL and NPQSL", "How long is NPQSL?"),
        ("I did NPQML in 2019, now I want NPQH", "How long does it take?"),
        ("Is NPQH funded?", "How long is it?"),
    ],
)
def test_given_earlier_turns_when_it_is_clear_which_npq_is_meant_then_nothing_is_asked_back(
    engine: Assistant, earlier: str, text: str
) -> None:
    answer = engine.invoke(Question(text=text, history=(earlier,)))

    assert answer.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "message",
    ["I'm a childminder", "my school is an academy in Leeds", "i run a day nursery in kent"],
)
def test_given_a_message_that_only_says_who_somebody_is_when_sent_then_it_is_asked_what_for(
    engine: Assistant, message: str
) -> None:
    answer = engine.invoke(message)

    assert answer.outcome is Outcome.NEEDS_CLARIFICATION
    assert "What would you like to know?" in (answer.clarifying_question or "")
    assert "depends" not in answer.answer
    assert answer.options


@pytest.mark.parametrize(
    "message",
    [
        "We are not on the disadvantage list",
        "I'm a deputy and want to do NPQH",
        "I failed my assessment",
        "We are a nursery, is it free?",
        "I'm interested in behaviour",
    ],
)
def test_given_a_message_that_says_what_it_is_about_when_read_then_it_does_not_only_tell(
    message: str,
) -> None:
    assert not only_tells(message)
