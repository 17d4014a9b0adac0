"""What the reply desk learns is a file of questions as any other."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk_people import AMIRA, RUTH, latest_hash, new_desk

from assistant.desk.drafting import draft_letter
from assistant.desk.keeping import incoming, new_draft
from assistant.desk.learning import Learned, learn, learned_folder
from assistant.desk.reading import read_text
from assistant.desk.records import Letter
from assistant.records import Outcome
from assistant.store.engine import open_store
from corpus.settings import Settings
from evals.reading import check_dataset, read_cases
from evals.records import Behaviour

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from tests.conftest import Npq

MAIL = """Hello,

I am Priya Nair, TRN 1234567.

1. How long does the NPQ for SENCOs take?
2. How many hours of study is NPQH?
3. Is there parking at the training venues?

Kind regards
Priya Nair
"""


@pytest.fixture
def letter(engine: Assistant) -> Letter:
    return draft_letter(read_text(MAIL, max_chars=20_000), engine, as_of=date(2026, 11, 22))


@pytest.fixture
def learned(letter: Letter, settings: Settings) -> Learned:
    """The cases of a letter that the real engine drafted and a colleague finished."""
    text = letter.letter.replace("[NEEDS YOUR INPUT:", "We have asked: ").replace("]\n", ".\n")
    with closing(open_store(settings)) as store:
        desk = new_desk(store)
        now = desk.paste(AMIRA, incoming(read_text(MAIL, max_chars=20_000), "paste"))
        draft = new_draft(letter, ()).model_copy(update={"letter": text})
        now = desk.draft(AMIRA, now.id, now.version, draft)
        now = desk.submit(AMIRA, now.id, now.version)
        now = desk.approve(RUTH, now.id, now.version, latest_hash(desk, now))
        return learn(desk, RUTH, now.id, folder=learned_folder(settings))


def test_given_what_was_learned_when_checked_as_a_data_set_then_nothing_is_wrong(
    npq: Npq, learned: Learned
) -> None:
    ran = npq("eval", "check-dataset", learned.path)

    assert ran.code == 0, ran.out + ran.err
    assert check_dataset(learned.path) == []


def test_given_what_was_learned_when_read_then_each_case_expects_what_was_approved(
    learned: Learned, letter: Letter
) -> None:
    expected = {
        Outcome.ANSWERED: Behaviour.ANSWER,
        Outcome.PARTLY_ANSWERED: Behaviour.ANSWER,
        Outcome.NOT_IN_GUIDANCE: Behaviour.ABSTAIN,
    }

    cases = read_cases(learned.path)

    assert [case.expected_behaviour for case in cases] == [
        expected[item.outcome] for item in letter.items
    ]
    assert {Behaviour.ANSWER, Behaviour.ABSTAIN} == {case.expected_behaviour for case in cases}
    for case in cases:
        assert case.as_of == date(2026, 11, 22)
        if case.expected_behaviour is Behaviour.ANSWER:
            assert case.expected_answer
            assert case.expected_sources
