"""Who gets a scholarship, row by row of the decision table in `domain/README.md`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import pytest

from assistant.funding import decide, rules
from assistant.records import policy
from assistant.understand import Ask
from corpus.library import read_jsonl
from index.records import Query

AskIt = Callable[..., Ask]

UNIVERSAL = ("NPQH", "NPQSL", "NPQSENCO")
LISTED = ("NPQLT", "NPQLTD", "NPQLBC", "NPQLL", "NPQLPM", "NPQEL")
EARLY = ("NPQEYL",)
COACHING = ("EHCO",)
TEN = (*UNIVERSAL, *LISTED, *EARLY)
ALL = (*TEN, *COACHING)
YES, NO, REVIEW, DEPENDS = "funded", "not_funded", "review", "depends"

# (row of the table, what a person says, the NPQs asked about, what the table says)
TABLE = [
    (1, "I teach in a state secondary school. Is {} funded for spring 2026?", ALL, NO),
    (1, "Could a nursery worker have {} funded in the spring 2026 intake?", ALL, NO),
    (2, "I work at an international school in Spain. Is {} funded for me?", ALL, NO),
    (2, "Our primary school is in Scotland. Is {} funded for us?", ALL, NO),
    (3, "I withdrew from a funded {} at my secondary school. Is {} funded once more?", ALL, NO),
    (3, "Will DfE pay for {} a second time at my primary school? It funded me before.", TEN, NO),
    (4, "I have been a headteacher for three years. Is {} funded for me?", COACHING, YES),
    (4, "I am a new headteacher at a primary school. Is {} funded for me?", COACHING, YES),
    (4, "I have been a headteacher for eight years. Is {} funded for me?", COACHING, NO),
    (4, "I am a deputy head at a primary school. Is {} funded for me?", COACHING, NO),
    (4, "I teach and lead in a primary school. Is {} funded for me?", COACHING, DEPENDS),
    (5, "Our secondary school is in the RISE programme. Is {} funded for staff?", TEN, YES),
    (5, "Our sixth form college gets targeted RISE help. Is {} funded for me?", TEN, YES),
    (6, "I teach in a mainstream independent school. Is {} funded for me?", TEN, NO),
    (6, "My prep school charges fees. Is {} funded for me?", TEN, NO),
    (7, "I teach in a state primary school. Is {} funded for me?", (*UNIVERSAL, *EARLY), YES),
    (7, "I work for a multi-academy trust. Is {} funded for me?", (*UNIVERSAL, *EARLY), YES),
    (7, "I work in a sixth form college. Is {} funded for me?", (*UNIVERSAL, *EARLY), YES),
    (7, "I lead a pupil referral unit. Is {} funded for me?", UNIVERSAL, YES),
    (7, "I teach in an independent special school. Is {} funded for me?", UNIVERSAL, YES),
    (7, "Our primary school is not on the list. Is {} funded for me?", UNIVERSAL, YES),
    (8, "Our primary school is on the disadvantage list. Is {} funded for me?", LISTED, YES),
    (8, "Our academy is in the top 50% for pupil premium. Is {} funded?", LISTED, YES),
    (8, "Our secondary school is not on the list. Is {} funded for me?", LISTED, NO),
    (8, "Our sixth form college isn't on the list. Is {} funded for me?", LISTED, NO),
    (8, "I teach in a state secondary school. Is {} funded for me?", LISTED, DEPENDS),
    (9, "I work in a private nursery. Is {} funded for me?", EARLY, YES),
    (9, "I am a childminder. Is {} funded for me?", EARLY, YES),
    (9, "I lead a pre-school class in an infant school. Is {} funded?", EARLY, YES),
    (10, "I work in a maintained nursery school. Is {} funded?", (*UNIVERSAL, *EARLY), YES),
    (10, "I lead a local authority nursery. Is {} funded?", UNIVERSAL, YES),
    (11, "I work in a private nursery. Is {} funded for me?", (*UNIVERSAL, *LISTED), NO),
    (11, "I am a childminder. Is {} funded for me?", (*UNIVERSAL, *LISTED), NO),
    (11, "I work in a maintained nursery school. Is {} funded for me?", LISTED, NO),
    (12, "I am a lead mentor for an accredited ITT provider. Is {} funded?", ("NPQLTD",), YES),
    (
        12,
        "I am a lead mentor for an accredited ITT provider. Is {} funded?",
        tuple(npq for npq in TEN if npq != "NPQLTD"),
        NO,
    ),
    (13, "I teach in a virtual school. Is {} funded for me?", UNIVERSAL, REVIEW),
    (13, "I teach in a hospital school. Is {} funded for me?", UNIVERSAL, REVIEW),
    (13, "I teach at a young offender institution. Is {} funded?", UNIVERSAL, REVIEW),
    (13, "The council employs me to teach in several schools. Is {} funded?", UNIVERSAL, REVIEW),
    (13, "I teach in a virtual school. Is {} funded for me?", (*LISTED, *EARLY), NO),
    (13, "I teach in a hospital school. Is {} funded for me?", (*LISTED, *EARLY), NO),
    (13, "I teach at a young offender institution. Is {} funded?", (*LISTED, *EARLY), NO),
    (14, "A Return to Teaching Adviser referred me. Is {} funded?", TEN, REVIEW),
    (15, "I am a supply teacher for an agency. Is {} funded for me?", TEN, NO),
    (15, "I am self-employed. Is {} funded for me?", TEN, NO),
]  # fmt: skip
CASES = [
    pytest.param(said.replace("{}", npq), verdict, id=f"row {row}: {said.replace('{}', npq)}")
    for row, said, npqs, verdict in TABLE
    for npq in npqs
]


@pytest.mark.parametrize(("question", "verdict"), CASES)
def test_given_a_row_of_the_table_when_decided_then_the_verdict_is_the_tables(
    ask: AskIt, question: str, verdict: str
) -> None:
    decision = decide(ask(question))

    assert decision is not None
    assert decision.verdict == verdict, decision.rule


def test_given_every_row_when_counted_then_none_of_the_fifteen_is_missing() -> None:
    assert {row for row, *_ in TABLE} == set(range(1, 16))


@pytest.mark.parametrize(
    "said",
    [
        "I head an independent school and am in my second year as headteacher. Is EHCO funded?",
        "A Return to Teaching Adviser referred me. Is EHCO funded?",
    ],
)
def test_given_ehco_when_the_code_and_guidance_differ_then_it_is_no_plain_yes_or_no(
    ask: AskIt, said: str
) -> None:
    decision = decide(ask(said))

    assert decision is not None
    assert decision.verdict == DEPENDS


def test_given_a_legacy_course_when_the_new_one_is_wanted_then_it_is_not_refused(
    ask: AskIt,
) -> None:
    decision = decide(ask("I had a legacy NPQSL in 2018. Is NPQSL funded at my primary school?"))

    assert decision is None or decision.verdict != NO


def test_given_another_npq_funded_before_when_decided_then_it_does_not_bar_this_one(
    ask: AskIt,
) -> None:
    decision = decide(ask("I had NPQLBC funded in 2023. Is NPQSL funded at my secondary school?"))

    assert decision is not None
    assert decision.verdict == YES
    assert policy("funding")["other_before"] in decision.facts


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("I did NPQLT funded in 2023. Will that stop me getting NPQH funded?", True),
        ("does having done a funded NPQLBC count against me for a funded NPQSENCO", True),
        ("I did NPQLT funded in 2023. That won't stop me getting NPQH funded?", False),
    ],
)
def test_given_another_npq_funded_before_when_asked_if_it_stands_in_the_way_then_no(
    ask: AskIt, message: str, wanted: bool
) -> None:
    decision = decide(ask(message))

    assert decision is not None
    assert (decision.verdict, decision.wanted) == ("no", wanted)
    assert decision.facts[0] == policy("funding")["other_before"]


def test_given_a_yes_when_decided_then_it_is_told_that_a_place_is_not_promised(ask: AskIt) -> None:
    yes = decide(ask("I teach in a state primary school. Is NPQH funded for me?"))
    no = decide(ask("I teach in a mainstream independent school. Is NPQH funded for me?"))

    assert yes is not None
    assert no is not None
    assert "fund-no-guarantee" in yes.facts
    assert "fund-no-guarantee" not in no.facts


@pytest.mark.parametrize(
    "question",
    [
        "How is NPQH assessed at a state primary school?",
        "Which providers offer NPQSL to academies?",
        "Was NPQLT funded for every state school in autumn 2022?",
    ],
)
def test_given_no_question_about_funding_today_when_decided_then_there_is_no_rule(
    ask: AskIt, question: str
) -> None:
    assert decide(ask(question)) is None


def test_given_an_earlier_day_when_decided_then_todays_rules_are_not_used(ask: AskIt) -> None:
    question = "I teach in a state primary school. Is NPQSL funded for me?"

    assert decide(ask(question, as_of=date(2025, 10, 1))) is None
    assert decide(ask(question)) is not None


def test_given_the_rules_when_read_then_each_fact_is_one_we_hold() -> None:
    held = {line["id"]: line["status"] for line in read_jsonl("facts.jsonl")}
    named = {fact for rule in rules() for fact in rule.facts}
    named |= {policy("funding")["guarantee"], policy("funding")["other_before"]}

    assert named - set(held) == set()
    assert {fact for fact in named if held[fact] == "superseded"} == set()


def test_given_the_rules_when_read_then_ids_are_unique_and_names_are_known() -> None:
    groups, npqs = policy("funding"), set(ALL) | {"none"}
    patterns = {value for value, _ in policy("slots")["setting"]} | {"unknown"}

    assert len({rule.id for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.facts, rule.id
        wanted = rule.when.get("npq", [])
        named = groups["npqs"][wanted] if isinstance(wanted, str) else wanted
        assert set(named) <= npqs, rule.id
        settings = rule.when.get("setting", [])
        where = groups["settings"][settings] if isinstance(settings, str) else settings
        assert set(where) <= patterns, rule.id


def _people() -> Iterator[Ask]:
    """Everyone whom the slots can tell apart, with one further circumstance at a time."""
    settings = [None, *(value for value, _ in policy("slots")["setting"])]
    told = ("rise", "prior_same", "everyone", "every_npq", "suite")
    others = [{}] + [{name: "yes"} for name in told]
    others += [{"which": "yes", "everyone": "yes"}, {"funded": "asked"}]
    others += [{"funded": "which"}, {"funded": "asked", "post": "not-a-teacher"}]
    others += [{"group": "specialist"}, {"group": "leadership"}]
    others += [{"role": "not_head"}, {"head_years": "3"}, {"head_years": "9"}, {"intake": "s"}]
    for setting, npq, listed, other in product(settings, (None, *ALL), (None, "yes", "no"), others):
        slots = {"setting": setting, "on_list": listed} | other
        spring = slots.pop("intake", None)
        query = Query(
            text="Is it funded?",
            npqs=frozenset([npq] if npq else []),
            intakes=frozenset(["spring 2026"] if spring else []),
            as_of=date(2026, 11, 1),
        )
        yield Ask(
            text="Is it funded?",
            asked="Is it funded?",
            message="Is it funded?",
            query=query,
            slots={name: value for name, value in slots.items() if value},
            about_funding=True,
        )


def test_given_everyone_when_decided_then_each_rule_is_used_by_someone() -> None:
    used = {decision.rule for person in _people() if (decision := decide(person))}

    assert {rule.id for rule in rules()} - used == set()


@pytest.mark.parametrize(
    ("asked", "of_something_else"),
    [
        ("Does DfE pay for supply?", True),
        ("Who pays for the cover while I study NPQH?", True),
        ("Is there money for cover costs?", True),
        ("Are the travel costs paid?", True),
        ("Is NPQSL funded for supply teachers?", False),
        ("Is NPQH funded for my cover supervisor?", False),
        ("Does the scholarship cover costs for NPQLL?", False),
    ],
)
def test_given_cover_or_travel_when_asked_who_pays_then_it_is_not_taken_for_the_fee(
    asked: str, of_something_else: bool
) -> None:
    assert bool(re.search(policy("funding")["never"], asked, re.I)) == of_something_else


def test_given_everyone_when_decided_then_ehco_is_never_left_to_dfes_review() -> None:
    verdicts = {
        decision.verdict
        for person in _people()
        if person.query.npqs == {"EHCO"} and (decision := decide(person))
    }

    assert REVIEW not in verdicts


@pytest.mark.parametrize(
    "claim",
    [
        "My colleague says NPQs are free for everyone, is that right?",
        "Hi,\nOur head thinks all NPQs are still funded for every teacher. Is she right?",
        "I heard NPQs are funded for any state school",
        "I was told DfE pays for all NPQs. Is that true?",
    ],
)
def test_given_a_claim_that_all_is_free_when_decided_then_the_whole_suite_is_not_funded(
    ask: AskIt, claim: str
) -> None:
    decision = decide(ask(claim))

    assert decision is not None
    assert decision.rule == "whole-suite"


@pytest.mark.parametrize(
    "message",
    [
        "Does the DfE fund any NPQs?",
        "I heard some NPQs are still free. Is that true?",
        "The three universal NPQs are funded, correct?",
        "I was told NPQs are not free for everyone. Is that right?",
        "NPQs were fully funded a few years ago. Is that right?",
        "I hear NPQs will be free next year. Is that right?",
        "The NPQs are funded by our hub. Am I allowed to defer?",
        "NPQs are free for everyone at our trust. Can I defer mine?",
        "Since the leadership NPQs are funded, which one suits a deputy?",
    ],
)
def test_given_no_claim_that_all_is_free_when_decided_then_it_is_not_the_whole_suite(
    ask: AskIt, message: str
) -> None:
    decision = decide(ask(message))

    assert decision is None or decision.rule != "whole-suite"


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("Which NPQs are funded for everyone?", "which-for-everyone"),
        ("What NPQs can be funded for all state schools?", "which-for-everyone"),
        ("Which NPQs are not free for everyone?", None),
        ("Which NPQs are only funded for some schools?", None),
        ("Which NPQs are funded in autumn 2026?", "which-any"),
        ("Which NPQs can all teachers take?", None),
    ],
)
def test_given_which_npqs_are_for_everyone_when_decided_then_those_without_a_list_are_told(
    ask: AskIt, question: str, rule: str | None
) -> None:
    decision = decide(ask(question))

    assert (decision.rule if decision else None) == rule


@pytest.mark.parametrize(
    "question",
    [
        "I was funded for NPQLBC and failed. Can I get NPQSL funded?",
        "I withdrew from NPQLT, which was funded. Would a scholarship pay for NPQH?",
    ],
)
def test_given_another_npq_that_was_failed_when_decided_then_it_is_not_taken_for_the_same(
    ask: AskIt, question: str
) -> None:
    decision = decide(ask(question))

    assert decision is not None
    assert decision.verdict != "not_funded"
    assert "fund-different-npq" in decision.facts


def test_given_ehco_left_before_when_decided_then_it_is_not_funded_again(ask: AskIt) -> None:
    decision = decide(ask("I withdrew from ASO in 2021. Is EHCO free for me?"))

    assert decision is not None
    assert decision.verdict == "not_funded"
    assert decision.facts[0] == "ehco-withdrawn"


@pytest.mark.parametrize(
    "question",
    [
        "Is NPQH free for everyone?",
        "does every new head get ehco free",
        "is it right that all childminders get npqeyl free",
    ],
)
def test_given_a_claim_of_everyone_when_only_some_are_funded_then_it_is_not_for_everyone(
    question: str, ask: AskIt
) -> None:
    decision = decide(ask(question))

    assert decision is not None
    assert decision.verdict == "not_all"


def test_given_a_school_of_its_own_when_all_its_staff_are_meant_then_the_rule_is_for_it(
    ask: AskIt,
) -> None:
    decision = decide(ask("I lead an academy. Is NPQH funded for all staff?"))

    assert decision is not None
    assert decision.verdict == "funded"


@pytest.mark.parametrize(
    ("message", "verdict"),
    [
        ("I became a headteacher in September 2024. Can I get EHCO?", "funded"),
        ("head since September 2018, I am a head, can i get the free coaching", "not_funded"),
        ("i teach in a special school, independent one, is npqh funded", "funded"),
        ("had npqlt funded in 2022, is npqsl funded for me now", "eligible"),
        ("i heard npqs are all free now is that right", "not_all"),
    ],
)
def test_given_what_a_person_tells_in_passing_when_decided_then_it_counts(
    message: str, verdict: str, ask: AskIt
) -> None:
    decision = decide(ask(message))

    assert decision is not None
    assert decision.verdict == verdict
