"""A draft that is edited, checked and written in another tone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk_bench import MAIL, drafted, file_of
from desk_people import AMIRA, BEN, brought_to

from assistant.desk.states import State
from assistant.desk.workbench import Workbench
from corpus.errors import (
    Conflict,
    DeskError,
    WrongState,
)

if TYPE_CHECKING:
    pass

MSG = Path(__file__).with_name("enquiry.msg")


def test_given_a_colleague_was_quicker_when_saved_then_the_letter_comes_back(
    bench: Workbench,
) -> None:
    now = drafted(bench)
    bench.save(BEN, now.id, now.version, "Dear Kezia,\n\nBen was here.")

    with pytest.raises(Conflict) as raised:
        bench.save(AMIRA, now.id, now.version, "Dear Kezia,\n\nMine.")

    assert raised.value.kept == "Dear Kezia,\n\nMine."
    assert file_of(bench, now).drafts[-1].letter == "Dear Kezia,\n\nBen was here."


def test_given_an_edit_that_moves_a_fact_when_checked_then_it_is_flagged_and_may_be_saved(
    bench: Workbench,
) -> None:
    now = drafted(bench)
    file = file_of(bench, now)
    letter = bench.letter(file)
    assert letter is not None
    told = letter.items[0].statements[0].text
    assert told in letter.letter
    number = re.search(r"\d+", told)
    assert number is not None
    moved = letter.letter.replace(told, told.replace(number.group(), "97"))

    check = bench.check(file, moved)
    bench.save(AMIRA, now.id, now.version, moved)

    assert any("97" in flag.sentence for flag in check.flags)
    assert check.open_marks == sum(item.needs_input for item in letter.items) > 0
    saved = file_of(bench, now)
    assert bench.check(saved, saved.drafts[-1].letter) == check
    assert saved.drafts[-1].items == file.drafts[-1].items
    assert bench.passages(saved.drafts[-1]) == bench.passages(file.drafts[-1])


def test_given_a_statement_taken_out_when_checked_then_it_is_told(bench: Workbench) -> None:
    file = file_of(bench, drafted(bench))
    letter = bench.letter(file)
    assert letter is not None
    told = letter.items[0].statements[0].text

    assert told in bench.check(file, letter.letter.replace(told, "")).left_out


def test_given_another_tone_when_changed_then_the_facts_stay_and_names_are_there(
    bench: Workbench,
) -> None:
    now = drafted(bench)
    before = bench.letter(file_of(bench, now))

    now = bench.change_tone(BEN, now.id, now.version, "warmer")

    file = file_of(bench, now)
    after = bench.letter(file)
    assert before is not None
    assert after is not None
    assert (after.tone, after.items, after.sources) == ("warmer", before.items, before.sources)
    assert after.letter.startswith("Dear Kezia,\n\nThank you very much")
    assert bench.check(file, after.letter).flags == ()
    assert file.drafts[-1].author == BEN.name


def test_given_a_letter_edited_by_hand_when_the_tone_changes_then_it_is_kept_unless_told_so(
    bench: Workbench,
) -> None:
    now = drafted(bench)
    own = file_of(bench, now).drafts[-1].letter + "\nPS: well done."
    now = bench.save(AMIRA, now.id, now.version, own)

    with pytest.raises(DeskError, match="changed this letter by hand") as raised:
        bench.change_tone(AMIRA, now.id, now.version, "short")
    assert raised.value.kept == own
    assert file_of(bench, now).enquiry == now

    now = bench.change_tone(AMIRA, now.id, now.version, "short", overwrite=True)
    assert "PS" not in file_of(bench, now).drafts[-1].letter


def test_given_an_unknown_tone_when_asked_for_then_the_tones_are_named(
    idle: Workbench,
) -> None:
    new = idle.take_in(AMIRA, MAIL)

    for ask in (
        lambda: idle.draft(AMIRA, new.id, new.version, tone="rude"),
        lambda: idle.change_tone(AMIRA, new.id, new.version, "rude"),
    ):
        with pytest.raises(DeskError, match="plain, warmer, short"):
            ask()


def test_given_no_draft_when_the_tone_is_changed_then_one_is_asked_for(bench: Workbench) -> None:
    new = bench.take_in(AMIRA, MAIL)
    now = bench.desk.escalate(AMIRA, new.id, new.version, "policy", "Hard.")

    with pytest.raises(WrongState, match="There is no letter yet"):
        bench.change_tone(AMIRA, now.id, now.version, "short")


def test_given_a_letter_written_by_hand_alone_when_checked_then_its_facts_have_no_source(
    bench: Workbench,
) -> None:
    new = bench.take_in(AMIRA, MAIL)
    now = bench.desk.escalate(AMIRA, new.id, new.version, "policy", "Hard.")
    assert bench.letter(file_of(bench, now)) is None

    now = bench.save(AMIRA, now.id, now.version, "Dear Kezia,\n\nNPQH is free.\n")

    check = bench.check(file_of(bench, now), "Dear Kezia,\n\nNPQH is free.\n")
    assert [flag.sentence for flag in check.flags] == ["NPQH is free."]


def test_given_a_draft_whose_rows_cannot_be_read_when_checked_then_no_fact_passes(
    bench: Workbench,
) -> None:
    file = file_of(bench, brought_to(State.DRAFTED, bench.desk))

    check = bench.check(file, file.drafts[-1].letter)

    assert [flag.sentence for flag in check.flags] == ["NPQH takes 18 months."]
    assert bench.passages(file.drafts[-1]) == {}
    assert [asked.text for asked in bench.reading(file).questions] == ["How long is NPQH?"]
    with pytest.raises(DeskError):
        bench.change_tone(AMIRA, 1, file.enquiry.version, "short", overwrite=True)
