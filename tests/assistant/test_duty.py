"""Whether a SENCO needs the qualification is decided from what was said, by rules as data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.duty import decide_duty, duty_rules
from assistant.records import policy
from assistant.understand import Ask, find_slots
from corpus.library import read_jsonl

AskIt = Callable[..., Ask]


def decided(ask: Ask) -> tuple[str, str, bool | None] | None:
    found = decide_duty(ask)
    return None if found is None else (found.rule, found.verdict, found.wanted)


@pytest.mark.parametrize(
    ("message", "rule", "verdict"),
    [
        ("I have just been made SENCO. Must I do the NPQ?", "new", "yes"),
        ("does our new sendco have to take the npq", "new", "yes"),
        ("Our SENCO started in November 2024. Is she required to get it?", "new", "yes"),
        ("I'm SENCO from January and never did NASENCO, do I need the NPQ", "no-award", "yes"),
        ("She became SENCO in 2012 without NASENCO, does she have to do it?", "no-award", "yes"),
        ("I have been SENCO since 2006, do I need the new NPQ?", "before-2009", "no"),
        ("I'm the SENCO and hold NASENCO. Do I have to do the NPQ as well?", "award-held", "no"),
        ("As SENCO with the national award, am I exempt from the NPQ?", "award-held", "yes"),
        ("Our SENCO started NASENCO last year, does she have to switch?", "award-started", "no"),
        ("I've been SENCO since 2015, do I have to do the NPQ?", "after-2009", "depends"),
    ],
)
def test_given_what_a_senco_tells_when_the_duty_is_asked_for_then_a_rule_decides(
    message: str, rule: str, verdict: str, ask: AskIt
) -> None:
    assert decided(ask(message)) == (rule, verdict, True)


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("I've been made SENCO. By when do I need the NPQ?", "deadline"),
        ("I'm a new SENCO, how long do I have?", "deadline"),
        ("I've been appointed SENCO and never did NASENCO. What must I do?", "no-award"),
        ("New SENCO in an independent school, do I have to do the NPQ?", "elsewhere"),
        ("I am SENCO of a special school, do I need the SENCO NPQ?", "elsewhere"),
    ],
)
def test_given_a_question_without_yes_or_no_when_decided_then_none_is_said(
    message: str, rule: str, ask: AskIt
) -> None:
    found = decided(ask(message))

    assert found is not None
    assert (found[0], found[2]) == (rule, False)


@pytest.mark.parametrize(
    "message",
    [
        "Do I need to be a SENCO to do the SENCO NPQ?",
        "I'm a new SENCO, do I need a TRN to register?",
        "As a new SENCO, how many hours a week do I need for it?",
        "I'm the SENCO. Do I have to do NPQH to be a head?",
        "I'm the SENCO. Who pays for the NPQ?",
        "I was SENCO at my last school, do I need the NPQ?",
        "Does the SENCO have to be a qualified teacher?",
        "I'm a new SENCO, what evidence do I need to apply?",
        "I'm a new SENCO, do I need GCSE maths?",
        "I'm a new SENCO. Does my head have to sign it off?",
        "Do I need the NPQ before becoming SENCO?",
        "I'm a new SENCO. Must I complete it within a year?",
        "I'm a new SENCO. Do I have to do the NPQ with a local provider?",
        "I've just been appointed SENCO. Do I need to do NASENCO?",
        "I'm a new SENCO. Do I have to do NASENCO or the NPQ?",
        "I'm a new SENCO. When will I need to do the NPQ?",
        "I'm a new SENCO. What is the deadline for applying?",
        "I'm a new SENCO with NASENCO and can't log in. What do I do?",
        "I work with our new SENCO. Do I need the NPQ?",
        "We have a new SENCO. Does our headteacher have to have an NPQ?",
        "Is QTS enough to register for the SENCO NPQ?",
        "Are there enough places left to register for the SENCO NPQ?",
    ],
)
def test_given_another_question_of_a_senco_when_read_then_no_rule_decides(
    message: str, ask: AskIt
) -> None:
    assert decide_duty(ask(message)) is None


@pytest.mark.parametrize(
    "message",
    [
        "I'm SENCO and I don't know if my NASENCO is valid. Do I need the NPQ?",
        "Our SENCO, appointed in 2018, has not yet finished her NASENCO. Does she need the NPQ?",
        "I'm a new SENCO, would like to have done NASENCO. Do I need the NPQ?",
        "Our old SENCO had NASENCO. Does the new SENCO need the NPQ?",
        "I'm the SENCO at a school founded in 1908. Do I need the NPQ?",
        "I was SENCO from 2005 to 2010 and have just been made SENCO again. Do I need the NPQ?",
    ],
)
def test_given_what_settles_nothing_when_the_duty_is_asked_for_then_no_rule_decides(
    message: str, ask: AskIt
) -> None:
    assert decide_duty(ask(message)) is None


@pytest.mark.parametrize(
    "message",
    [
        "Is the SENCO NPQ compulsory for independent schools?",
        "Do SENCOs in nurseries have to have the NPQ for SENCOs?",
        "does the npq for sencos apply to fe colleges",
    ],
)
def test_given_a_setting_that_is_no_mainstream_school_when_asked_then_both_wordings_are_told(
    message: str, ask: AskIt
) -> None:
    found = decide_duty(ask(message))

    assert found is not None
    assert found.facts == ("senco-mandatory", "senco-nursery")
    assert found.wanted is False


@pytest.mark.parametrize(
    ("message", "since"),
    [
        ("I became SENCO in June 2009", "before_2009"),
        ("I've been SENCO since September 2009", "after_2009"),
        ("I qualified in 1998 and have just become SENCO", "new"),
        ("I've been SENCO since 2019 and got my QTS in 2007", "after_2009"),
    ],
)
def test_given_a_year_when_read_then_it_is_the_one_of_the_post(message: str, since: str) -> None:
    assert find_slots(message)["senco"] == since


def test_given_an_earlier_day_when_asked_then_the_duty_of_today_is_not_told(ask: AskIt) -> None:
    asked = ask("I have just been made SENCO. Must I do the NPQ?", as_of=date(2024, 3, 1))

    assert decide_duty(asked) is None


def test_given_earlier_turns_when_asked_then_what_they_tell_counts(ask: AskIt) -> None:
    told = "I've just been made SENCO at a mainstream primary"

    assert decided(ask("do I have to do the NPQ?", told)) == ("new", "yes", True)


def test_given_another_senco_when_asked_then_the_first_ones_award_is_not_hers(ask: AskIt) -> None:
    asked = ask("does our new SENCO need the NPQ?", "I am the SENCO and did NASENCO")

    assert decided(asked) == ("new", "yes", True)


def test_given_an_award_told_before_when_the_same_person_asks_then_it_counts(ask: AskIt) -> None:
    asked = ask("As the new SENCO, do I need the NPQ?", "I have NASENCO already")

    assert decided(asked) in {None, ("award-held", "no", True)}


def test_given_that_she_started_when_asked_if_it_is_enough_then_it_is_not(ask: AskIt) -> None:
    asked = ask("Is it enough to have started the SENCO NPQ within three years?")

    assert decided(asked) == ("started", "no", True)


def test_given_the_rules_when_read_then_each_quotes_facts_that_exist() -> None:
    facts = {fact["id"] for fact in read_jsonl("facts.jsonl")}
    settings = policy("senco")
    told = [fact for rule in duty_rules() for fact in rule.facts]
    kinds = ("deadline_facts", "elsewhere_facts", "started_facts")

    assert {*told, *(fact for kind in kinds for fact in settings[kind])} <= facts
    assert len({rule.id for rule in duty_rules()}) == len(duty_rules())
    assert {slot for rule in duty_rules() for slot in rule.when} == {"senco", "award"}
    assert {rule.then for rule in duty_rules()} == {"yes", "no", "depends"}
