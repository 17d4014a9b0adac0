"""The load on the store: what it measures, and that it sees an update that is lost."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from desk_people import ADMIN, AMIRA, DRAFT, ENQUIRY
from sqlalchemy import delete, update

from assistant.desk.service import ReplyDesk
from assistant.store.engine import open_store
from assistant.store.tables import Draft, Event
from corpus.settings import Settings
from evals.store_load import Did, lost_updates, measure


def test_given_some_staff_at_once_when_measured_then_nothing_is_lost(tmp_path: Path) -> None:
    figures = measure(tmp_path, staff=4, processes=2, seconds=1.5, pause=0.0)

    assert figures["lost_updates"] == figures["busy_told"] == 0, figures
    assert figures["other_errors"] == {}
    assert figures["actions"] > 20
    assert figures["read_p50_ms"] > 0


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (delete(Event).where(Event.version == 2), "versions with gaps"),
        (delete(Draft), "drafts with gaps"),
        (update(Draft).values(letter="Somebody else's."), "the text of version 2 is gone"),
        (update(Event).values(actor="somebody@example.org"), "is not by amira@example.org"),
    ],
)
def test_given_an_update_that_was_lost_when_checked_then_it_is_seen(
    settings: Settings, damage: object, says: str
) -> None:
    with closing(open_store(settings)) as store:
        desk = ReplyDesk(store)
        pasted = desk.paste(AMIRA, ENQUIRY)
        desk.draft(AMIRA, pasted.id, 1, DRAFT)
        did: list[Did] = [
            (pasted.id, 1, AMIRA.name, ENQUIRY.original.splitlines()[0]),
            (pasted.id, 2, AMIRA.name, "Dear Jo Field,"),
        ]
        assert lost_updates(desk, ADMIN, did) == []

        store.write(lambda session: session.execute(damage))

        assert any(says in problem for problem in lost_updates(desk, ADMIN, did))
