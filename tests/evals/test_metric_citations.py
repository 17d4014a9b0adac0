"""Citation recall and precision as in ALCE, computed by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evals.metrics.citations import (
    citation_scores,
    citation_source_precision,
    cited_not_retrieved,
    evidence_of,
    quotes_not_verbatim,
    statements_of,
)
from evals.records import Behaviour, Cited, Generated, Retrieved, Said


class _Parts:
    """Supports a statement if the evidence holds each of its words."""

    label = "parts"

    def __call__(self, statement: str, *, evidence: Sequence[str]) -> bool:
        return set(statement.split()) <= {word for quote in evidence for word in quote.split()}


def _said(text: str, *citations: int) -> Said:
    return Said(text=text, citations=citations)


def test_given_statements_when_scored_then_recall_and_precision_are_as_by_hand() -> None:
    evidence = {1: ("a b",), 2: ("c",), 3: ("z",)}
    statements = [
        _said("a b", 1),  # supported; its citation is needed
        _said("a b c", 1, 2),  # only both together: both are needed
        _said("a", 1, 3),  # 1 is enough, 3 adds nothing
        _said("q", 2),  # not supported: its citation does not count
        _said("a"),  # no citation
    ]

    scores = citation_scores(statements, evidence=evidence, supports=_Parts())

    assert scores.recall == pytest.approx(3 / 5)
    assert scores.precision == pytest.approx(4 / 6)
    assert scores.missing == 1
    assert scores.unsupported == ("q", "a")


def test_given_no_statements_or_no_citations_when_scored_then_what_has_no_value_is_none() -> None:
    nothing = citation_scores([], evidence={}, supports=_Parts())
    uncited = citation_scores([_said("a")], evidence={}, supports=_Parts())

    assert nothing[:3] == (None, None, None)
    assert uncited[:3] == (0.0, None, 1)


def test_given_an_answer_without_statements_when_read_then_its_markers_are_the_citations() -> None:
    said = Generated(
        case_id="x",
        behaviour=Behaviour.ANSWER,
        answer="It takes 18 months. [1][2] It costs £1,885 [3]. Ask your provider.",
    )

    assert statements_of(said) == (
        _said("It takes 18 months.", 1, 2),
        _said("It costs £1,885.", 3),
        _said("Ask your provider."),
    )


def test_given_an_abstention_when_read_then_it_has_no_statements() -> None:
    said = Generated(case_id="x", behaviour=Behaviour.ABSTAIN, answer="I do not know. Ask DfE.")

    assert statements_of(said) == ()


def test_given_a_source_without_quotes_when_read_then_its_passages_are_the_evidence() -> None:
    said = Generated(
        case_id="x",
        behaviour=Behaviour.ANSWER,
        answer="A. [1]",
        sources=(Cited(number=1, document_id="p"), Cited(number=2, document_id="q", quotes=("Q",))),
        retrieved=("p#0", "q#0"),
    )
    passages = {
        "p#0": Retrieved(id="p#0", document_id="p", text="all of p"),
        "q#0": Retrieved(id="q#0", document_id="q", text="all of q"),
    }

    assert evidence_of(said, passages) == {1: ("all of p",), 2: ("Q",)}


def test_given_sources_when_compared_then_quotes_are_what_is_counted() -> None:
    sources = [
        Cited(number=1, document_id="p", quotes=("A", "B", "C")),
        Cited(number=2, document_id="q"),
    ]

    assert citation_source_precision(sources, expected=["p"]) == 0.75
    assert citation_source_precision(sources, expected=[]) is None
    assert citation_source_precision([], expected=["p"]) is None


def test_given_quotes_when_looked_up_then_each_must_stand_and_have_been_retrieved() -> None:
    sources = [Cited(number=1, document_id="p", quotes=("It’s £5.", "It's £5."))]
    retrieved = [Retrieved(id="p#0", document_id="p", text="## Fees\n\nIt’s   £5. More.")]

    assert cited_not_retrieved(sources, retrieved=retrieved) == ["It's £5."]
    assert cited_not_retrieved([Cited(number=2, document_id="q")], retrieved=retrieved) == ["q"]
    assert quotes_not_verbatim(sources, stands=lambda quote, page: "’" in quote) == ["It's £5."]
    assert quotes_not_verbatim([], stands=lambda quote, page: True) is None
