"""The end of an enquiry: open marks, letters taken out, histories replayed."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk_bench import approved, drafted, file_of, finished
from desk_people import AMIRA, RUTH

from assistant.desk.cases import cases_of
from assistant.desk.replay import replay
from assistant.desk.service import ReplyDesk
from assistant.desk.states import State
from assistant.desk.workbench import Workbench
from assistant.store.engine import open_store
from corpus.errors import (
    DeskError,
    WrongState,
)
from corpus.settings import Settings

if TYPE_CHECKING:
    pass

MSG = Path(__file__).with_name("enquiry.msg")


@pytest.mark.parametrize("format", ["copy", "docx", "eml", "txt"])
def test_given_an_approved_letter_when_taken_out_then_it_is_noted_and_named_without_a_name(
    bench: Workbench, format: str
) -> None:
    now = approved(bench)

    out = bench.export(AMIRA, now.id, now.version, format)

    file = file_of(bench, now)
    assert out.enquiry == file.enquiry
    assert [export.format for export in file.exports] == [format]
    assert out.text == file.drafts[-1].letter
    assert out.file_name == f"npq-reply-{now.id}.{'txt' if format == 'copy' else format}"
    if format in ("copy", "txt"):
        assert out.data.decode("utf-8") == out.text


def test_given_a_letter_that_nobody_approved_when_taken_out_then_it_is_refused_and_not_noted(
    bench: Workbench,
) -> None:
    now = drafted(bench)

    with pytest.raises(WrongState):
        bench.export(AMIRA, now.id, now.version, "txt")

    assert file_of(bench, now).exports == ()


def test_given_an_open_mark_when_approved_then_it_is_refused_until_it_is_filled_in(
    bench: Workbench,
) -> None:
    now = drafted(bench)
    now = bench.desk.submit(AMIRA, now.id, now.version)
    draft = file_of(bench, now).drafts[-1]

    with pytest.raises(DeskError, match=r"\[NEEDS YOUR INPUT\]. Write what is missing") as raised:
        bench.desk.approve(RUTH, now.id, now.version, draft.sha256, "Fine.")
    assert raised.value.kept == "Fine."
    assert file_of(bench, now).enquiry == now

    now = bench.save(AMIRA, now.id, now.version, finished(draft.letter))
    now = bench.desk.submit(AMIRA, now.id, now.version)
    done = bench.desk.approve(RUTH, now.id, now.version, file_of(bench, now).drafts[-1].sha256)
    assert done.state == State.APPROVED


def test_given_a_sentence_without_a_source_when_approved_then_a_note_must_say_why(
    bench: Workbench,
) -> None:
    now = drafted(bench)
    letter = finished(file_of(bench, now).drafts[-1].letter)
    letter = letter.replace("Kind regards", "NPQH costs £500 for everybody. [1]\n\nKind regards")
    now = bench.save(AMIRA, now.id, now.version, letter)
    now = bench.desk.submit(AMIRA, now.id, now.version)
    sha = file_of(bench, now).drafts[-1].sha256

    with pytest.raises(DeskError, match="1 of the letter's sentences"):
        bench.approve(RUTH, now.id, now.version, sha)
    assert file_of(bench, now).enquiry == now

    done = bench.approve(RUTH, now.id, now.version, sha, "The hub told me so today.")
    cases = cases_of(file_of(bench, done))
    assert done.state == State.APPROVED
    assert cases
    assert not any("£500" in str(case) for case in cases)


def test_given_a_whole_story_when_its_history_is_replayed_then_it_is_the_same(
    bench: Workbench, tmp_path: Path
) -> None:
    now = approved(bench)
    bench.export(AMIRA, now.id, now.version, "eml")

    masked = bench.history(RUTH, now.id)
    whole = bench.history(RUTH, now.id, original=True)

    assert (masked.file_name, masked.mime) == (
        f"npq-enquiry-{now.id}-history.json",
        "application/json",
    )
    assert b"07700 900123" not in masked.data
    assert "07700 900123" in whole.data.decode()
    with closing(open_store(Settings(data_dir=tmp_path / "other"))) as other:
        for exported in (masked, whole):
            history = json.loads(exported.data)
            made = ReplyDesk(other).open(AMIRA, replay(history, other))
            drafts = [draft.model_dump(mode="json") for draft in made.drafts]
            assert drafts == history["drafts"]
