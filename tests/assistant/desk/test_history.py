"""The history of an enquiry: whole, JSON, masked unless asked, and replayable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from desk_people import AMIRA, BEN, RUTH, brought_to, latest_hash, letter, new_desk

from assistant.desk.replay import replay
from assistant.desk.service import ReplyDesk
from assistant.desk.states import State
from assistant.store.engine import Store, open_store
from corpus.errors import HistoryRejected
from corpus.settings import Settings


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another store, where nothing is yet."""
    with closing(open_store(Settings(data_dir=tmp_path / "other"))) as opened:
        yield opened


def _long_story(desk: ReplyDesk) -> int:
    now = brought_to(State.CHANGES_REQUESTED, desk)
    now = desk.edit(BEN, now.id, now.version, letter("NPQH takes about 18 months."))
    now = desk.escalate(BEN, now.id, now.version, "policy", "Is it about?")
    now = desk.draft(AMIRA, now.id, now.version, letter("NPQH takes 18 months."))
    now = desk.submit(AMIRA, now.id, now.version)
    now = desk.approve(RUTH, now.id, now.version, latest_hash(desk, now), "Thank you.")
    now = desk.edit(AMIRA, now.id, now.version, letter("NPQH takes up to 18 months."))
    now = desk.submit(BEN, now.id, now.version)
    now = desk.approve(BEN, now.id, now.version, latest_hash(desk, now))
    now = desk.record_export(AMIRA, now.id, now.version, "eml")
    return desk.mark_sent(AMIRA, now.id, now.version).id


@pytest.mark.parametrize("original", [True, False])
def test_given_a_history_as_json_when_replayed_elsewhere_then_it_is_the_same_history(
    store: Store, other: Store, original: bool
) -> None:
    desk = new_desk(store)
    history = desk.history(AMIRA, _long_story(desk), original=original)

    number = replay(json.loads(json.dumps(history)), other)

    again = ReplyDesk(other).history(AMIRA, number, original=True)
    assert again | {"masked": not original} == history | {
        "enquiry": history["enquiry"] | {"id": number}
    }
    assert len(history["events"]) == 14
    assert {draft["index_id"] for draft in history["drafts"]} == {"abc123"}
    assert history["drafts"][0]["passages"][0]["text"] == "NPQH takes 18 months."


def test_given_a_history_when_exported_then_the_text_as_it_came_stays_behind_unless_asked(
    store: Store,
) -> None:
    desk = new_desk(store)
    number = brought_to(State.NEW, desk).id

    masked = json.dumps(desk.history(AMIRA, number))
    whole = json.dumps(desk.history(AMIRA, number, original=True))

    for personal in ("01632 960 001", "Jo Field", "jo.field@example.org"):
        assert personal not in masked
        assert personal in whole
    assert "[phone 1]" in masked


def test_given_a_history_from_before_sources_were_kept_when_replayed_then_it_still_holds(
    store: Store, other: Store
) -> None:
    desk = new_desk(store)
    history = desk.history(AMIRA, _long_story(desk), original=True)
    for draft in history["drafts"]:
        for later in ("sources", "reading", "personal", "as_of"):
            del draft[later]

    number = replay(json.loads(json.dumps(history)), other)

    assert len(ReplyDesk(other).open(AMIRA, number).drafts) == len(history["drafts"])


def _approve_own(history: dict[str, Any]) -> None:
    history["events"][3]["actor"] = AMIRA.name


def _skip_review(history: dict[str, Any]) -> None:
    del history["events"][2:4]


def _other_letter(history: dict[str, Any]) -> None:
    history["drafts"][0]["letter"] = "NPQH is free."


def _no_role(history: dict[str, Any]) -> None:
    history["events"][3]["roles"] = ["officer"]


def _other_end(history: dict[str, Any]) -> None:
    history["enquiry"]["state"] = "closed"


def _lost_draft(history: dict[str, Any]) -> None:
    history["drafts"] = []


def _no_events(history: dict[str, Any]) -> None:
    history["events"] = []


def _unknown_action(history: dict[str, Any]) -> None:
    history["events"][1]["action"] = "shred"


def _other_format(history: dict[str, Any]) -> None:
    history["format"] = "something else"


def _no_enquiry(history: dict[str, Any]) -> None:
    del history["enquiry"]


def _unknown_role(history: dict[str, Any]) -> None:
    history["events"][1]["roles"] = ["king"]


@pytest.mark.parametrize(
    "forge",
    [
        _approve_own,
        _skip_review,
        _other_letter,
        _no_role,
        _other_end,
        _lost_draft,
        _no_events,
        _unknown_action,
        _other_format,
        _no_enquiry,
        _unknown_role,
    ],
)
def test_given_a_history_that_was_changed_when_replayed_then_it_is_rejected(
    other: Store, tmp_path: Path, forge: Callable[[dict[str, Any]], None]
) -> None:
    with closing(open_store(Settings(data_dir=tmp_path / "first"))) as first:
        desk = new_desk(first)
        history = desk.history(AMIRA, brought_to(State.SENT, desk).id)
    forge(history)

    with pytest.raises(HistoryRejected):
        replay(history, other)
