"""The pages of the reply desk without a browser: roles, refusals, escaping, wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import streamlit as st
from desk_people import AMIRA, BEN, DRAFT, ENQUIRY, letter, new_desk
from streamlit.testing.v1 import AppTest

from assistant.desk.differences import Change, compare
from assistant.desk.gaps import Gap
from assistant.desk.letter import tones
from assistant.desk.records import Asked, Flag, Reading, desk_policy
from assistant.desk.service import ReplyDesk
from assistant.desk.states import Action, Role, rules
from assistant.desk.workbench import LetterCheck
from assistant.pages.desk.difference import difference_html
from assistant.pages.desk.gaps import gap_html
from assistant.pages.desk.mail import facts_html, mail_html
from assistant.pages.desk.questions import ready
from assistant.pages.desk.shared import uk_time
from assistant.pages.desk.sources import check_html, letter_html
from assistant.pages.desk.working import Working
from assistant.store.engine import open_store
from assistant.store.records import EnquiryFile
from corpus.errors import DeskError
from corpus.settings import get_settings
from tests.staff_pages import button, shown, signed_in_as, write_staff

HOSTILE = "<img src=x onerror=alert(1)> ![x](https://example.invalid/p.png) $x^2$"
WORDS = desk_policy("pages")
STAFF = {
    AMIRA.name: ["officer"],
    BEN.name: ["officer", "reviewer"],
    "ada@example.org": ["admin"],
}
SCRIPT = "from assistant.pages.desk.page import page\npage()"


@pytest.fixture
def desk() -> Iterator[ReplyDesk]:
    """The desk on the store that the page opens too."""
    desk = new_desk(open_store(get_settings()))
    yield desk
    desk.leave()


@pytest.fixture
def app() -> Iterator[AppTest]:
    """The desk's page, with sign-in set up and three members of staff."""
    write_staff(staff=STAFF)
    st.cache_resource.clear()
    yield AppTest.from_string(SCRIPT, default_timeout=60)
    st.cache_resource.clear()


def at_enquiry(app: AppTest, name: str, number: int, part: str = "") -> AppTest:
    """An enquiry opened by somebody, on one of its tabs."""
    app.query_params["enquiry"] = str(number)
    if part:
        app.session_state[f"desk-{number}-tab"] = WORDS["enquiry"]["tabs"][part]
    return signed_in_as(app, name).run()


def labels(at: AppTest) -> list[str]:
    return [each.label for each in at.button]


def letter_box(at: AppTest) -> Any:
    return next(area for area in at.text_area if area.label == "Letter")


class TestList:
    def test_given_no_enquiry_when_an_officer_comes_then_the_page_says_what_to_do(
        self, app: AppTest
    ) -> None:
        at = signed_in_as(app, AMIRA.name).run()

        assert "No enquiries yet" in shown(at)
        assert "Add" in labels(at)

    def test_given_an_admin_when_they_come_then_adding_is_not_offered(self, app: AppTest) -> None:
        at = signed_in_as(app, "ada@example.org").run()

        assert "Add" not in labels(at)
        assert "People with the role officer add them." in shown(at)

    def test_given_an_empty_box_when_add_is_pressed_then_that_is_said(self, app: AppTest) -> None:
        at = signed_in_as(app, AMIRA.name).run()
        button(at, "Add").click().run()

        assert "There is nothing to add." in shown(at)

    def test_given_letters_in_review_when_narrowed_to_mine_to_review_then_own_ones_are_not_there(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        for author in (AMIRA, BEN):
            now = desk.paste(author, ENQUIRY)
            now = desk.draft(author, now.id, now.version, DRAFT)
            desk.submit(author, now.id, now.version)

        at = signed_in_as(app, BEN.name).run()
        at.selectbox(key="desk-filter-whose").set_value("review").run()

        assert list(at.dataframe[0].value["drafted_by"]) == [AMIRA.name]
        assert "Showing 1 of 2 enquiries." in shown(at)


class TestEnquiry:
    def test_given_no_such_enquiry_when_opened_then_that_is_said(self, app: AppTest) -> None:
        at = at_enquiry(app, AMIRA.name, 12)

        assert "There is no enquiry 12." in shown(at)

    def test_given_their_own_letter_when_reviewed_then_approving_is_not_offered_and_why(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(BEN, ENQUIRY)
        now = desk.draft(BEN, now.id, now.version, DRAFT)
        desk.submit(BEN, now.id, now.version)

        at = at_enquiry(app, BEN.name, now.id, "review")

        assert "You cannot approve version 1: you wrote it yourself." in shown(at)
        assert Action.APPROVE not in at.radio(key=f"desk-{now.id}-decision").options
        assert "Approve this letter" not in labels(at)

    def test_given_an_officer_who_does_not_review_when_they_look_then_they_are_told_who_does(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(BEN, ENQUIRY)
        now = desk.draft(BEN, now.id, now.version, DRAFT)
        desk.submit(BEN, now.id, now.version)

        at = at_enquiry(app, AMIRA.name, now.id, "review")

        assert "that is for people with the role reviewer" in shown(at)
        assert "Approve this letter" not in labels(at)

    def test_given_a_colleagues_letter_when_approved_then_it_is_the_text_that_was_shown(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(AMIRA, ENQUIRY)
        now = desk.draft(AMIRA, now.id, now.version, DRAFT)
        now = desk.submit(AMIRA, now.id, now.version)
        at = at_enquiry(app, BEN.name, now.id, "review")
        changed = desk.edit(AMIRA, now.id, now.version, letter("Please ring us."))
        desk.submit(AMIRA, changed.id, changed.version)

        button(at, "Approve this letter").click().run()

        assert "asked for a review of this enquiry while you had it open" in shown(at)
        assert desk.open(BEN, now.id).enquiry.approved_sha256 is None
        assert "Load the newest version" in labels(at)
        button(at, "Load the newest version").click().run()
        button(at, "Approve this letter").click().run()
        assert "The letter is approved." in shown(at)
        assert desk.open(BEN, now.id).enquiry.approved_sha256

    def test_given_a_letter_that_a_colleague_changed_when_saved_then_what_was_typed_stays(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(AMIRA, ENQUIRY)
        now = desk.draft(AMIRA, now.id, now.version, DRAFT)
        at = at_enquiry(app, AMIRA.name, now.id, "letter")
        desk.edit(BEN, now.id, now.version, letter("Ben was here."))

        letter_box(at).set_value("Dear Jo,\n\nAmira was here.")
        button(at, "Save").click().run()

        assert f"{BEN.name} edited the reply to this enquiry" in shown(at)
        assert letter_box(at).value.endswith("Amira was here.")
        button(at, "Load the newest version").click().run()
        assert "Ben was here." in letter_box(at).value
        assert "put in: [+ Amira" in shown(at)
        button(at, "Put my text back in the box").click().run()
        assert "Amira was here." in letter_box(at).value

    def test_given_no_reason_when_closing_then_it_is_asked_for_and_with_one_it_is_closed(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(AMIRA, ENQUIRY)
        at = at_enquiry(app, AMIRA.name, now.id, "questions")
        at.radio(key=f"desk-{now.id}-pass-or-close").set_value(Action.CLOSE).run()

        button(at, "Close without a reply").click().run()
        assert "Write a note first" in shown(at)

        at.text_area(key=f"desk-{now.id}-note-passing-close").set_value("Not for us.")
        button(at, "Close without a reply").click().run()
        assert "The enquiry is closed." in shown(at)
        assert "Not for us." in shown(at)
        assert desk.open(AMIRA, now.id).enquiry.state == "closed"

    def test_given_an_approved_letter_when_taken_out_then_it_can_be_downloaded_and_is_noted(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(AMIRA, ENQUIRY)
        now = desk.draft(AMIRA, now.id, now.version, DRAFT)
        now = desk.submit(AMIRA, now.id, now.version)
        sha = desk.open(AMIRA, now.id).drafts[-1].sha256
        desk.approve(BEN, now.id, now.version, sha)
        at = at_enquiry(app, AMIRA.name, now.id, "send")

        button(at, "Prepare a text file (.txt)").click().run()

        assert f"Approved: version 1, by {BEN.name}" in shown(at)
        assert [each.label for each in at.get("download_button")] == [
            f"Download npq-reply-{now.id}.txt"
        ]
        assert [each.format for each in desk.open(AMIRA, now.id).exports] == ["txt"]

    def test_given_a_letter_that_waits_when_taking_out_then_it_is_told_why_not(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(AMIRA, ENQUIRY)

        at = at_enquiry(app, AMIRA.name, now.id, "send")

        assert "once a colleague has approved it. The enquiry stands at “New”." in shown(at)

    def test_given_the_history_when_shown_then_it_is_in_uk_time_and_downloads_both_ways(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        now = desk.paste(AMIRA, ENQUIRY)

        at = at_enquiry(app, AMIRA.name, now.id, "history")

        assert "22 November 2026 at 9:31am" in shown(at)
        assert len(at.get("download_button")) == 2

    def test_given_a_hostile_enquiry_when_drawn_then_no_markdown_holds_any_of_it(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        hostile = {"original": HOSTILE, "masked": HOSTILE, "subject": HOSTILE, "from_name": HOSTILE}
        reading = Reading(questions=(Asked(number=1, text=HOSTILE, standalone=HOSTILE),))
        now = desk.paste(
            AMIRA,
            ENQUIRY.model_copy(update=hostile | {"reading": reading.model_dump(mode="json")}),
        )

        at = at_enquiry(app, AMIRA.name, now.id)

        assert not at.exception
        html = " ".join(str(element.proto.body) for element in at.get("html"))
        assert "&lt;img src=x" in html
        assert "<img" not in html
        drawn = [*at.markdown, *at.title, *at.header, *at.subheader, *at.caption]
        said = [each.value for each in drawn] + labels(at) + [a.label for a in at.text_area]
        assert not [text for text in said if "img" in text]

    def test_given_the_same_email_twice_when_one_is_opened_then_the_other_is_named(
        self, app: AppTest, desk: ReplyDesk
    ) -> None:
        first, second = desk.paste(AMIRA, ENQUIRY), desk.paste(BEN, ENQUIRY)

        told = shown(at_enquiry(app, AMIRA.name, second.id))

        assert f"Enquiry {first.id}: New" in told


class TestPieces:
    def test_given_a_difference_when_drawn_then_signs_and_words_tell_it(self) -> None:
        out = difference_html(compare("It may <b>start.", "It will <b>start."))

        assert '<del><span class="npq-hidden">taken out: </span>' in out
        assert '<span aria-hidden="true">[+</span>will' in out
        assert "<b>" not in out

    def test_given_no_difference_when_drawn_then_that_is_said(self) -> None:
        assert "The two are the same." in difference_html(compare("Same.", "Same."))

    def test_given_much_that_is_the_same_when_drawn_then_its_middle_is_folded(self) -> None:
        text = "\n".join(f"Line {number}" for number in range(20))
        changes = (
            Change(kind="added", text="New\n"),
            Change(kind="same", text=text),
            Change(kind="added", text="End"),
        )

        out = difference_html(changes)

        assert "16 lines that are the same" in out
        assert all(f"Line {number}" in out for number in range(20))

    def test_given_a_letter_when_read_then_the_places_to_fill_in_are_marked(self) -> None:
        out = letter_html("Dear <Jo>,\n[NEEDS YOUR INPUT: say what] Bye.")

        assert "<mark>[NEEDS YOUR INPUT: say what]</mark> Bye." in out
        assert "&lt;Jo&gt;" in out

    def test_given_flags_when_drawn_then_sentence_problem_and_evidence_are_told(self) -> None:
        flag = Flag(sentence="It <b>will.", problems=("may became will",), evidence="It may.")
        check = LetterCheck(flags=(flag,), left_out=("Unless full.",), open_marks=2)

        out = check_html(check)

        for text in ("It &lt;b&gt;will.", "may became will", "It may.", "Unless full."):
            assert text in out
        assert "2 places to fill in" in out
        assert "1 sentence to look at" in out

    def test_given_nothing_wrong_when_drawn_then_that_is_said(self) -> None:
        assert "Every sentence says what its source says" in check_html(LetterCheck())

    def test_given_an_earlier_mail_when_drawn_then_it_is_folded_and_nothing_is_lost(self) -> None:
        text = "Hello,\nHow long is NPQH?\n\nThanks,\nJo\n\nOn Monday, Ann wrote:\n> Old <b>words"
        out = mail_html(working(original=text))

        assert "How long is NPQH?" in out.split("<details")[0]
        assert "Old" not in out.split("<details")[0]
        assert "&gt; Old &lt;b&gt;words" in out

    def test_given_a_reading_when_drawn_then_what_was_not_said_is_named(self) -> None:
        reading = Reading(slots={"setting": "trust", "head_years": "2"}, npqs=("NPQH",))
        out = facts_html(working(), reading)

        assert "academy trust" in out
        assert "year 2 of headship" in out
        assert re.search(r"Not said</dt><dd>Intake, Dates", out)

    def test_given_an_empty_question_when_drafting_then_its_number_is_said(self) -> None:
        asked = [
            Asked(number=1, text="a", standalone="A?"),
            Asked(number=2, text="", standalone=""),
        ]
        with pytest.raises(DeskError, match="Question 2 is empty"):
            ready(asked)

    def test_given_an_added_question_when_drafting_then_it_is_quoted_and_all_are_numbered(
        self,
    ) -> None:
        asked = [
            Asked(number=7, text="a", standalone="A?"),
            Asked(number=9, text="", standalone="B?"),
        ]

        assert [(a.number, a.text, a.standalone) for a in ready(asked)] == [
            (1, "a", "A?"),
            (2, "B?", "B?"),
        ]

    def test_given_a_moment_in_summer_when_written_then_it_is_uk_time(self) -> None:
        assert uk_time(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)) == "1 July 2026 at 1:05pm"
        assert uk_time(datetime(2026, 11, 22, 0, 30, tzinfo=UTC)) == "22 November 2026 at 12:30am"

    def test_given_a_gap_when_drawn_then_it_is_told_in_words(self) -> None:
        at = datetime(2026, 11, 22, tzinfo=UTC)
        gap = Gap(
            label="Where <b>?", count=3, questions=("Where <b>?", "Where to?"), first=at, last=at,
            outcomes={"not_in_guidance": 3}, sources={"chat": 2, "enquiry": 1},
        )  # fmt: skip
        out = gap_html(gap)

        for text in ("Asked 3 times", "on 22 November 2026", "chat (2)", "The questions (2)"):
            assert text in out
        assert "<b>" not in out


class TestWording:
    def test_given_the_rules_when_an_action_state_or_format_is_there_then_it_has_words(
        self,
    ) -> None:
        assert set(WORDS["history"]["actions"]) == set(Action)
        assert set(WORDS["send"]["formats"]) == set(WORDS["send"]["kinds"]) == set(rules().formats)
        assert set(WORDS["questions"]["tones"]) == set(tones())
        assert set(WORDS["review"]["note_label"]) == set(WORDS["review"]["buttons"])
        assert set(Role) == set(rules().roles)

    def test_given_every_sentence_when_read_then_none_is_empty_or_shouts(self) -> None:
        for text in sentences(WORDS):
            assert text.strip()
            assert "!" not in text
            assert not re.search(r"\b(?:please|sorry|simply|just)\b", text, re.I)


def sentences(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from sentences(inner)
    else:
        yield str(value)


def working(**changes: Any) -> Working:
    """An enquiry that is open, without a store."""
    fields = ENQUIRY.model_dump() | {
        "id": 1, "version": 1, "state": "new", "received": datetime(2026, 11, 22, tzinfo=UTC),
        "updated": datetime(2026, 11, 22, tzinfo=UTC), "queue": None, "draft_number": 0,
        "drafted_by": None, "approved_sha256": None,
    }  # fmt: skip
    file = EnquiryFile.model_validate(
        {"enquiry": fields | changes, "drafts": (), "reviews": (), "events": (), "exports": ()}
    )
    return Working(file, [])
