"""A store of an older version is brought up to date, and what it held is still there."""

from __future__ import annotations

from contextlib import closing

from alembic import command
from alembic.config import Config
from desk_people import AMIRA, RUTH, brought_to, new_desk
from sqlalchemy import text

from assistant.desk.states import State
from assistant.store.engine import open_store
from assistant.store.status import store_status
from assistant.store.upgrade import MIGRATIONS
from corpus.settings import Settings


def _as_of(version: str, settings: Settings) -> int:
    """Make a store with an enquiry that waits for review, then take it back to a version."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with closing(open_store(settings)) as store:
        enquiry = brought_to(State.IN_REVIEW, new_desk(store))
        with store.engine.execution_options(npq_writing=True).begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, version)
            columns = connection.execute(text("SELECT * FROM drafts")).keys()
    assert "sources" not in columns
    return enquiry.id


def test_given_a_store_before_sources_were_kept_when_opened_then_its_drafts_are_whole(
    store_settings: Settings,
) -> None:
    number = _as_of("0001", store_settings)
    assert not store_status(store_settings).current

    with closing(open_store(store_settings)) as store:
        desk = new_desk(store)
        file = desk.open(AMIRA, number)
        (draft,) = file.drafts
        done = desk.approve(RUTH, number, file.enquiry.version, draft.sha256)

    assert draft.letter.startswith("Dear Jo Field,\n\nNPQH takes 18 months.")
    assert draft.passages == [{"id": "npqh#0", "text": "NPQH takes 18 months."}]
    assert (draft.sources, draft.reading, draft.personal, draft.as_of) == ([], {}, {}, None)
    assert done.state == State.APPROVED
    assert store_status(store_settings).current
