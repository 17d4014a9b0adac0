"""What `npq store purge` deletes, and what it leaves."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from desk_people import AMIRA, ENQUIRY, START, Clock, brought_to
from test_stored_conversations import answer

from assistant.desk.service import ReplyDesk
from assistant.desk.states import State
from assistant.feedback import rate
from assistant.store.conversations import Conversations
from assistant.store.engine import Store, open_store
from assistant.store.retention import purge, row_counts
from corpus.settings import Settings, get_settings

if TYPE_CHECKING:
    from tests.conftest import Npq

NOW = START + timedelta(days=1000)
NOTHING = dict.fromkeys(
    ("conversations", "turns", "feedback", "enquiries", "drafts", "reviews", "events", "exports"), 0
)


def fill(store: Store, at: datetime) -> int:
    """Keep a conversation, its rating and a sent enquiry, all of one time."""
    clock = Clock()
    clock.time = at
    desk, talks = ReplyDesk(store, clock), Conversations(store, clock)
    name = at.isoformat()
    talks.keep_turn(name, "How long is NPQH?", answer(name))
    talks.rate(rate(answer(name), "up").model_copy(update={"at": at}))
    approved = brought_to(State.APPROVED, desk)
    exported = desk.record_export(AMIRA, approved.id, approved.version, "txt")
    return desk.mark_sent(AMIRA, exported.id, exported.version).id


def test_given_old_and_new_when_purged_then_only_the_old_goes_whole_and_is_counted(
    store: Store, settings: Settings
) -> None:
    days = timedelta(days=settings.keep_enquiries_days)
    old = fill(store, NOW - days - timedelta(hours=1))
    fill(store, NOW - timedelta(hours=1))
    half = {
        "conversations": 1,
        "turns": 1,
        "feedback": 1,
        "enquiries": 1,
        "drafts": 1,
        "reviews": 1,
        "events": 6,
        "exports": 1,
    }
    assert row_counts(store) == {name: 2 * count for name, count in half.items()}

    planned = purge(store, settings, NOW, dry_run=True)
    assert row_counts(store) == {name: 2 * count for name, count in half.items()}
    done = purge(store, settings, NOW, dry_run=False)

    assert planned.model_copy(update={"dry_run": False}) == done
    assert {name: getattr(done, name) for name in half} == half
    assert done.enquiries_by_state == {"sent": 1}
    assert row_counts(store) == half
    assert fill(store, NOW) > old + 1
    again = purge(store, settings, NOW, dry_run=False)
    assert {name: getattr(again, name) for name in half} == NOTHING


def test_given_the_two_times_when_purged_then_each_counts_for_its_own(
    store: Store, settings: Settings
) -> None:
    between = timedelta(days=settings.keep_conversations_days + 1)
    assert settings.keep_conversations_days < settings.keep_enquiries_days
    fill(store, NOW - between)

    done = purge(store, settings, NOW, dry_run=False)

    assert (done.conversations, done.turns, done.feedback, done.enquiries) == (1, 1, 1, 0)


def test_given_an_old_enquiry_that_was_touched_lately_when_purged_then_it_stays(
    store: Store, settings: Settings
) -> None:
    clock = Clock()
    desk = ReplyDesk(store, clock)
    enquiry = brought_to(State.DRAFTED, desk)
    clock.time = NOW - timedelta(days=1)
    desk.submit(AMIRA, enquiry.id, enquiry.version)

    assert purge(store, settings, NOW, dry_run=False).enquiries == 0
    assert desk.open(AMIRA, enquiry.id).enquiry.state == State.IN_REVIEW


def test_given_a_rating_younger_than_its_conversation_when_purged_then_it_stays(
    store: Store, settings: Settings
) -> None:
    clock = Clock()
    talks = Conversations(store, clock)
    talks.keep_turn("c1", "How long is NPQH?", answer())
    young = rate(answer(), "up").model_copy(update={"at": NOW})
    talks.rate(young)

    purge(store, settings, NOW, dry_run=False)

    assert talks.get("c1") is None
    assert talks.ratings() == (young,)


def test_given_a_purge_in_sqlite_when_done_then_the_text_is_in_no_file(settings: Settings) -> None:
    with closing(open_store(settings)) as store:
        fill(store, START)

        def held() -> bool:
            files = settings.data_dir.glob("npq.db*")
            return any(b"01632 960 001" in path.read_bytes() for path in files)

        assert held()
        purge(store, settings, NOW, dry_run=False)
        assert not held()


def test_given_the_command_when_run_dry_and_wet_then_the_counts_are_told(
    store_settings: Settings, npq: Npq
) -> None:
    with closing(open_store(store_settings)) as store:
        fill(store, START - timedelta(days=1000))
        desk = ReplyDesk(store, Clock())
        clock = Clock()
        clock.time = START - timedelta(days=1000)
        brought_to(State.IN_REVIEW, ReplyDesk(store, clock))
        desk.paste(AMIRA, ENQUIRY)

    dry = npq("store", "purge", "--dry-run")
    assert dry.code == 0, dry.err
    assert "Would delete 1 conversation not touched since" in dry.out
    assert "with 2 drafts, 1 review, 9 events and 1 export." in dry.out
    assert "never answered or closed: 1 “Waiting for review”." in dry.out

    wet = npq("store", "purge", "--json")
    assert json.loads(wet.out)["enquiries"] == 2
    assert json.loads(wet.out)["enquiries_by_state"] == {"in_review": 1, "sent": 1}
    assert "Would delete 0 enquiries" in npq("store", "purge", "--dry-run").out

    status = json.loads(npq("store", "status", "--json").out)
    assert status["rows"] == NOTHING | {"enquiries": 1, "events": 1}
    assert status["version"] == status["wanted"]


def test_given_no_store_when_asked_how_it_stands_then_none_is_made(
    settings: Settings, npq: Npq
) -> None:
    ran = npq("store", "status")

    assert ran.code == 0
    assert "There is no store yet" in ran.out
    assert not settings.store_file.exists()
    assert "is at version" in npq("store", "upgrade").out
    assert settings.store_file.exists()


@pytest.mark.parametrize("value", ["0", "-1", "soon"])
def test_given_a_time_that_is_none_when_purged_then_the_setting_is_named(
    npq: Npq, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("NPQ_KEEP_ENQUIRIES_DAYS", value)
    get_settings.cache_clear()

    ran = npq("store", "purge")

    assert ran.code == 1
    assert ran.err.startswith("The setting NPQ_KEEP_ENQUIRIES_DAYS cannot be used")
