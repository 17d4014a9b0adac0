"""What is said to a message that wants no answer from the guidance."""

from __future__ import annotations

import pytest

from assistant.courtesy import offered, replies, reply_to
from assistant.records import Outcome


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello there!", "greeting"),
        ("good morning, how are you?", "greeting"),
        ("Thank you so much, that's really helpful", "thanks"),
        ("cheers, bye", "thanks"),
        ("hmm ok", "acknowledged"),
        ("Right, I see. That makes sense.", "acknowledged"),
        ("fair enough", "acknowledged"),
        ("Are you a real person?", "about_me"),
        ("what can you help me with", "about_me"),
        ("this bot is useless", "cross"),
        ("I want to kill myself", "own_life"),
        ("I failed NPQH and I don't want to be here any more", "own_life"),
        ("My friend took an overdose before our NPQ session", "life_in_danger"),
        ("A colleague has collapsed and is unconscious", "life_in_danger"),
        ("A child told me her uncle hits her", "child_at_risk"),
        ("My partner hits me and I can't finish my NPQ", "harmed"),
    ],
)
def test_given_a_message_that_wants_no_answer_when_read_then_it_gets_its_reply(
    text: str, kind: str
) -> None:
    reply = reply_to(text)

    assert reply is not None
    assert reply.id == kind


@pytest.mark.parametrize(
    "text",
    [
        "Hi, how long is NPQH?",
        "ok so is it funded",
        "Right, and how long?",
        "yes",
        "Thanks. Is it funded?",
        "Does NPQLBC cover bullying and self-harm among pupils?",
        "Is there a suicide prevention module in the NPQ for SENCOs?",
        "Who are the lead providers?",
        "How does the NPQ help with behaviour?",
        "Can I be fined if I drop out?",
        "Is the case study hard? I hear people cut corners.",
        "What happens if my school has collapsed into a trust?",
        "Can I take it all online?",
        "I mentor pupils who self-harm. Which NPQ suits me?",
        "Does NPQLBC cover unconscious bias?",
        "I had a heart attack last year. Can I defer NPQH?",
        "A ceiling collapsed in our school, can I defer?",
        "I teach pupils who have been abused by relatives. Which NPQ helps?",
        "You got it wrong, is it funded?",
        "How does it work?",
    ],
)
def test_given_a_question_about_npqs_when_read_then_it_is_answered_as_ever(text: str) -> None:
    assert reply_to(text) is None


def test_given_a_life_in_danger_when_replied_to_then_a_number_to_call_is_given() -> None:
    urgent = [reply for reply in replies() if reply.anywhere]

    assert urgent
    assert all("999" in reply.reply for reply in urgent)
    assert all(reply.outcome is Outcome.OUT_OF_SCOPE for reply in urgent)


def test_given_a_greeting_when_replied_to_then_questions_to_begin_with_are_offered() -> None:
    asking = [r for r in replies() if r.outcome is Outcome.NEEDS_CLARIFICATION]

    assert asking
    assert all(reply.ask.endswith("?") for reply in asking)
    assert len(offered()) >= 3
