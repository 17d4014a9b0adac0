"""Judging an answer, on examples worked out by hand."""

from __future__ import annotations

from datetime import date

from assistant.records import Answer, Outcome, Source, Statement
from corpus.records import Kind, Standing
from evals.judging import Case, holds, judge

PAGES = {"ltd-length": ["seed000"], "as-90": ["hub-faqs", "cefel"]}


def _answer(text: str, outcome: Outcome, *pages: str) -> Answer:
    sources = tuple(
        Source(
            number=number,
            document_id=page,
            title="A page",
            publisher="A publisher",
            kind=Kind.GUIDANCE,
            status=Standing.CURRENT,
            url=None,
            updated=None,
            section="A section",
            passage=f"{page}#0",
            quotes=(text,),
            standings=(Standing.CURRENT,),
        )
        for number, page in enumerate(pages, start=1)
    )
    return Answer(
        question="?",
        standalone_question="?",
        outcome=outcome,
        answer=text,
        statements=(Statement(text=text, citations=(1,)),) if pages else (),
        sources=sources,
        as_of=date(2026, 11, 22),
        fact_ids=("ltd-length",) if pages else (),
    )


def test_given_a_short_wording_when_looked_for_then_it_must_be_a_whole_word() -> None:
    assert holds("No. It is not.", "no")
    assert not holds("It is not known.", "no")
    assert holds("The fee is £1,885.", "£1,885")
    assert holds("The Teachers’ Standards apply", "Teachers' Standards")


def test_given_a_right_answer_when_judged_then_words_facts_and_quotes_count() -> None:
    case = Case(
        id="X1",
        question="How long?",
        must_include=(("12 months", "one year"),),
        fact_ids=("ltd-length",),
    )

    judged = judge(case, _answer("It takes 12 months.", Outcome.ANSWERED, "seed000", "tdt"), PAGES)

    assert judged.right is True
    assert judged.facts_told == 1.0
    assert (judged.quotes, judged.quotes_on_source) == (2, 1)


def test_given_a_forbidden_wording_when_judged_then_the_answer_is_wrong() -> None:
    case = Case(
        id="X2",
        question="How long?",
        must_include=(("months",),),
        must_not_include=("takes 18 months",),
        fact_ids=("ltd-length",),
    )

    judged = judge(case, _answer("It takes 18 months.", Outcome.ANSWERED, "seed000"), PAGES)

    assert judged.right is False
    assert judged.forbidden == ("takes 18 months",)


def test_given_an_answer_where_none_is_due_when_judged_then_behaviour_is_wrong() -> None:
    case = Case(id="X3", question="What will I earn?", expected="abstain")

    answered = judge(case, _answer("A lot.", Outcome.ANSWERED, "seed000"), PAGES)
    declined = judge(case, _answer("Outside.", Outcome.OUT_OF_SCOPE), PAGES)

    assert answered.right is False
    assert declined.right is True


def test_given_no_wording_to_judge_by_when_judged_then_right_is_unknown() -> None:
    case = Case(id="X4", question="How long?", fact_ids=("ltd-length",))

    assert judge(case, _answer("12 months.", Outcome.ANSWERED, "seed000"), PAGES).right is None
