"""An edited letter against its sources: what moved is flagged, what only reads better is not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.desk.checking import check_letter, left_out
from assistant.desk.letter import write_letter
from assistant.desk.records import Item, Letter, Reading
from assistant.records import Outcome, Source, Statement
from corpus.records import Kind, Standing

FEES = "You may resubmit once within 8 working days, only if your provider agrees."
COST = "A specialist NPQ such as NPQLT costs £902 and starts in autumn 2026."
MUST = "A participant must attend at least 90% of the course."
PAST = "Fees were paid for all schools."


@pytest.fixture
def letter() -> Letter:
    """A letter of four invented statements, one of them no longer current."""
    texts = {FEES: "Yes. " + FEES, COST: COST, MUST: MUST, PAST: f"No longer current: {PAST}"}
    sources = tuple(
        Source(
            number=number,
            document_id="d",
            title="Invented",
            publisher="P",
            kind=Kind.GUIDANCE,
            status=Standing.CURRENT,
            url="https://example.org/a",
            updated="2026-05-18",
            section="S",
            passage=f"p{number}",
            quotes=(quote,),
            standings=(Standing.CURRENT,),
        )
        for number, quote in enumerate(texts, start=1)
    )
    items = [
        Item(
            question=f"question {number}?",
            standalone="q",
            outcome=Outcome.ANSWERED,
            statements=(Statement(text=text, citations=(number,)),),
        )
        for number, text in enumerate(texts.values(), start=1)
    ]
    items.append(
        Item(
            question="may I?",
            standalone="q",
            outcome=Outcome.NOT_IN_GUIDANCE,
            needs_input=True,
            gap="Ask your provider.",
        )
    )
    text = write_letter(items, sources, name="Jan", npqs=(), tone="plain")
    return Letter(
        reading=Reading(),
        items=tuple(items),
        sources=sources,
        tone="plain",
        masked=text,
        letter=text,
        personal={},
        as_of=date(2026, 11, 22),
    )


def test_given_the_draft_itself_when_checked_then_nothing_is_flagged(letter: Letter) -> None:
    assert check_letter(letter.letter, letter) == ()
    assert left_out(letter.letter, letter) == ()


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("8 working days", "10 working days", "figures that the evidence lacks: 10"),
        ("You may resubmit", "You will resubmit", "more certain than the evidence"),
        ("You may resubmit", "You may not resubmit", "differs in negation"),
        (", only if your provider agrees", "", "leaves out a condition"),
        ("£902", "£920", "figures that the evidence lacks: £920"),
        ("NPQLT", "NPQSL", "names NPQSL"),
        ("autumn 2026", "spring 2026", "dates that the evidence lacks: spring"),
        ("must attend", "can attend", "says may where the evidence says must"),
        ("90%", "80%", "figures that the evidence lacks: 80%"),
        ("Yes. You may", "No. You may", "no longer begins with “Yes.”"),
        ("No longer current: Fees", "Fees", "no longer begins with “No longer current:”"),
    ],
)
def test_given_a_fact_that_moved_when_checked_then_its_sentence_is_flagged(
    letter: Letter, was: str, becomes: str, problem: str
) -> None:
    assert was in letter.letter

    flags = check_letter(letter.letter.replace(was, becomes), letter)

    assert len(flags) == 1
    assert problem in "; ".join(flags[0].problems)
    assert flags[0].evidence


@pytest.mark.parametrize(
    "added",
    [
        "You will be told within 14 days.",
        "NPQH is free.",
        "The deadline is 3 March.",
        "You cannot appeal.",
    ],
)
def test_given_a_fact_without_source_when_added_then_it_is_flagged(
    letter: Letter, added: str
) -> None:
    flags = check_letter(letter.letter.replace("Sources", f"{added}\n\nSources", 1), letter)

    assert [flag.sentence for flag in flags] == [added]
    assert flags[0].problems == ("has no source in the draft",)


@pytest.mark.parametrize(
    "added",
    [
        "Please do not hesitate to get in touch.",
        "We hope this is of use.",
        "It was good to hear from you.",
        "I am sorry that you did not get an answer sooner.",
    ],
)
def test_given_plain_courtesy_when_added_then_it_is_not_flagged(letter: Letter, added: str) -> None:
    assert check_letter(letter.letter.replace("Sources", f"{added}\n\nSources", 1), letter) == ()


def test_given_a_statement_taken_out_when_checked_then_it_is_told_as_left_out(
    letter: Letter,
) -> None:
    assert left_out(letter.letter.replace(MUST, ""), letter) == (MUST,)


def test_given_a_cited_sentence_of_ones_own_when_checked_then_its_source_is_the_measure(
    letter: Letter,
) -> None:
    own = "So attend at least 95% of it, as it is a must. [3]"

    flags = check_letter(letter.letter.replace("Sources", f"{own}\n\nSources", 1), letter)

    assert len(flags) == 1
    assert "95%" in flags[0].problems[0]
    assert flags[0].evidence == MUST
