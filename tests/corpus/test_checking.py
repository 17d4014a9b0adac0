"""Checking: every way in which pages, facts and sources can differ is told in one line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus.checking import CheckReport, check
from corpus.library import Library, read_jsonl, shipped_pages
from corpus.records import Document
from corpus.settings import PACKAGE_ROOT

TEXT = (
    "# Cost\n\nA page about cost. <!-- intro -->\n\nNPQH costs £1,000, or 20% less. <!-- cost -->"
)


def page(**changes: Any) -> Document:
    values = {
        "id": "page-one",
        "title": "Costs",
        "publisher": "A college",
        "kind": "guidance",
        "status": "current",
        "updated": "2024-05",
        "facts": [{"id": "cost", "as_of": "2024", "status": "current"}],
        "text": TEXT,
        **changes,
    }
    return Document.model_validate(values)


def fact(**changes: Any) -> dict[str, Any]:
    return {
        "id": "cost",
        "statement": "NPQH costs £1,000, or 20% less for some.",
        "source_ids": ["page-one"],
        "as_of": "2024",
        "status": "current",
        "superseded_by": None,
        **changes,
    }


def source(**changes: Any) -> dict[str, Any]:
    return {
        "id": "page-one",
        "title": "Costs",
        "publisher": "A college",
        "kind": "guidance",
        "url": None,
        "published": None,
        "last_updated": "2024-05",
        "status": "current",
        **changes,
    }


def checked(
    *pages: Document,
    facts: list[dict[str, Any]] | None = None,
    sources: list[dict[str, Any]] | None = None,
) -> CheckReport:
    return check(
        Library(pages or [page()]),
        facts=[fact()] if facts is None else facts,
        sources=[source()] if sources is None else sources,
    )


def test_given_pages_that_agree_when_checked_then_nothing_is_wrong() -> None:
    report = checked(facts=[fact(), fact(id="other")])

    assert report.problems == []
    assert report.untold == ["other"]
    assert (report.pages, report.told) == (1, 1)


def test_given_the_shipped_pages_when_checked_then_nothing_is_wrong() -> None:
    sources = json.loads((PACKAGE_ROOT / "sources.json").read_text(encoding="utf-8"))

    report = check(Library(shipped_pages()), facts=read_jsonl("facts.jsonl"), sources=sources)

    assert report.problems == []
    assert report.untold == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"facts": []}, "page-one, line 5: the fact cost is not in the front matter"),
        ({"text": "# Cost\n\nIntro. <!-- intro -->"}, "front matter: no line tells the fact cost"),
        ({"text": TEXT + "\n\nMore."}, "line 7: no comment"),
        ({"text": TEXT + "\n\n# cost"}, "line 7: the heading 'cost' stands on line 1"),
        ({"text": TEXT.replace("£1,000", "1,000")}, "the fact cost lost £1000"),
        ({"text": TEXT.replace("20%", "20")}, "the fact cost lost 20%"),
        ({"text": TEXT.replace("1,000", "10,000")}, "the fact cost lost £1000"),
        ({"text": TEXT.replace("NPQH", "NPQ")}, "the fact cost lost NPQH"),
        ({"text": TEXT.replace("-- cost", "-- cost, unknown")}, "facts.jsonl has no fact unknown"),
        ({"title": "Other"}, "title is 'Other', but sources.json says 'Costs'"),
        ({"publisher": "Other"}, "publisher is"),
        ({"kind": "news"}, "kind is"),
        ({"url": "https://a.example"}, "url is"),
        ({"published": "2020"}, "published is"),
        ({"updated": "2025"}, "updated is"),
        ({"status": "closed"}, "status is"),
        ({"superseded_by": "nothing"}, "superseded_by names no document: nothing"),
        ({"id": "page-two"}, "page-two, front matter: sources.json has no source"),
        ({"id": "page-two"}, "sources.json, page-one: there is no page"),
        (
            {"facts": [{"id": "cost", "as_of": "2023", "status": "current"}]},
            "as_of of the fact cost is '2023', but facts.jsonl says '2024'",
        ),
        (
            {"facts": [{"id": "cost", "as_of": "2024", "status": "closed"}]},
            "status of the fact cost",
        ),
        ({"facts": [{"id": "cost", "as_of": "2024", "status": "current"}] * 2}, "more than once"),
    ],
)
def test_given_a_page_that_differs_when_checked_then_the_place_is_told(
    changes: dict[str, Any], problem: str
) -> None:
    found = checked(page(**changes)).problems

    assert any(problem in line for line in found), found
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"source_ids": ["other"]}, "line 5: the fact cost does not name this page"),
        ({"superseded_by": "nothing"}, "facts.jsonl, cost: superseded_by names no fact: nothing"),
        ({"superseded_by": "cost"}, "superseded_by of the fact cost is None"),
    ],
)
def test_given_facts_that_differ_when_checked_then_the_place_is_told(
    changes: dict[str, Any], problem: str
) -> None:
    found = checked(facts=[fact(**changes)]).problems

    assert any(problem in line for line in found), found


def test_given_a_fact_in_two_lines_when_checked_then_a_number_in_either_counts() -> None:
    text = "NPQH costs £1,000. <!-- cost -->\nIt is 20% less for some. <!-- cost -->"

    assert checked(page(text=text)).problems == []


def test_given_an_added_document_when_checked_then_it_is_no_business_of_ours() -> None:
    added = page(id="added-x", added=True, text="No comments here.", facts=[])

    assert checked(page(), added).problems == []
