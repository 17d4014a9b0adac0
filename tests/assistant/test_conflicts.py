"""Pages that hold today and give other figures for the same thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant import conflicts
from corpus.records import Standing
from index.records import Hit

MakeHit = Callable[..., Hit]


@pytest.fixture
def added(make_hit: MakeHit) -> MakeHit:
    """A sentence of a page that the deployment added."""

    def make(text: str, **changes: object) -> Hit:
        hit = make_hit(text, **{"fact": text, **changes})
        return hit.model_copy(update={"passage": hit.passage.model_copy(update={"added": True})})

    return make


def test_given_two_prices_of_one_npq_when_shown_then_they_conflict(make_hit: MakeHit) -> None:
    shown = [
        make_hit("NPQH costs £900 at a hub.", fact="one"),
        make_hit("NPQH costs £950 at another hub.", fact="two"),
    ]

    assert conflicts.among(shown)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("NPQH costs £900.", "NPQEL costs £950."),
        ("NPQH costs £900, or £800 for members.", "NPQH lasts 18 months."),
        ("NPQH costs £900.", "NPQH costs £900 plus VAT."),
    ],
    ids=["another NPQ", "two prices in one sentence", "the same price"],
)
def test_given_prices_that_agree_when_shown_then_there_is_no_conflict(
    make_hit: MakeHit, first: str, second: str
) -> None:
    assert not conflicts.among([make_hit(first, fact="one"), make_hit(second, fact="two")])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("NPQH takes 18 months.", "The headship NPQ takes 24 months."),
        ("Specialist NPQs take 12 months of study.", "NPQLT takes 15 months."),
        ("NPQSL has a case study of 2,000 words.", "The NPQSL case study has up to 3,000 words."),
        ("EHCO is funded for heads in their first 5 years.", "EHCO is funded for 3 years."),
    ],
)
def test_given_an_added_page_with_another_figure_when_answered_then_ours_is_told_beside_it(
    make_hit: MakeHit, added: MakeHit, ours: str, theirs: str
) -> None:
    here, there = make_hit(ours, fact="ours"), added(theirs)

    assert conflicts.beside([there], [there, here]) is here
    assert conflicts.beside([here], [here, there]) is there


@pytest.mark.parametrize(
    ("ours", "theirs", "standing"),
    [
        ("NPQH takes 18 months.", "NPQH takes 24 months.", Standing.HISTORICAL),
        ("NPQH takes 18 months.", "NPQEL takes 24 months.", Standing.CURRENT),
        ("NPQH takes 18 months.", "NPQH takes a year and a half.", Standing.CURRENT),
        ("NPQH takes 18 months.", "Pay for NPQH within 2 months of the start.", Standing.CURRENT),
        ("Hubs answer within 10 working days.", "We answer in 2 working days.", Standing.CURRENT),
    ],
    ids=["old", "another NPQ", "the same", "another thing", "no NPQ"],
)
def test_given_pages_that_do_not_speak_against_each_other_when_answered_then_nothing_is_told(
    make_hit: MakeHit, added: MakeHit, ours: str, theirs: str, standing: Standing
) -> None:
    here, there = make_hit(ours, fact="ours", standing=standing), added(theirs)

    assert conflicts.beside([there], [there, here]) is None


def test_given_two_of_our_own_pages_when_answered_then_no_figure_is_held_against_the_other(
    make_hit: MakeHit,
) -> None:
    first, second = (make_hit(f"NPQH takes {n} months.", fact=f"f{n}") for n in (18, 24))

    assert conflicts.beside([first], [first, second]) is None
