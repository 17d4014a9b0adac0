"""Retrieval over the real corpus with the real model: the right fact, however it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from tiny_library import page, quiet

from corpus.library import Library, shipped_pages
from corpus.records import Standing
from corpus.settings import Settings
from index.builds import build_index
from index.embedding import MiniLM
from index.npqs import find_npqs
from index.opened import IndexHandle, OpenIndex
from index.records import Hit, Query
from index.retrieval import GuidanceRetriever, hit_for_fact, search
from index.terms import find_intakes, find_years

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM(threads=2)


@pytest.fixture(scope="module")
def index(built_index_dir: Path, model: MiniLM) -> Iterator[OpenIndex]:
    opened = IndexHandle(built_index_dir, model).get()
    yield opened
    opened.close()


def query(text: str, *, past: bool = False) -> Query:
    return Query(
        text=text,
        npqs=find_npqs(text),
        years=find_years(text),
        intakes=find_intakes(text),
        about_past=past,
        as_of=TODAY,
    )


def found(index: OpenIndex, text: str, *, past: bool = False) -> list[Hit]:
    return list(search(index, query(text, past=past)).hits)


def best(index: OpenIndex, text: str, *, count: int = 3, past: bool = False) -> list[str]:
    return [hit.claim for hit in found(index, text, past=past)[:count]]


@pytest.mark.parametrize(
    ("fact", "wordings"),
    [
        ("ltd-length", ["{} - how many months is it?", "Duration of {}", "How long is {}?"]),
        ("lbc-length", ["How many months is {}?", "Length of {}"]),
        ("lpm-who", ["Who is {} meant for?", "Is {} meant for people who lead maths?"]),
        ("ehco-what", ["What sort of support does {} give a new head?"]),
        ("senco-mandatory", ["Since when is the {} course mandatory?"]),
    ],
)
def test_given_a_code_a_short_form_or_a_name_when_asked_then_the_same_claim_is_found(
    index: OpenIndex, fact: str, wordings: list[str]
) -> None:
    forms = {
        "ltd": ["NPQLTD", "LTD", "npq ltd", "leading teacher development"],
        "lbc": ["NPQLBC", "LBC", "leading behaviour and culture"],
        "lpm": ["NPQLPM", "LPM", "leading primary maths", "leading primary mathematics"],
        "ehco": ["EHCO", "early headship coaching", "the early headship coaching offer"],
        "senco": ["NPQSENCO", "SENCO NPQ", "SENDCo NPQ"],
    }[fact.split("-")[0]]
    for wording in wordings:
        for form in forms:
            assert fact in best(index, wording.format(form), count=5), wording.format(form)


def test_given_a_name_that_is_no_longer_used_when_asked_then_its_change_is_found(
    index: OpenIndex,
) -> None:
    assert "ehco-rename" in best(index, "What sort of support does ASO give a new head?")


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("how long is leeding behavour and cultur", "lbc-length"),
        ("wat is erly hedship coaching", "ehco-what"),
        ("lenght of leading teecher developement", "ltd-length"),
        ("who is leading primery mathmatics meant for", "lpm-who"),
    ],
)
def test_given_misspelt_words_when_corrected_and_asked_then_the_claim_is_found(
    index: OpenIndex, typed: str, fact: str
) -> None:
    assert fact in best(index, index.speller.correct(typed))


@pytest.mark.parametrize(
    ("intake", "fact"),
    [
        ("autumn 2024", "fund-a24-universal"),
        ("spring 2025", "fund-s25-universal"),
        ("autumn 2025", "fund-a25-universal"),
    ],
)
def test_given_a_past_intake_when_asked_then_its_own_rule_is_found_and_told_as_old(
    index: OpenIndex, intake: str, fact: str
) -> None:
    hits = found(index, f"Which NPQs had funding in {intake} whatever the school?", past=True)
    place = [hit.claim for hit in hits].index(fact)

    assert place < 3
    assert hits[place].standing is Standing.SUPERSEDED
    assert intake in hits[place].sentence.text.lower()


def test_given_the_present_when_asked_then_this_years_rule_comes_before_those_of_other_years(
    index: OpenIndex,
) -> None:
    claims = best(index, "Which NPQs are funded for every state school now?", count=200)

    for old in ("fund-a24-universal", "fund-s25-universal", "fund-a25-universal"):
        assert old not in claims or claims.index("fund-a26-universal") < claims.index(old)


@pytest.mark.parametrize(
    "text", ["How long is NPQLBC?", "qqq zzz", "x", "?", "Pay £1,200 in 2024/25?", "word " * 800]
)
def test_given_any_question_when_searched_then_claims_are_ranked_and_told_once(
    index: OpenIndex, text: str
) -> None:
    result = search(index, query(text))

    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.claim for hit in result.hits}) == len(result.hits)
    for hit in result.hits:
        assert hit.sentence.evidence
        assert hit.sentence in hit.passage.sentences
        assert hit.passage.text[hit.sentence.start : hit.sentence.end] == hit.sentence.text
    near = [signpost.similarity for signpost in result.signposts]
    assert near == sorted(near, reverse=True)


def test_given_the_same_question_when_searched_again_then_the_result_is_the_same(
    index: OpenIndex,
) -> None:
    once, again = (search(index, query("Who pays for supply cover?")) for _ in range(2))

    assert once == again


def test_given_a_fact_when_looked_up_by_id_then_a_page_that_tells_it_is_given(
    index: OpenIndex,
) -> None:
    hit = hit_for_fact(index, "lbc-length", query("anything"))

    assert hit is not None
    assert "lbc-length" in {fact.id for fact in hit.sentence.facts}
    assert hit_for_fact(index, "no-such-fact", query("anything")) is None


def test_given_langchain_when_the_retriever_is_invoked_then_passages_come_with_their_source(
    index: OpenIndex,
) -> None:
    retriever = GuidanceRetriever(index=index, as_of=TODAY, k=4)
    assert isinstance(retriever, BaseRetriever)

    documents = retriever.invoke("How long is leading behaviour and culture?")

    assert len(documents) == 4
    assert len({document.id for document in documents}) == 4
    shipped = {each.id for each in shipped_pages()}
    for document in documents:
        assert isinstance(document, LangChainDocument)
        assert document.metadata["document_id"] in shipped
        assert document.metadata["title"]
        assert document.metadata["standing"] in set(Standing)
        assert document.metadata["sentence"] in document.page_content
    assert "12 months" in documents[0].page_content
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)


def test_given_an_added_document_without_predicted_questions_when_asked_then_it_is_found_first(
    own_index: Settings, model: MiniLM
) -> None:
    added = page(
        "added-elm-house",
        ("Evening group", "The evening group for NPQLBC meets on Tuesdays at Elm House."),
        ("Parking", "Bicycles can be left behind the greenhouse, next to Mr Okafor's office."),
        added=True,
        publisher="Elm House",
    )
    library = Library([*shipped_pages(), added])
    report = build_index(library, own_index.index_dir, model, progress=quiet)
    assert (report.added, report.changed, report.deleted) == (2, 0, 0)
    index = IndexHandle(own_index.index_dir, model).get()

    group = found(index, "Where does the leading behaviour evening group meet?")[0]
    bicycle = found(index, "Where can bicycles be left?")[0]
    index.close()

    assert group.sentence.text == "The evening group for NPQLBC meets on Tuesdays at Elm House."
    assert group.passage.added
    assert bicycle.sentence.text.startswith("Bicycles can be left")


def test_given_what_is_told_before_a_question_when_searched_then_it_counts_half(
    index: OpenIndex,
) -> None:
    bare = query("Which ones could be paid for?")
    said = f"I teach in a hospital school. {bare.text}"
    around = bare.model_copy(update={"also": said})
    told = bare.model_copy(update={"text": said})

    alone, joined, whole = (
        {hit.claim: hit.score for hit in search(index, each).hits} for each in (bare, around, told)
    )

    assert joined.keys() == alone.keys() | whole.keys()
    for claim in alone.keys() & whole.keys():
        assert joined[claim] == pytest.approx((alone[claim] + whole[claim]) / 2)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How long does NPQLL take?", "dur-specialist"),
        ("how many words is the leading literacy case study", "as-words-spec"),
        ("How long does NPQH take?", "h-length"),
        ("Is NPQLT mandatory?", "suite-voluntary"),
        ("Can I resit NPQEL if I fail?", "as-second-chance"),
    ],
)
def test_given_one_npq_when_its_group_or_all_have_the_rule_then_it_is_found_first(
    index: OpenIndex, question: str, fact: str
) -> None:
    best = search(index, query(question)).hits[:2]

    assert any(fact == each.id for hit in best for each in hit.sentence.facts)
