"""The keeper: conversations are kept without anybody waiting, and failing never shows."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.masking.personal import Mask
from assistant.records import Answer, Outcome
from assistant.store.conversations import Conversations
from assistant.store.engine import open_store
from assistant.store.keeper import Keeper
from assistant.store.records import ConversationRecord
from corpus.errors import NpqError
from corpus.settings import Settings

Keeping = Callable[..., Keeper]


@pytest.fixture
def keeper(settings: Settings) -> Iterator[Keeping]:
    """Make keepers of this test, closed at its end."""
    made = []

    def make(**changes: object) -> Keeper:
        wait = float(str(changes.pop("wait_s", 20)))
        made.append(Keeper(settings.model_copy(update=changes), wait_s=wait))
        return made[-1]

    yield make
    for each in made:
        each.close()


def answer(answer_id: str = "a1", question: str = "How long is NPQH?") -> Answer:
    return Answer(
        id=answer_id,
        question=question,
        standalone_question=question,
        outcome=Outcome.NOT_IN_GUIDANCE,
        answer="The pages do not say.",
        as_of=date(2026, 11, 22),
    )


def stored(settings: Settings, conversation_id: str) -> ConversationRecord | None:
    store = open_store(settings)
    try:
        return Conversations(store).get(conversation_id)
    finally:
        store.close()


def everything(settings: Settings) -> bytes:
    """All that the store's files hold, deleted or not."""
    return b"".join(path.read_bytes() for path in sorted(settings.data_dir.glob("npq.db*")))


def test_given_turns_when_kept_then_they_are_masked_and_in_order(
    keeper: Keeping, settings: Settings
) -> None:
    keeping, mask = keeper(), Mask()
    keeping.turn("c1", mask, answer("a1", "I am Priya Nair, priya@example.org. How long is NPQH?"))
    keeping.turn("c1", mask, answer("a2", "Is Priya Nair funded? Ring 07700 900123."))
    keeping.wait()

    found = stored(settings, "c1")
    assert found is not None
    assert [turn.question for turn in found.turns] == [
        "I am [NAME 1], [EMAIL 1]. How long is NPQH?",
        "Is [NAME 1] funded? Ring [PHONE 1].",
    ]
    for personal in (b"Priya", b"Nair", b"priya@", b"07700"):
        assert personal not in everything(settings)


def test_given_a_turn_when_it_is_handed_over_then_nobody_waits_for_the_store(
    keeper: Keeping, settings: Settings
) -> None:
    keeping = keeper()

    began = time.perf_counter()
    keeping.warm()
    keeping.turn("c1", Mask(), answer())
    handed_over = time.perf_counter() - began
    keeping.wait()

    assert handed_over < 0.1
    assert stored(settings, "c1") is not None


def test_given_a_conversation_when_forgotten_then_nothing_of_it_is_left_in_the_files(
    keeper: Keeping, settings: Settings
) -> None:
    keeping = keeper()
    for name in ("kept", "gone"):
        keeping.turn(name, Mask(), answer(name, f"What of the {name} wombat?"))
        keeping.rating(answer(name), "down", ("wrong",), f"The {name} comment.")

    assert keeping.forget("gone")

    assert stored(settings, "gone") is None
    assert stored(settings, "kept") is not None
    assert b"gone wombat" not in everything(settings)
    assert b"gone comment" not in everything(settings)
    assert b"kept wombat" in everything(settings)
    assert keeping.forget("never kept")


def test_given_a_rating_when_kept_then_it_stands_with_its_conversation(
    keeper: Keeping, settings: Settings
) -> None:
    keeping = keeper()
    keeping.turn("c1", Mask(), answer())

    assert keeping.rating(answer(), "down", ("wrong",), "Ask jo@example.org.")

    with sqlite3.connect(settings.store_file) as connection:
        rows = connection.execute("SELECT conversation_id, rating, comment FROM feedback")
        assert rows.fetchall() == [("c1", "down", "Ask [EMAIL 1].")]
    connection.close()


def test_given_a_store_that_cannot_be_opened_when_kept_then_the_operator_is_told_once(
    keeper: Keeping, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.data_dir.mkdir()
    settings.store_file.write_text("this is not a database, but it is long enough to be one" * 20)
    keeping = keeper()

    with caplog.at_level(logging.INFO):
        for number in range(3):
            keeping.turn("c1", Mask(), answer(f"a{number}", "I am Priya Nair."))
        keeping.wait()
        with pytest.raises(NpqError):
            keeping.rating(answer(), "up")
        with pytest.raises(NpqError):
            keeping.forget("c1")

    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in told] == ["conversations cannot be kept"]
    assert "it is not a database" in told[0].__dict__["reason"]
    assert "Priya" not in caplog.text


def test_given_a_store_that_works_again_when_kept_then_the_operator_is_told_and_turns_are_kept(
    keeper: Keeping,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.store.keeper._PAUSE_S", 0.0)
    settings.data_dir.mkdir()
    settings.store_file.write_text("not a database" * 100)
    keeping = keeper()
    keeping.turn("c1", Mask(), answer("a1"))
    keeping.wait()

    settings.store_file.unlink()
    with caplog.at_level(logging.INFO):
        keeping.turn("c1", Mask(), answer("a2"))
        keeping.wait()

    found = stored(settings, "c1")
    assert found is not None
    assert [turn.answer_id for turn in found.turns] == ["a2"]
    assert "conversations are kept again" in caplog.messages


def test_given_a_store_that_another_process_holds_when_rated_then_it_says_that_it_is_not_sure(
    keeper: Keeping, settings: Settings
) -> None:
    keeping = keeper(wait_s=0.3)
    keeping.warm()
    keeping.wait()
    other = sqlite3.connect(settings.store_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    began = time.perf_counter()
    sure = keeping.rating(answer(), "up")
    waited = time.perf_counter() - began
    other.execute("ROLLBACK")
    other.close()
    keeping.wait()

    assert not sure
    assert waited < 3
    with sqlite3.connect(settings.store_file) as connection:
        assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (1,)
    connection.close()


def test_given_old_conversations_when_the_chat_opens_the_store_then_they_are_deleted(
    keeper: Keeping, settings: Settings
) -> None:
    store = open_store(settings)
    now = datetime.now(UTC)
    for name, days in (("old", 91), ("new", 89)):
        at = now - timedelta(days=days)
        Conversations(store, clock=lambda at=at: at).keep_turn(
            name, f"A {name} wombat?", answer(name)
        )
    store.close()

    keeping = keeper()
    keeping.warm()
    keeping.wait()

    assert stored(settings, "old") is None
    assert stored(settings, "new") is not None
    assert b"old wombat" not in everything(settings)


def test_given_a_mistake_in_one_turn_when_kept_then_the_next_is_kept_all_the_same(
    keeper: Keeping, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    keeping = keeper()
    keeping.turn("c1", Mask(), answer().model_copy(update={"id": None}))
    keeping.turn("c1", Mask(), answer("a2"))
    keeping.wait()

    found = stored(settings, "c1")
    assert found is not None
    assert len(found.turns) == 1
    assert "a turn of a conversation could not be kept" in caplog.messages


def test_given_a_folder_that_cannot_be_made_when_kept_then_nothing_breaks(
    keeper: Keeping, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    keeping = keeper(data_dir=tmp_path / "file" / "data")

    keeping.turn("c1", Mask(), answer())
    keeping.wait()

    with pytest.raises(NpqError):
        keeping.forget("c1")
