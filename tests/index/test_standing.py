"""Standing: what held on the day that is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from tiny_library import page

from corpus.library import read_jsonl, shipped_pages
from corpus.records import Fact, Kind, Standing
from index.passages import passages_of
from index.records import Passage, Sentence
from index.standing import standing_on

CURRENT, SUPERSEDED = Standing.CURRENT, Standing.SUPERSEDED
# The price of tea: 1 pound from 2021, 2 pounds from June 2022, 3 pounds from 5 March 2024.
FACTS = {
    fact.id: fact
    for fact in (
        Fact(id="one", as_of="2021", status=SUPERSEDED, superseded_by="two"),
        Fact(id="two", as_of="2022-06", status=SUPERSEDED, superseded_by="three"),
        Fact(id="three", as_of="2024-03-05", status=CURRENT),
        Fact(id="plan", as_of="2021", status=Standing.PROPOSAL, superseded_by="three"),
        Fact(id="opened", as_of="1999", status=Standing.HISTORICAL),
        Fact(id="lost", as_of="2021", status=SUPERSEDED, superseded_by="not-told-anywhere"),
    )
}


def passage(**changes: object) -> Passage:
    return passages_of(page("oak-college", ("Tea", "Tea is hot."), **changes))[0]


def standing(day: date, *fact_ids: str) -> Standing:
    sentence = Sentence(
        id="oak-college#0.0", text="Tea is hot.", start=0, end=11,
        facts=tuple(FACTS[each] for each in fact_ids),
    )  # fmt: skip
    return standing_on(sentence, passage(), FACTS, day)


@pytest.mark.parametrize(
    ("day", "one", "two"),
    [
        (date(2021, 9, 1), CURRENT, None),
        (date(2022, 5, 31), CURRENT, None),
        (date(2022, 6, 1), SUPERSEDED, CURRENT),
        (date(2024, 3, 4), SUPERSEDED, CURRENT),
        (date(2024, 3, 5), SUPERSEDED, SUPERSEDED),
        (date(2026, 11, 22), SUPERSEDED, SUPERSEDED),
    ],
)
def test_given_a_chain_of_prices_when_asked_on_a_day_then_each_held_until_the_next(
    day: date, one: Standing, two: Standing | None
) -> None:
    assert standing(day, "one") is one
    if two is not None:
        assert standing(day, "two") is two


def test_given_the_last_of_a_chain_when_asked_today_then_it_is_current() -> None:
    assert standing(date(2026, 11, 22), "three") is CURRENT


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2022, 1, 1), date(2026, 1, 1)])
def test_given_a_proposal_when_asked_on_any_day_then_it_is_never_current(day: date) -> None:
    assert standing(day, "plan") is Standing.PROPOSAL


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2026, 1, 1)])
def test_given_an_event_long_past_when_asked_on_any_day_then_it_is_historical(day: date) -> None:
    assert standing(day, "opened") is Standing.HISTORICAL


def test_given_a_successor_that_is_not_told_when_asked_then_the_old_figure_is_not_current() -> None:
    assert standing(date(2026, 1, 1), "lost") is SUPERSEDED


def test_given_a_sentence_of_several_facts_when_one_is_old_then_the_sentence_is_old() -> None:
    today = date(2026, 11, 22)

    assert standing(today, "three", "two") is SUPERSEDED
    assert standing(today, "two", "three", "plan") is Standing.PROPOSAL


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, CURRENT),
        ({"status": "superseded"}, SUPERSEDED),
        ({"status": "closed"}, Standing.HISTORICAL),
        ({"status": "closed", "kind": "consultation"}, Standing.PROPOSAL),
        ({"status": "current", "kind": "consultation"}, Standing.PROPOSAL),
    ],
)
def test_given_a_page_without_facts_when_asked_then_the_page_lends_its_standing(
    changes: dict[str, object], expected: Standing
) -> None:
    given = passage(**changes)

    assert standing_on(given.sentences[0], given, {}, date(2026, 11, 22)) is expected


def test_given_the_shipped_facts_when_followed_then_each_chain_goes_forward_in_time() -> None:
    facts = {fact["id"]: fact for fact in read_jsonl("facts.jsonl")}
    for start in facts:
        seen = [start]
        while (following := facts[seen[-1]]["superseded_by"]) is not None:
            assert following not in seen, f"{start} comes back to itself"
            old, new = str(facts[seen[-1]]["as_of"]), str(facts[following]["as_of"])
            known = min(len(old), len(new))  # a year says nothing of the month
            assert new[:known] >= old[:known], f"{following} is older than {seen[-1]}"
            seen.append(following)


def test_given_the_shipped_pages_when_asked_today_then_nothing_replaced_is_current() -> None:
    pages = list(shipped_pages())
    facts = {fact.id: fact for each in pages for fact in each.facts}
    for each in pages:
        for found in passages_of(each):
            for sentence in found.sentences:
                now = standing_on(sentence, found, facts, date(2026, 11, 22))
                if any(fact.superseded_by for fact in sentence.facts):
                    assert now is not CURRENT, sentence.text
                if each.kind is Kind.CONSULTATION and not sentence.facts:
                    assert now is Standing.PROPOSAL, sentence.text
