"""What people call an NPQ in passing is read as that NPQ, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.guard import guard
from assistant.nicknames import written_out
from assistant.records import Question, policy
from assistant.understand import understand
from index.npqs import find_npqs, npq_policy
from index.terms import Speller


@pytest.mark.parametrize(
    ("text", "npqs"),
    [
        ("Is the exec one longer?", {"NPQEL"}),
        ("my maths one starts in October, who teaches it?", {"NPQLPM"}),
        ("who marks behaviour NPQs?", {"NPQLBC"}),
        ("Is the special needs one a legal requirement?", {"NPQSENCO"}),
        ("is the mentoring one the same?", {"NPQLTD"}),
        ("Is the heads' one assessed?", {"NPQH"}),
        ("NPQSL or H?", {"NPQSL", "NPQH"}),
        ("NPQLL, LT and LBC: same length?", {"NPQLL", "NPQLT", "NPQLBC"}),
        ("SL vs EL", {"NPQSL", "NPQEL"}),
    ],
)
def test_given_a_nickname_when_written_out_then_the_npq_is_named(text: str, npqs: set[str]) -> None:
    assert find_npqs(written_out(text, follows=False)) == npqs


@pytest.mark.parametrize(
    "text",
    [
        "I'm teaching one class this year",
        "do I need a teaching qualification?",
        "is a head one of the people who can apply?",
        "my head wants one",
        "EL Smith is our SL",
        "The early years NPQ",
        "Is my head one of those who must approve it?",
        "My head's one worry is the cost.",
        "The principal thing I want to know is the price",
        "Can our literacy lead one day take it?",
        "Does my mentor one-to-one time count?",
        "are the coaching one hour sessions online",
        "Where do I send NPQ certificates?",
        "Which provider is teaching NPQs online?",
        "Can I mentor NPQ participants?",
        "Our SL and LT want to know who pays",
        "NPQSL or H&S training?",
        "I want NPQH, SL has approved it",
    ],
)
def test_given_words_that_name_no_npq_when_written_out_then_nothing_changes(text: str) -> None:
    assert written_out(text, follows=False) == text


@pytest.mark.parametrize(
    "text",
    ["can I put my NPQ off till next year?", "could she put off doing her NPQ", "put it off"],
)
def test_given_put_off_when_written_out_then_it_is_deferred(text: str) -> None:
    assert "defer" in written_out(text, follows=False)


@pytest.mark.parametrize(
    ("text", "npq"),
    [
        ("and maths?", "NPQLPM"),
        ("And for the exec?", "NPQEL"),
        ("what about the headship one", "NPQH"),
        ("what about the senco one?", "NPQSENCO"),
        ("sorry, I meant behaviour", "NPQLBC"),
    ],
)
def test_given_a_follow_up_by_nickname_when_understood_then_the_question_is_asked_of_that_npq(
    text: str, npq: str
) -> None:
    question = Question(
        text=text, history=("How long is the NPQSL case study?",), as_of=date(2026, 11, 22)
    )

    understood = understand(question, guard(text, max_chars=500), Speller([]))

    assert "case study" in understood.standalone
    assert find_npqs(understood.standalone) == {npq}


@pytest.mark.parametrize("reply", ["in a nursery", "headteacher", "early years", "senior leader"])
def test_given_a_reply_that_tells_a_setting_or_a_role_when_written_out_then_it_stays(
    reply: str,
) -> None:
    assert written_out(reply, follows=True) == reply


@pytest.mark.parametrize("npq", sorted(npq_policy()))
def test_given_the_full_name_of_an_npq_when_written_out_then_it_stays_whole(npq: str) -> None:
    text = f"Is the {npq_policy()[npq]['label']} NPQ funded?"

    assert find_npqs(written_out(text, follows=False)) == find_npqs(text)


def test_given_a_bare_nickname_when_nothing_was_asked_before_then_it_stays() -> None:
    assert written_out("maths?", follows=False) == "maths?"


def test_given_the_policy_when_read_then_each_nickname_means_one_known_npq() -> None:
    groups = [policy("nicknames")[group] for group in ("plain", "others")]
    every = [name for group in groups for names in group.values() for name in names]

    assert {npq for group in groups for npq in group} <= set(npq_policy())
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("text", "npqs"),
    [
        ("failed NPQLBC, can I do LT?", {"NPQLBC", "NPQLT"}),
        ("is NPQEL the same for SL", {"NPQEL", "NPQSL"}),
        ("my LL is doing an NPQ", set()),
    ],
)
def test_given_two_letters_behind_a_word_when_written_out_then_they_are_an_npq(
    text: str, npqs: set[str]
) -> None:
    assert find_npqs(written_out(text, follows=False)) == npqs


def test_given_the_old_award_in_full_when_written_out_then_it_is_as_the_guidance_has_it() -> None:
    told = written_out("I began the National Award for SEN Co-ordination in 2019.", follows=False)

    assert told == "I began the NASENCO in 2019."


def test_given_the_coaching_when_a_head_speaks_of_it_then_it_is_ehco() -> None:
    assert find_npqs(written_out("new head, can i have the coaching?", follows=False)) == {"EHCO"}
    assert not find_npqs(written_out("Is the coaching any good?", follows=False))
    assert not find_npqs(written_out("My head likes the coaching approach", follows=False))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("how long is the written assignment for NPQH", "how many words is the written assignment"),
        ("How long do I get to write it?", "how many days do I get to write it?"),
        ("the date by which I need NPQSENCO", "by when I need NPQSENCO"),
        ("How long is NPQH?", "How long is NPQH?"),
        ("How long is the assessment window?", "How long is the assessment window?"),
    ],
)
def test_given_words_that_mean_something_else_when_written_out_then_it_is_put_plainly(
    asked: str, meant: str
) -> None:
    assert written_out(asked, follows=False).startswith(meant)
