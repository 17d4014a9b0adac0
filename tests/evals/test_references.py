"""What scoring needs of the corpus agrees with what the product reads of it."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.library import shipped_pages
from corpus.records import Standing
from evals.records import AttachedDocument, Case
from evals.references import References, build_references
from index.passages import passages_of
from index.standing import standing_on


@pytest.fixture(scope="module")
def references() -> References:
    return build_references([])


def test_given_a_fact_when_its_gold_is_asked_for_then_every_page_that_tells_it_counts(
    references: References,
) -> None:
    case = Case.model_validate(
        {"id": "x", "question": "?", "fact_ids": ["count-10"], "reference_contexts": ["Ten."]}
    )

    gold = references.gold(case)

    assert gold["context-1"] == ("Ten.",)
    assert set(gold["count-10"]) == {
        sentence.text
        for document in shipped_pages()
        for passage in passages_of(document)
        for sentence in passage.sentences
        if any(fact.id == "count-10" for fact in sentence.facts)
    }


@pytest.mark.parametrize("day", [date(2018, 1, 1), date(2022, 6, 1), date(2026, 11, 22)])
def test_given_any_day_when_standings_are_taken_then_they_are_those_of_the_index(
    references: References, day: date
) -> None:
    from corpus.records import Fact

    facts = {
        name: Fact(id=name, as_of=f.as_of, status=f.status, superseded_by=f.superseded_by)
        for name, f in references.facts.items()
    }
    outdated = references.outdated(day)
    current, old = set(), set()
    for document in shipped_pages():
        for passage in passages_of(document):
            for sentence in passage.sentences:
                known = sentence.model_copy(
                    update={"facts": tuple(facts.get(f.id, f) for f in sentence.facts)}
                )
                if sentence.evidence:
                    standing = standing_on(known, passage, facts, day)
                    (current if standing is Standing.CURRENT else old).add(sentence.text)

    assert set(outdated) == old - current


def test_given_no_day_when_standings_are_taken_then_they_are_those_of_today(
    references: References,
) -> None:
    assert references.outdated() == references.outdated(date(2100, 1, 1))


def test_given_a_quote_when_looked_up_then_it_must_stand_on_its_page(
    references: References,
) -> None:
    page = references.pages["govuk-funding-2026"]
    quote = page.sentences[0].text

    assert references.has_verbatim(quote, page="govuk-funding-2026")
    assert not references.has_verbatim(quote + "!", page="govuk-funding-2026")
    assert not references.has_verbatim(quote, page="masters")
    assert references.has_verbatim(quote, page="an-id-of-another-system")


def test_given_a_document_with_a_case_when_built_then_its_quotes_can_be_checked() -> None:
    attached = AttachedDocument(title="A letter", text="Pay £5 by Friday.")
    references = build_references([Case(id="x", question="?", documents=(attached,))])

    assert references.has_verbatim("Pay £5 by Friday.", page="a-letter")


def test_given_references_when_written_and_read_then_nothing_is_lost(
    references: References,
) -> None:
    again = References.model_validate_json(references.model_dump_json())

    assert again.model_dump() == references.model_dump()
    assert again.outdated() == references.outdated()
