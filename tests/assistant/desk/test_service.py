"""The service of the desk, in both databases: roles, versions, approval and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from desk_people import (
    ADMIN,
    AMIRA,
    BEN,
    DRAFT,
    ENQUIRY,
    NOBODY,
    RUTH,
    START,
    brought_to,
    latest_hash,
    letter,
    new_desk,
)
from sqlalchemy import update

from assistant.desk.service import ReplyDesk, open_desk
from assistant.desk.staff import Actor
from assistant.desk.states import Action, Role, State, rules
from assistant.store.engine import Store
from assistant.store.enquiries import Filter
from assistant.store.records import EnquiryRecord
from assistant.store.tables import Draft
from corpus.errors import Conflict, DeskError, EnquiryNotFound, NotAllowed, WrongState
from corpus.settings import Settings

Do = Callable[[ReplyDesk, Actor, EnquiryRecord], Any]
DO: dict[Action, Do] = {
    Action.PASTE: lambda desk, who, e: desk.paste(who, ENQUIRY),
    Action.DRAFT: lambda desk, who, e: desk.draft(who, e.id, e.version, DRAFT),
    Action.EDIT: lambda desk, who, e: desk.edit(who, e.id, e.version, letter("Edited.")),
    Action.SUBMIT: lambda desk, who, e: desk.submit(who, e.id, e.version),
    Action.APPROVE: lambda desk, who, e: desk.approve(
        who, e.id, e.version, sha256(DRAFT.letter.encode()).hexdigest()
    ),
    Action.REQUEST_CHANGES: lambda desk, who, e: desk.request_changes(who, e.id, e.version, "x"),
    Action.ESCALATE: lambda desk, who, e: desk.escalate(who, e.id, e.version, "funding", "x"),
    Action.EXPORT: lambda desk, who, e: desk.record_export(who, e.id, e.version, "docx"),
    Action.MARK_SENT: lambda desk, who, e: desk.mark_sent(who, e.id, e.version),
    Action.LEARN: lambda desk, who, e: desk.record_learning(who, e.id, e.version, 1),
    Action.UNLEARN: lambda desk, who, e: desk.record_unlearning(who, e.id, e.version, 1),
    Action.CLOSE: lambda desk, who, e: desk.close(who, e.id, e.version, "x"),
}
BOTH = Actor(name="cara@example.org", roles=frozenset({Role.OFFICER, Role.REVIEWER}))


@pytest.fixture
def desk(store: Store) -> ReplyDesk:
    return new_desk(store)


def test_given_every_state_when_everything_is_tried_then_the_service_keeps_to_the_rules(
    desk: ReplyDesk,
) -> None:
    for state in State:
        for action in set(Action) - {Action.PASTE}:
            enquiry = brought_to(state, desk)
            before = desk.open(ADMIN, enquiry.id)
            rule = rules().actions[action]
            if state in rule.from_:
                assert DO[action](desk, BOTH, enquiry).state == (rule.to or state)
                continue
            with pytest.raises(WrongState):
                DO[action](desk, BOTH, enquiry)
            assert desk.open(ADMIN, enquiry.id) == before, (state, action)


@pytest.mark.parametrize("action", Action)
def test_given_somebody_without_a_role_when_doing_anything_then_nothing_is_kept(
    desk: ReplyDesk, action: Action
) -> None:
    states = rules().actions[action].from_
    enquiry = brought_to(states[0] if states else State.NEW, desk)

    with pytest.raises(NotAllowed):
        DO[action](desk, NOBODY, enquiry)

    assert desk.open(ADMIN, enquiry.id).enquiry == enquiry
    assert sum(desk.counts(ADMIN).values()) == 1


def test_given_somebody_without_a_role_when_looking_then_it_is_refused(desk: ReplyDesk) -> None:
    enquiry = brought_to(State.NEW, desk)

    for look in (
        lambda: desk.open(NOBODY, enquiry.id),
        lambda: desk.enquiries(NOBODY),
        lambda: desk.counts(NOBODY),
        lambda: desk.history(NOBODY, enquiry.id),
        lambda: desk.gaps(NOBODY, lambda texts: np.zeros((len(texts), 384), np.float32)),
    ):
        with pytest.raises(NotAllowed):
            look()


def test_given_two_people_when_both_edit_then_the_second_is_told_and_keeps_the_text(
    desk: ReplyDesk,
) -> None:
    seen = brought_to(State.DRAFTED, desk)
    desk.edit(AMIRA, seen.id, seen.version, letter("Amira's."))

    with pytest.raises(Conflict) as second:
        desk.edit(BEN, seen.id, seen.version, letter("Ben's."))

    assert second.value.sentence.startswith("amira@example.org edited the reply to this enquiry")
    assert second.value.kept == letter("Ben's.").letter
    assert second.value.version == seen.version + 1
    file = desk.open(BEN, seen.id)
    assert file.drafts[-1].letter == letter("Amira's.").letter
    assert len(file.drafts) == 2


def test_given_an_own_draft_when_approved_then_it_is_refused_however_the_name_is_written(
    desk: ReplyDesk,
) -> None:
    pasted = desk.paste(BEN, ENQUIRY)
    now = desk.draft(BEN, pasted.id, 1, DRAFT)
    now = desk.submit(AMIRA, now.id, now.version)
    shouting = BEN.model_copy(update={"name": "BEN@example.org"})

    for who in (BEN, shouting):
        with pytest.raises(NotAllowed, match="you wrote it yourself"):
            desk.approve(who, now.id, now.version, latest_hash(desk, now))

    assert desk.open(BEN, now.id).enquiry.state == State.IN_REVIEW


def test_given_an_own_draft_when_saved_unchanged_by_another_then_it_is_still_ones_own(
    desk: ReplyDesk,
) -> None:
    pasted = desk.paste(BEN, ENQUIRY)
    now = desk.draft(BEN, pasted.id, 1, DRAFT)

    saved = desk.edit(AMIRA, now.id, now.version, DRAFT)

    assert saved == now
    assert saved.drafted_by == BEN.name


def test_given_an_approved_letter_when_edited_then_the_approval_is_undone(desk: ReplyDesk) -> None:
    approved = brought_to(State.APPROVED, desk)
    digest = approved.approved_sha256

    edited = desk.edit(AMIRA, approved.id, approved.version, letter("NPQH takes 12 months."))

    assert edited.state == State.DRAFTED
    assert edited.approved_sha256 is None
    assert desk.open(AMIRA, edited.id).events[-1].details["undid_approval_of"] == digest
    with pytest.raises(WrongState):
        desk.mark_sent(AMIRA, edited.id, edited.version)


def test_given_an_approved_letter_when_saved_unchanged_then_it_stays_approved(
    desk: ReplyDesk,
) -> None:
    approved = brought_to(State.APPROVED, desk)

    with_other_line_ends = DRAFT.model_copy(update={"letter": DRAFT.letter.replace("\n", "\r\n")})
    assert desk.edit(BEN, approved.id, approved.version, with_other_line_ends) == approved


def test_given_another_text_than_was_read_when_approved_then_it_is_refused(
    desk: ReplyDesk,
) -> None:
    enquiry = brought_to(State.IN_REVIEW, desk)

    with pytest.raises(Conflict, match="no longer the text that you looked at"):
        desk.approve(RUTH, enquiry.id, enquiry.version, sha256(b"another").hexdigest())


def test_given_a_letter_changed_behind_the_desk_when_sent_or_exported_then_it_is_refused(
    desk: ReplyDesk, store: Store
) -> None:
    approved = brought_to(State.APPROVED, desk)
    store.write(lambda session: session.execute(update(Draft).values(letter="NPQH is free.")))

    with pytest.raises(WrongState, match="not the text that was approved"):
        desk.mark_sent(AMIRA, approved.id, approved.version)
    with pytest.raises(WrongState, match="not the text that was approved"):
        desk.record_export(AMIRA, approved.id, approved.version, "eml")


def test_given_a_review_when_changes_are_asked_for_then_the_note_and_version_are_kept(
    desk: ReplyDesk,
) -> None:
    asked = brought_to(State.CHANGES_REQUESTED, desk)

    review = desk.open(RUTH, asked.id).reviews[0]

    assert (review.reviewer, review.decision) == (RUTH.name, "request_changes")
    assert (review.note, review.draft_number) == ("Say it more plainly.", 1)
    assert review.sha256 == latest_hash(desk, asked)


def test_given_a_queue_when_escalated_then_it_is_assigned_and_an_unknown_one_refused(
    desk: ReplyDesk,
) -> None:
    new = brought_to(State.NEW, desk)
    with pytest.raises(DeskError, match="no queue “kitchen”") as refused:
        desk.escalate(AMIRA, new.id, new.version, "kitchen", "They ask for tea.")
    assert refused.value.kept == "They ask for tea."

    passed = desk.escalate(AMIRA, new.id, new.version, "funding", "A question of money.")

    assert (passed.state, passed.queue) == (State.ESCALATED, "funding")
    assert [e.id for e in desk.enquiries(RUTH, Filter(queue="funding"))] == [new.id]
    again = desk.escalate(RUTH, new.id, passed.version, "policy", "Not about money.")
    assert again.queue == "policy"


def test_given_no_letter_yet_when_a_review_is_asked_for_then_it_is_refused(
    desk: ReplyDesk,
) -> None:
    new = brought_to(State.NEW, desk)
    passed = desk.escalate(AMIRA, new.id, new.version, "policy", "Nobody knows.")

    with pytest.raises(WrongState, match="no letter yet"):
        desk.submit(AMIRA, new.id, passed.version)


def test_given_an_unknown_format_when_exported_then_it_is_refused(desk: ReplyDesk) -> None:
    approved = brought_to(State.APPROVED, desk)

    with pytest.raises(DeskError, match="no export as “exe”"):
        desk.record_export(AMIRA, approved.id, approved.version, "exe")
    done = desk.record_export(AMIRA, approved.id, approved.version, "eml")

    export = desk.open(AMIRA, approved.id).exports[0]
    assert (export.format, export.by, export.sha256) == ("eml", AMIRA.name, done.approved_sha256)
    assert done.state == State.APPROVED


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 20_001])
def test_given_no_text_or_too_much_when_pasted_then_a_sentence_and_nothing_lost(
    desk: ReplyDesk, text: str
) -> None:
    with pytest.raises(DeskError) as refused:
        desk.paste(AMIRA, ENQUIRY.model_copy(update={"original": text}))

    assert refused.value.kept == text
    assert refused.value.sentence.endswith(".")
    assert sum(desk.counts(ADMIN).values()) == 0


def test_given_a_setting_for_longer_enquiries_when_opened_then_the_desk_takes_them(
    settings: Settings,
) -> None:
    roomy = settings.model_copy(update={"max_enquiry_chars": 30_000})
    desk = open_desk(roomy)

    long = ENQUIRY.model_copy(update={"original": "x" * 25_000})
    assert len(desk.open(AMIRA, desk.paste(AMIRA, long).id).enquiry.original) == 25_000
    desk.leave()


def test_given_a_long_or_empty_letter_or_note_when_kept_then_it_is_refused(
    desk: ReplyDesk,
) -> None:
    new = brought_to(State.NEW, desk)
    for text in ("", "x" * 60_001):
        with pytest.raises(DeskError):
            desk.draft(AMIRA, new.id, new.version, DRAFT.model_copy(update={"letter": text}))
    for note in (" ", "x" * 2_001):
        with pytest.raises(DeskError):
            desk.close(AMIRA, new.id, new.version, note)
    assert desk.open(AMIRA, new.id).enquiry == new


def test_given_characters_that_no_database_keeps_when_pasted_then_the_rest_is_kept(
    desk: ReplyDesk,
) -> None:
    hostile = "A\x00B\ud800C\r\n'; DROP TABLE enquiries; -- <script>alert(1)</script> 🙂"
    given = ENQUIRY.model_copy(
        update={"original": hostile, "masked": hostile, "reading": {"a\x00": [hostile]}}
    )

    kept = desk.open(AMIRA, desk.paste(AMIRA, given).id).enquiry

    tidy = "A�B�C\n'; DROP TABLE enquiries; -- <script>alert(1)</script> 🙂"
    assert kept.original == kept.masked == tidy
    assert kept.reading == {"a�": [tidy]}


def test_given_no_such_enquiry_when_asked_for_then_a_sentence(desk: ReplyDesk) -> None:
    for number in (7, 0, -1, 10**30):
        for ask in (desk.open, lambda who, at: desk.submit(who, at, 1)):
            with pytest.raises(EnquiryNotFound, match=f"There is no enquiry {number}"):
                ask(AMIRA, number)


def test_given_enquiries_when_listed_then_the_filters_narrow_and_the_text_stays_out(
    desk: ReplyDesk,
) -> None:
    new, review = brought_to(State.NEW, desk), brought_to(State.IN_REVIEW, desk)
    other = desk.paste(
        BEN, ENQUIRY.model_copy(update={"subject": "100%_sure", "masked": "Is EHCO open?"})
    )

    def ids(**wanted: Any) -> list[int]:
        return [found.id for found in desk.enquiries(AMIRA, Filter(**wanted))]

    assert ids() == [other.id, review.id, new.id]
    assert ids(newest_first=False)[0] == new.id
    assert ids(states=("in_review",)) == [review.id]
    assert ids(drafted_by=AMIRA.name) == [review.id]
    assert ids(states=("in_review",), not_drafted_by=AMIRA.name) == []
    assert ids(not_drafted_by=AMIRA.name) == [other.id, new.id]
    assert ids(text="ehco OPEN") == [other.id]
    assert ids(text="%_") == [other.id]
    assert ids(text="\x00 ") == ids()
    assert ids(text="' OR 1=1 --") == []
    assert ids(limit=1, offset=1) == [review.id]
    assert ids(received_before=START) == []
    assert ids(received_from=other.received) == [other.id]
    assert "original" not in desk.enquiries(AMIRA)[0].model_dump()
    assert desk.counts(AMIRA)[State.NEW] == 2
    assert desk.counts(AMIRA)[State.SENT] == 0


def test_given_a_sent_enquiry_when_opened_then_every_step_says_who_when_and_what(
    desk: ReplyDesk,
) -> None:
    sent = brought_to(State.SENT, desk)

    events = desk.open(ADMIN, sent.id).events

    assert [(e.actor, e.action, e.from_state, e.to_state) for e in events] == [
        (AMIRA.name, "paste", None, "new"),
        (AMIRA.name, "draft", "new", "drafted"),
        (AMIRA.name, "submit", "drafted", "in_review"),
        (RUTH.name, "approve", "in_review", "approved"),
        (AMIRA.name, "mark_sent", "approved", "sent"),
    ]
    assert [e.version for e in events] == [1, 2, 3, 4, 5]
    assert [e.at for e in events] == [START + timedelta(minutes=n) for n in range(1, 6)]
    assert events[3].roles == ("reviewer",)
