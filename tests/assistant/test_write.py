"""The extractive writer: chooses and orders sentences of the corpus, and writes none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.completing import PAST
from assistant.understand import Ask
from assistant.write import Draft, fits, pinned_facts, redundant, write
from corpus.records import Standing
from index.opened import OpenIndex
from index.records import Hit
from index.retrieval import search

if TYPE_CHECKING:
    from assistant.assembly import Assistant

AskIt = Callable[..., Ask]
MakeHit = Callable[..., Hit]
QUESTIONS = [
    "How long does the headship NPQ take?",
    "Is the SENCO NPQ mandatory?",
    "What are the options if no funded place is left?",
    "Did the consultation propose ring-fenced CPD money?",
    "How many NPQs were there in 2021?",
    "Was NPQ funding universal in 2022?",
    "Are there still six NPQs?",
    "I teach in a state primary school. Is NPQSL funded for me?",
]


@pytest.fixture
def index(engine: Assistant) -> OpenIndex:
    return engine._index.get()


@pytest.fixture
def draft(ask: AskIt, index: OpenIndex) -> Callable[..., Draft]:
    def run(text: str, *, parts: int = 1, as_of: date = date(2026, 11, 1)) -> Draft:
        wanted = ask(text, as_of=as_of)
        return write(wanted, search(index, wanted.query), index, parts=parts)

    return run


def facts_of(drafted: Draft) -> list[str]:
    return [fact.id for hit in drafted.hits for fact in hit.sentence.facts]


def test_given_a_sentence_of_another_npq_when_fitted_then_it_is_left_out(
    ask: AskIt, make_hit: MakeHit
) -> None:
    wanted = ask("How long does NPQH take?")

    assert fits(wanted, make_hit("NPQH takes 18 months."))
    assert fits(wanted, make_hit("Every course has an assessment window."))
    assert not fits(wanted, make_hit("NPQLL takes 12 months."))


def test_given_a_proposal_nobody_asked_about_when_fitted_then_it_is_left_out(
    ask: AskIt, make_hit: MakeHit
) -> None:
    proposed = make_hit("One option was a record.", standing=Standing.PROPOSAL).model_copy(
        update={"features": {"proposal_unasked": 1.0}}
    )

    assert not fits(ask("Do teachers keep a training record?"), proposed)
    assert fits(ask("Did the consultation propose a training record?"), proposed)


def test_given_the_same_claim_in_other_words_when_compared_then_it_adds_nothing(
    make_hit: MakeHit,
) -> None:
    told = [make_hit("The headship NPQ takes 18 months.", fact="h-length")]

    assert redundant(make_hit("It is a year and a half.", fact="h-length"), told)
    assert redundant(make_hit("In all, the headship NPQ takes 18 months.", fact="other"), told)
    assert not redundant(make_hit("Coaching is offered to new heads.", fact="other"), told)


@pytest.mark.parametrize("question", QUESTIONS)
def test_given_a_question_when_written_then_no_claim_is_told_twice(
    draft: Callable[..., Draft], question: str
) -> None:
    hits = draft(question).hits

    claims = [hit.claim for hit in hits]
    assert 1 <= len(claims) <= 8
    assert len(claims) == len(set(claims))


@pytest.mark.parametrize("question", QUESTIONS)
def test_given_a_question_when_written_twice_then_the_draft_is_the_same(
    draft: Callable[..., Draft], question: str
) -> None:
    assert draft(question) == draft(question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_given_one_of_several_questions_when_written_then_it_is_no_longer_than_alone(
    draft: Callable[..., Draft], question: str
) -> None:
    assert len(draft(question, parts=4).hits) <= len(draft(question).hits)


def test_given_an_old_claim_when_written_then_what_replaced_it_stands_before_it(
    draft: Callable[..., Draft],
) -> None:
    drafted = draft("Are there still six NPQs?")

    facts = facts_of(drafted)
    assert "count-10" in facts
    if "count-6" in facts:
        assert facts.index("count-10") < facts.index("count-6")
    assert drafted.lead != "yes"


def test_given_a_question_about_today_when_written_then_the_past_never_comes_first(
    draft: Callable[..., Draft],
) -> None:
    hits = draft("Which organisations are NPQ lead providers?").hits

    assert hits[0].standing not in PAST


def test_given_a_proposal_when_written_then_what_became_of_it_is_told_with_it(
    draft: Callable[..., Draft],
) -> None:
    drafted = draft("Did the consultation propose ring-fenced CPD money?")

    assert any(hit.standing is Standing.PROPOSAL for hit in drafted.hits)
    assert {"con-closed", "con-response"} <= set(facts_of(drafted))
    assert drafted.lead is None


@pytest.mark.parametrize(
    ("question", "lead", "fact"),
    [
        ("I teach in a state primary school. Is NPQSL funded?", "funded", "fund-a26-universal"),
        (
            "My prep school charges fees. Is NPQH funded?",
            "not_funded",
            "rule-independent-mainstream",
        ),
        ("I teach in a virtual school. Is NPQSL funded?", "review", "fund-a26-other-settings"),
        ("I teach in a state primary school. Is NPQLT funded?", "depends", "fund-a26-disadv"),
    ],
)
def test_given_a_rule_that_decides_when_written_then_its_verdict_and_fact_come_first(
    draft: Callable[..., Draft], question: str, lead: str, fact: str
) -> None:
    drafted = draft(question)

    assert drafted.lead == lead
    assert facts_of(drafted)[0] == fact


def test_given_an_npq_that_is_gone_when_written_then_that_is_said_first(
    draft: Callable[..., Draft],
) -> None:
    assert facts_of(draft("How long is the middle leadership NPQ (NPQML)?"))[0] == "npqml-gone"


@pytest.mark.parametrize(
    "question",
    [
        "Is my school on the top 50% list? It's a primary in Derby.",
        "Are we on the disadvantage list?",
        "Where can I see whether our college is on the list?",
    ],
)
def test_given_whether_one_school_is_on_a_list_when_written_then_it_is_told_where_to_look(
    draft: Callable[..., Draft], question: str
) -> None:
    written = draft(question)

    assert facts_of(written)[0] == "fund-lists-published"
    assert written.lead is None


@pytest.mark.parametrize(
    "npq", ["NPQLL", "NPQLT", "NPQLTD", "NPQLBC", "NPQLPM", "NPQSL", "NPQH", "NPQEL", "NPQEYL"]
)
def test_given_how_long_an_npq_is_when_written_then_a_length_comes_first(
    draft: Callable[..., Draft], npq: str
) -> None:
    assert "months" in draft(f"How long is {npq}?").hits[0].sentence.text


def test_given_a_figure_that_is_not_the_rules_when_written_then_it_says_no(
    draft: Callable[..., Draft],
) -> None:
    assert draft("Is EHCO funded for heads in their first seven years?").lead == "no"
    assert draft("Is EHCO funded for heads?").lead == "depends"


@pytest.mark.parametrize(
    "question",
    ["do i still have to do the placement in another school for npqh", "Is NPQML still running?"],
)
def test_given_what_is_gone_when_asked_whether_it_is_still_so_then_it_says_no(
    question: str, draft: Callable[..., Draft]
) -> None:
    assert draft(question).lead == "no"


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("What's new in NPQ funding this year?", "fund-a26-sl-new"),
        ("How is NPQ funding different in 2026 from 2025?", "fund-a26-sl-new"),
        ("I'm halfway through my NPQ, can I pause it?", "df-any-time"),
        ("can I put my course on hold for a year", "df-any-time"),
        ("Can my headteacher register for me?", "ap-behalf"),
        ("Can the office register on our behalf?", "ap-behalf"),
        ("Which NPQs are available at present?", "count-10"),
        ("what npqs can I do", "count-10"),
        ("how many words is the case study", "as-words-spec"),
        ("How many words for the leadership NPQs?", "as-words-lead-2500"),
        ("word count for NPQSL", "as-words-sl-2000"),
        ("Can I pause my NPQ while I am on maternity leave?", "df-any-time"),
        ("how long can I defer for", "df-indefinite"),
        ("Will I lose my funding if I go on maternity leave?", "df-fund-kept"),
        ("Could I lose funding if I defer?", "df-fund-kept"),
        ("is there any cover money", "cost-cover"),
        ("Who pays for the supply cover?", "cost-cover"),
        ("How will I know whether I've got the funding?", "fund-two-checks"),
        ("We're in the top 50% of schools. How would I check that?", "fund-lists-published"),
        ("If I do two NPQs, would both be funded?", "fund-different-npq"),
        ("How much do we pay if a teacher isn't funded?", "cost-not-set"),
        ("I'd like to start NPQH in the spring. When does registration open?", "cohort-annual"),
        ("is there a deadline for spring 2027 applications", "cohort-annual"),
        ("Does the school get any money for releasing me?", "fund-tsf-ended"),
        ("can I swap from NPQSL to NPQH after I have started", "ap-change"),
        ("Do NPQs mean a heavy workload?", "hours-1-2"),
        ("how many hours a week is NPQLPM", "hours-1-2"),
        ("new head started in January, what support is there?", "ehco-what"),
        ("and if I'm not funded how much would I pay?", "cost-not-set"),
        ("I changed my name when I got married. Does that matter?", "ap-name"),
        ("If DfE doesn't fund one of us, how much is the course?", "cost-not-set"),
        ("Are NPQs expensive?", "fund-a26-universal"),
        ("Am I eligible to apply for an NPQ?", "pr-entry"),
        ("What does self funding mean, does the school pay?", "fund-who-pays-options"),
        ("Who has to sign off my application?", "ap-school-support"),
        ("I forgot which email I used. How do I log in to my NPQ account?", "ap-email"),
    ],
)
def test_given_a_question_of_a_kind_when_read_then_what_settles_it_goes_first(
    ask: Callable[..., Ask], message: str, first: str
) -> None:
    assert pinned_facts(ask(message))[0] == first


@pytest.mark.parametrize(
    "message",
    [
        "What changed in NPQH funding this year?",
        "What was new in NPQ funding in 2022?",
        "Can I defer because of workload?",
        "Can I register for the NPQ on my phone?",
        "How many times can I defer?",
        "Which NPQs are funded?",
        "Which NPQs are available from Ambition?",
        "How many words was the legacy NPQSL project?",
        "How many words is the NPQLL assessment?",
        "Do references count in the word limit?",
        "Can a cover supervisor apply?",
        "What is the wifi password at the venue?",
        "How do I sign in to my provider's learning platform?",
        "Which providers cover the cost of travel?",
        "When will I know which NPQ suits me?",
        "What funding is there for a new SENCO this year?",
        "How do I register my teacher reference number?",
        "I am due to finish in the spring. When is the assessment?",
        "Was there a spring 2025 intake?",
        "Can I change provider halfway through NPQSL?",
        "Does the review reduce the workload of leaders?",
        "Who agrees to a deferral?",
        "We want to start in spring 2027. Is the funding capped?",
        "What is the new name of NPQSL?",
        "Does the school get NPQ funding for me?",
        "How many hours a week is NPQSL?",
    ],
)
def test_given_a_narrower_question_when_read_then_nothing_goes_first_unfound(
    ask: Callable[..., Ask], message: str
) -> None:
    assert pinned_facts(ask(message)) == []
