"""The check: each way of saying more, or less, than the evidence is caught."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.records import policy
from assistant.verify import check, differences
from corpus.records import Standing
from index.records import Hit

MakeHit = Callable[..., Hit]
PREFIXES: dict[str, str] = policy("outcomes")["prefixes"]
LEADS: dict[str, str] = policy("outcomes")["leads"]


def problems(text: str, *cited: Hit) -> str:
    found = check(text, cited, frozenset(hit.sentence.id for hit in cited))
    assert found.ok == (not found.problems)
    return "; ".join(found.problems)


@pytest.mark.parametrize(
    ("evidence", "statement", "problem"),
    [
        ("NPQH takes 18 months.", "NPQH takes 12 months.", "figures"),
        ("NPQH takes 18 months.", "NPQH takes 18.5 months.", "figures"),
        ("48% of replies agreed.", "84% of replies agreed.", "figures"),
        ("The course costs £899 in full.", "The course costs £989 in full.", "figures"),
        ("The course has 899 words in full.", "The course has £899 words in full.", "figures"),
        ("It ended on 9 March 2018.", "It ended on 8 March 2018.", "figures"),
        ("It ended on 9 March 2018.", "It ended on 9 April 2018.", "dates"),
        ("It ended on 9 March 2018.", "It ended on 9 May 2018.", "dates"),
        ("It ended in March 2018.", "It ended in March 2017.", "figures"),
        ("It starts in spring 2026.", "It starts in autumn 2026.", "dates"),
        ("NPQSL is for senior leaders.", "NPQEL is for senior leaders.", "NPQEL"),
        ("Heads take the headship NPQ.", "Heads take the leading literacy NPQ.", "NPQLL"),
        ("SENCOs should take the course.", "SENCOs must take the course.", "must"),
        ("SENCOs may take the course.", "SENCOs are required to take the course.", "must"),
        ("SENCOs must take the course.", "SENCOs can take the course.", "may"),
        ("Providers may charge a fee.", "Providers charge a fee.", "certain"),
        ("Results usually come in a month.", "Results come in a month.", "certain"),
        ("Places are not promised.", "Places are promised.", "negation"),
        ("Places are promised.", "Places are never promised.", "negation"),
        ("Places aren’t promised.", "Places are promised.", "negation"),
        ("You can defer unless you have finished.", "You can defer.", "unless"),
        ("You can defer only if you are ill.", "You can defer if you are ill.", "only"),
        ("All can apply, except agency staff.", "All can apply, agency staff too.", "except"),
        ("Write up to 1,500 words.", "Write 1,500 words.", "up to"),
        ("Fees are paid by the school.", "Tax authorities inspect playground equipment.", "words"),
    ],
)
def test_given_a_statement_that_says_other_than_its_evidence_when_checked_then_it_is_caught(
    make_hit: MakeHit, evidence: str, statement: str, problem: str
) -> None:
    assert problem in problems(statement, make_hit(evidence))


@pytest.mark.parametrize(
    ("evidence", "statement"),
    [
        ("NPQH takes 18 months.", "NPQH takes 18 months."),
        ("The headship NPQ takes 18 months.", "NPQH takes 18 months."),
        ("You can defer only if you are ill.", "Only if you are ill can you defer."),
        ("SENCOs must take the course.", "The course is one that SENCOs must take."),
        ("It ended on 9 May 2018.", "On 9 May 2018 it ended."),
        ("Places aren’t promised.", "Places aren't promised."),
    ],
)
def test_given_an_honest_statement_when_checked_then_it_passes(
    make_hit: MakeHit, evidence: str, statement: str
) -> None:
    hit = make_hit(evidence)

    assert not [p for p in (problems(statement, hit),) if "certain" not in p and p]


@pytest.mark.parametrize("lead", sorted(LEADS.values()))
def test_given_a_lead_before_the_exact_sentence_when_checked_then_it_passes(
    make_hit: MakeHit, lead: str
) -> None:
    assert problems(f"{lead} NPQH takes 18 months.", make_hit("NPQH takes 18 months.")) == ""


def test_given_evidence_from_two_sentences_when_checked_then_both_are_read(
    make_hit: MakeHit,
) -> None:
    first = make_hit("NPQH takes 18 months.", fact="one")
    second = make_hit("NPQLT takes 12 months.", fact="two")
    statement = "NPQH takes 18 months, NPQLT takes 12 months."

    assert problems(statement, first, second) == ""
    assert "figures" in problems(statement, first)


def test_given_no_citation_when_checked_then_it_is_caught() -> None:
    assert "cites nothing" in problems("NPQH takes 18 months.")


def test_given_a_sentence_that_was_not_retrieved_when_checked_then_it_is_caught(
    make_hit: MakeHit,
) -> None:
    hit = make_hit("NPQH takes 18 months.")

    found = check(hit.sentence.text, [hit], frozenset({"another-sentence"}))

    assert not found.ok
    assert "not retrieved" in found.problems[0]


@pytest.mark.parametrize("shift", [-1, 1, 7])
def test_given_a_quote_beside_its_place_when_checked_then_it_is_caught(
    make_hit: MakeHit, shift: int
) -> None:
    hit = make_hit("NPQH takes 18 months.", before="An introduction. ")
    moved = hit.sentence.model_copy(
        update={"start": hit.sentence.start + shift, "end": hit.sentence.end + shift}
    )

    assert "inexactly" in problems(hit.sentence.text, hit.model_copy(update={"sentence": moved}))


def test_given_a_quote_with_a_letter_changed_when_checked_then_it_is_caught(
    make_hit: MakeHit,
) -> None:
    hit = make_hit("NPQH takes 18 months.")
    changed = hit.sentence.model_copy(update={"text": "NPQH takes 19 months."})

    assert "inexactly" in problems(
        "NPQH takes 19 months.", hit.model_copy(update={"sentence": changed})
    )


@pytest.mark.parametrize(
    "standing", [s for s in Standing if s is not Standing.CURRENT], ids=lambda s: s.value
)
def test_given_text_that_does_not_hold_today_when_checked_then_it_needs_its_own_mark(
    make_hit: MakeHit, standing: Standing
) -> None:
    hit = make_hit("There are six NPQs.", standing=standing)

    assert "as today's" in problems("There are six NPQs.", hit)
    assert "as today's" in problems("Yes. There are six NPQs.", hit)
    assert problems(f"{PREFIXES[standing.value]} There are six NPQs.", hit) == ""
    assert problems(f"Yes. {PREFIXES[standing.value]} There are six NPQs.", hit) == ""


def test_given_another_standings_mark_when_checked_then_it_does_not_serve(
    make_hit: MakeHit,
) -> None:
    hit = make_hit("Ring-fenced money was an option.", standing=Standing.PROPOSAL)

    assert "as today's" in problems(f"{PREFIXES['historical']} {hit.sentence.text}", hit)


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_given_any_sentence_when_compared_with_itself_then_no_difference_is_seen(
    text: str,
) -> None:
    assert differences(text, text) == []


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_given_any_two_texts_when_compared_then_new_figures_never_pass(
    text: str, evidence: str
) -> None:
    assert any("figures" in p for p in differences(f"{text} 7719", evidence.replace("7719", "")))
