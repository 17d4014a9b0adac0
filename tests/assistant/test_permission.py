"""Whether one may take an NPQ, or another, is decided from what was said, by forms kept as data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.permission import decide_permission
from assistant.posts import posts
from assistant.records import policy
from assistant.understand import Ask
from corpus.library import read_jsonl

AskIt = Callable[..., Ask]


@pytest.mark.parametrize(
    ("message", "case", "verdict"),
    [
        ("Can I do another NPQ?", "several", "yes"),
        ("am i allowed to take more than one npq", "several", "yes"),
        ("Would it be too much? Is it OK to study for two NPQs at once?", "several", "yes"),
        ("two npqs at once, is that allowed", "several", "yes"),
        ("Can I do NPQLT and NPQLTD at the same time?", "several", "yes"),
        ("Must I finish one NPQ before I start another?", "several", "no"),
        ("Is there a limit on how many NPQs you can take?", "several", "no"),
        ("Am I limited to one NPQ for life?", "several", "no"),
        ("I've done NPQSL, can I do NPQH now?", "after", "yes"),
        ("My deputy has NPQLBC. May she go on to NPQSL?", "after", "yes"),
        ("Halfway through leading literacy, could I start the headship NPQ too?", "after", "yes"),
        ("I have NPQSL from 2016. Can I take NPQH?", "legacy", "yes"),
        ("I did the old NPQML. Am I allowed to do a new one?", "legacy", "yes"),
        ("I did NPQSL in 2017, can I do the new NPQSL?", "legacy", "yes"),
    ],
)
def test_given_a_wish_for_another_npq_when_asked_whether_then_it_is_decided(
    message: str, case: str, verdict: str, ask: AskIt
) -> None:
    found = decide_permission(ask(message))

    assert found is not None
    assert (found.rule, found.verdict, found.wanted) == (case, verdict, True)


@pytest.mark.parametrize(
    ("message", "case"),
    [
        ("How many NPQs can I do?", "several"),
        ("I failed NPQH, can I do NPQSL instead?", "failed"),
        ("Can I do another NPQ if I withdrew from my first?", "failed"),
    ],
)
def test_given_no_plain_yes_or_no_when_decided_then_none_is_said(
    message: str, case: str, ask: AskIt
) -> None:
    found = decide_permission(ask(message))

    assert found is not None
    assert (found.rule, found.wanted) == (case, False)


@pytest.mark.parametrize(
    "message",
    [
        "Can I do the same NPQ again?",
        "I've never done NPQSL. Can I do NPQH?",
        "new head, never done npqh and dont plan to. can i sign up to ehco",
        "Can I do NPQH if I'm not a head?",
        "Can I do NPQSL online?",
        "Can I get a second NPQ funded?",
        "Can I have a second attempt at the assessment?",
        "I've done NPQSL. Can I change provider for NPQH?",
        "Can I switch from NPQLT to another NPQ?",
        "I want to do NPQSL, can I do it in January?",
        "Do I have to do NPQSL before NPQH?",
        "Can my school put two teachers on NPQs with another provider?",
        "I've been a teacher since 2012. Can I do NPQH?",
        "I lost the certificate for my old NPQSL from 2014, can I get another?",
    ],
)
def test_given_another_question_when_read_then_nothing_is_decided(message: str, ask: AskIt) -> None:
    assert decide_permission(ask(message)) is None


@pytest.mark.parametrize(
    ("message", "post"),
    [
        ("can a TA do an npq", "not-a-teacher"),
        ("could I do NPQEL myself as a business manager", "not-a-teacher"),
        ("Are teaching assistants eligible for NPQs?", "not-a-teacher"),
        ("Could our bursar do one?", "not-a-teacher"),
        ("I'm a HLTA at a special school. Can I do an NPQ?", "not-a-teacher"),
        ("is an npq open to support staff", "not-a-teacher"),
        ("im an ECT year 2, can I start an NPQ", "early-career"),
        ("im in wales can i do an npq", "abroad"),
        ("I'm a supply teacher, can I do an NPQ?", "elsewhere"),
        ("can i do ehco?", "coaching"),
        ("I'm a TA. Can I do the early years leadership NPQ?", "not-a-teacher"),
        ("School business manager here, is there an NPQ for someone like me?", "not-a-teacher"),
        ("Can teachers in Scotland take NPQs?", "abroad"),
        ("I teach in Dubai. Is it possible for me to take NPQH?", "abroad"),
        ("can she do an NPQ if she works in Wales?", "abroad"),
        ("I'm not a qualified teacher, can I do NPQEYL?", "not-a-teacher"),
        ("Our business manager wants NPQEL. Could she do NPQEL?", "not-a-teacher"),
        ("My TA wants NPQLPM but she isn't a teacher. Is she allowed?", "not-a-teacher"),
    ],
)
def test_given_a_post_or_a_place_when_asked_whether_then_it_depends_on_the_provider(
    message: str, post: str, ask: AskIt
) -> None:
    found = decide_permission(ask(message))

    assert found is not None
    assert (found.rule, found.verdict, found.wanted) == (post, "depends", True)


@pytest.mark.parametrize(
    "message",
    [
        "Can a TA do the SENCO NPQ?",
        "Can a teaching assistant get an NPQ funded?",
        "Can a TA mentor somebody on an NPQ?",
        "Who supports ECTs during an NPQ?",
        "I manage TAs. Can I do NPQLT?",
        "I line-manage two teaching assistants. Can I do NPQSL?",
    ],
)
def test_given_a_post_in_another_question_when_read_then_nothing_is_decided(
    message: str, ask: AskIt
) -> None:
    assert decide_permission(ask(message)) is None


def test_given_npqh_is_done_when_asked_for_the_coaching_then_one_may(ask: AskIt) -> None:
    found = decide_permission(ask("I've done NPQH. Can I do EHCO?"))

    assert found is not None
    assert (found.rule, found.verdict, found.facts[0]) == ("coaching", "yes", "ehco-who")


def test_given_mastery_is_needed_when_decided_then_it_is_told(ask: AskIt) -> None:
    found = decide_permission(ask("I have NPQLT. Can I do NPQLPM as well?"))

    assert found is not None
    assert "lpm-mastery" in found.facts


def test_given_a_day_before_the_facts_when_asked_then_nothing_is_decided(ask: AskIt) -> None:
    assert decide_permission(ask("Can I do another NPQ?", as_of=date(2019, 5, 1))) is None


def test_given_the_policy_when_read_then_each_fact_is_in_the_corpus() -> None:
    known = {row["id"] for row in read_jsonl("facts.jsonl")}
    told = [
        fact
        for name, value in policy("permission").items()
        if name.startswith(("facts", "more_facts"))
        for facts in (value.values() if isinstance(value, dict) else [value])
        for fact in facts
    ]
    told += [fact for post in posts() for fact in post.facts]

    assert told
    assert set(told) <= known
