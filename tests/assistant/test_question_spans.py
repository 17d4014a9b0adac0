"""The questions of a message are found, each by itself, and nothing else is."""

from __future__ import annotations

import time

import pytest

from assistant.question_spans import question_spans
from evals.asked_spans import found_right, messages


def texts(message: str) -> list[str]:
    return [message[span.start : span.end] for span in question_spans(message)]


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Can I defer? And would I lose my funding?", ["Can I defer", "would I lose my funding"]),
        (
            "hi is the npq free for academies also when does it start thx",
            ["is the npq free for academies", "when does it start"],
        ),
        (
            "I was wondering whether part-timers can apply, and how long the NPQH takes.",
            ["whether part-timers can apply", "how long the NPQH takes"],
        ),
        ("What is the difference between NPQSL and NPQH?",
         ["What is the difference between NPQSL and NPQH"]),
        ("Can a TA apply for NPQLL?", ["Can a TA apply for NPQLL"]),
        ("When does the 2nd seminar of NPQH start?",
         ["When does the 2nd seminar of NPQH start"]),
        ("Can I defer, please?", ["Can I defer"]),
        ("Thanks for ringing back, that is all settled now.", []),
        ("Dear team,\n\nPlease find attached the form.\n\nKind regards\nAnn", []),
        ("", []),
    ],
)  # fmt: skip
def test_given_a_message_when_read_then_its_questions_are_found(
    message: str, asked: list[str]
) -> None:
    assert texts(message) == asked


def test_given_messages_that_nothing_was_learned_from_when_read_then_most_questions_are_found() -> (
    None
):
    held = [message for message in messages() if message.held_out]

    counts = [found_right(message.spans, question_spans(message.text)) for message in held]

    right, missed, extra = (sum(column) for column in zip(*counts, strict=True))
    assert len(held) > 150
    assert right / (right + missed) >= LEAST_FOUND
    assert extra / (right + extra) <= MOST_MADE_UP


LEAST_FOUND, MOST_MADE_UP = 0.88, 0.15


def test_given_a_long_run_of_marks_when_read_then_it_takes_seconds_at_most() -> None:
    began = time.perf_counter()

    question_spans("How do I " + "-" * 19_000 + " apply")

    assert time.perf_counter() - began < 60
