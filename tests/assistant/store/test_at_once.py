"""Several people at once: each change is kept, or refused with a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from desk_people import AMIRA, BEN, DRAFT, ENQUIRY, RUTH, brought_to, letter

from assistant.desk.service import ReplyDesk
from assistant.desk.states import State
from assistant.store.engine import Store
from corpus.errors import Conflict

PEOPLE = 8


def test_given_many_who_edit_one_enquiry_at_once_then_one_is_kept_and_no_text_is_lost(
    store: Store,
) -> None:
    desk = ReplyDesk(store)
    seen = brought_to(State.DRAFTED, desk)
    ready = Barrier(PEOPLE)

    def edit(number: int) -> str | None:
        ready.wait()
        try:
            desk.edit(BEN, seen.id, seen.version, letter(f"Text {number}."))
        except Conflict as conflict:
            return conflict.kept
        return None

    with ThreadPoolExecutor(PEOPLE) as pool:
        kept = list(pool.map(edit, range(PEOPLE)))

    file = desk.open(AMIRA, seen.id)
    saved = [draft.letter for draft in file.drafts[1:]]
    assert len(saved) == 1
    wanted = sorted(letter(f"Text {number}.").letter for number in range(PEOPLE))
    assert sorted(saved + [text for text in kept if text is not None]) == wanted
    assert file.enquiry.version == seen.version + 1 == len(file.events)


def test_given_many_who_add_to_one_enquiry_and_look_again_then_every_edit_is_a_version(
    store: Store,
) -> None:
    desk = ReplyDesk(store)
    number = desk.paste(AMIRA, ENQUIRY).id
    desk.draft(AMIRA, number, 1, DRAFT)

    def edit(person: int) -> None:
        for round_ in range(3):
            while True:
                version = desk.open(BEN, number).enquiry.version
                try:
                    desk.edit(BEN, number, version, letter(f"{person}-{round_}"))
                except Conflict:
                    continue
                break

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(edit, range(PEOPLE)))

    file = desk.open(RUTH, number)
    assert [draft.number for draft in file.drafts] == list(range(1, 3 * PEOPLE + 2))
    assert len({draft.letter for draft in file.drafts}) == 3 * PEOPLE + 1
