"""An email that comes twice is told, whoever pasted it, so that nobody answers it twice."""

from __future__ import annotations

import pytest
from desk_people import AMIRA, BEN, ENQUIRY, NOBODY, new_desk

from assistant.desk.service import ReplyDesk
from assistant.store.engine import Store
from corpus.errors import NotAllowed


@pytest.fixture
def desk(store: Store) -> ReplyDesk:
    return new_desk(store)


def test_given_a_text_that_two_people_pasted_when_one_is_opened_then_the_other_is_named(
    desk: ReplyDesk,
) -> None:
    first, second = desk.paste(AMIRA, ENQUIRY), desk.paste(BEN, ENQUIRY)

    assert [other.id for other in desk.same_text(BEN, second.id)] == [first.id]
    assert [other.id for other in desk.same_text(AMIRA, first.id)] == [second.id]


def test_given_a_text_that_differs_by_a_word_when_it_is_opened_then_no_other_is_named(
    desk: ReplyDesk,
) -> None:
    desk.paste(AMIRA, ENQUIRY)
    changed = ENQUIRY.model_copy(update={"original": f"{ENQUIRY.original} Thanks"})

    assert desk.same_text(AMIRA, desk.paste(AMIRA, changed).id) == ()


def test_given_somebody_with_no_role_when_they_ask_then_they_are_refused(desk: ReplyDesk) -> None:
    enquiry = desk.paste(AMIRA, ENQUIRY)

    with pytest.raises(NotAllowed):
        desk.same_text(NOBODY, enquiry.id)
