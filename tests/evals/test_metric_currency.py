"""What is not current must say so."""

from __future__ import annotations

import pytest

from corpus.records import Standing
from evals.metrics.currency import (
    change_told,
    marked_as_past,
    notice_is_due,
    superseded_as_current,
)
from evals.records import Said

OLD = {
    "There are six NPQs.": Standing.SUPERSEDED,
    "The hub offers coaching in 2023.": Standing.HISTORICAL,
}


def _wrong(text: str, *quotes: str) -> list[str]:
    said = Said(text=text, citations=(1,))
    return superseded_as_current([said], evidence={1: quotes}, outdated=OLD, year=2026)


def test_given_an_old_sentence_when_told_as_it_stands_then_it_is_counted() -> None:
    assert _wrong("Yes. There are six NPQs.") == ["Yes. There are six NPQs."]
    assert _wrong("There are ten NPQs.\nThere are six NPQs.") == ["There are six NPQs."]


def test_given_an_old_sentence_when_marked_then_it_is_not_counted() -> None:
    assert _wrong("No longer current: There are six NPQs.") == []
    assert _wrong("Yes. No longer current: There are six NPQs.", "There are six NPQs.") == []
    assert _wrong("There are ten NPQs.") == []


def test_given_a_mark_in_another_sentence_when_told_then_it_does_not_count() -> None:
    assert _wrong("It was so. There are six NPQs.") == ["There are six NPQs."]


def test_given_only_old_quotes_when_told_in_other_words_then_it_is_counted() -> None:
    assert _wrong("The number of NPQs is six.", "There are six NPQs.") != []
    assert _wrong("The number of NPQs was six.", "There are six NPQs.") == []
    assert _wrong("The number is six.", "There are six NPQs.", "A current sentence.") == []


def test_given_history_when_its_year_is_named_then_that_marks_it_but_not_a_replaced_fact() -> None:
    assert marked_as_past("The hub offers coaching in 2023.", Standing.HISTORICAL, year=2026)
    assert not marked_as_past("The hub offers coaching in 2023.", Standing.HISTORICAL, year=2023)
    assert not marked_as_past("There are six NPQs in 2023.", Standing.SUPERSEDED, year=2026)


@pytest.mark.parametrize(
    ("tags", "replaced", "current", "due"),
    [
        (["outdated-premise"], 1, 0, True),
        ([], 1, 1, True),
        ([], 1, 0, False),
        (["outdated-premise"], 0, 2, False),
    ],
)
def test_given_a_case_when_a_fact_was_replaced_then_a_notice_is_due_or_not(
    tags: list[str], replaced: int, current: int, due: bool
) -> None:
    assert notice_is_due(tags=tags, replaced=replaced, current=current) is due


def test_given_an_answer_when_it_tells_the_change_then_it_is_found() -> None:
    old = ["Before 2021 the NPQH lasted eighteen months."]
    tell = change_told

    assert tell(notices=["This has changed."], statements=[], replaced=old)
    assert tell(notices=[], statements=[Said(text="There are no longer six.")], replaced=old)
    assert tell(
        notices=[],
        statements=[Said(text="The NPQH was eighteen months before 2021.")],
        replaced=old,
    )
    assert not tell(notices=[], statements=[Said(text="The fee was paid.")], replaced=old)
    assert not tell(notices=["I read your question as: x"], statements=[], replaced=old)
