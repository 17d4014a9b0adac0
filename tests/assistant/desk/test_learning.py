"""Learning from approved letters: what becomes a case, by whom, and how it is taken back."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desk_people import (
    ADMIN,
    AMIRA,
    BEN,
    DRAFT,
    ENQUIRY,
    NOBODY,
    RUTH,
    brought_to,
    latest_hash,
    new_desk,
)

from assistant.desk.drafting import draft_letter
from assistant.desk.inputs import NewDraft
from assistant.desk.keeping import incoming, new_draft
from assistant.desk.learning import FILE, all_learned, learn, learned_cases, unlearn
from assistant.desk.reading import read_text
from assistant.desk.replay import replay
from assistant.desk.service import ReplyDesk
from assistant.desk.states import State
from assistant.store.engine import Store, open_store
from assistant.store.records import EnquiryRecord
from corpus.errors import DataFolderError, EnquiryNotFound, NotAllowed, WrongState
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant

EMAIL = "continuing-professional-development@example.org"
LONG = {"text": "NPQH takes 18 months.", "citations": [1]}
ASKS = {"text": f"Write to {EMAIL} to defer.", "citations": [2]}
PERSONAL = {"[NAME 1]": "Jo Field", "[PHONE 1]": "01632 960 001"}


def _source(number: int) -> dict[str, Any]:
    return {
        "number": number,
        "document_id": f"doc{number}",
        "title": f"Page {number}",
        "publisher": "Example publisher",
        "kind": "guidance",
        "status": "current",
        "url": None,
        "updated": None,
        "section": "",
        "passage": f"doc{number}#0",
        "quotes": [],
        "standings": [],
    }


def _item(question: str, outcome: str, *statements: dict[str, Any]) -> dict[str, Any]:
    return {
        "question": question,
        "standalone": f"{question} (for [NAME 1])",
        "outcome": outcome,
        "statements": list(statements),
        "needs_input": outcome != "answered",
    }


ITEMS = [
    _item("How long is NPQH?", "answered", LONG),
    _item("Can [NAME 1] defer?", "partly_answered", ASKS),
    _item("Is there parking?", "not_in_guidance"),
    _item("Who won the cup?", "out_of_scope"),
    _item("Which NPQ?", "needs_clarification"),
    _item("Can you write my essay?", "refused"),
    _item("What went wrong?", "error"),
]
PARAGRAPHS = [
    "You asked: “How long is NPQH?”\nNPQH takes 18 months. [1] Please note: this changed.",
    f"You asked: “Can Jo Field defer?”\nWrite to {EMAIL} to defer. [2]\n\nDo ring us.",
    "You asked: “Is there parking?”\nYes, Jo Field, ring 01632 960 001.",
    "You asked: “Who won the cup?”\nWe cannot say.",
    "You asked: “Which NPQ?”\nTell us which.",
    "You asked: “Can you write my essay?”\nNo.",
    "You asked: “What went wrong?”\nNothing.",
]
LISTED = "Sources\n[1] Page 1, Example publisher.\n[2] Page 2, Example publisher."


def _draft(paragraphs: list[str] = PARAGRAPHS, items: list[Any] = ITEMS) -> NewDraft:
    parts = ["Dear Jo Field,", "Thank you.", *paragraphs, LISTED, "Kind regards,\n\nAmira Khan"]
    return NewDraft(
        letter="\n\n".join(parts) + "\n",
        items=items,
        sources=[_source(1), _source(2)],
        personal=PERSONAL,
        index_id="abc123",
        writer="extractive",
        as_of=date(2026, 11, 22),
    )


def _approved(desk: ReplyDesk, draft: NewDraft | None = None) -> EnquiryRecord:
    now = desk.paste(AMIRA, ENQUIRY)
    now = desk.draft(AMIRA, now.id, now.version, draft or _draft())
    return _approve(desk, now)


def _approve(desk: ReplyDesk, now: EnquiryRecord) -> EnquiryRecord:
    now = desk.submit(AMIRA, now.id, now.version)
    return desk.approve(RUTH, now.id, now.version, latest_hash(desk, now))


def _cases(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_given_an_approved_letter_when_learned_from_then_each_question_is_a_case(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    now = _approved(desk)

    learned = learn(desk, AMIRA, now.id, folder=tmp_path)

    cases = _cases(tmp_path)
    assert (learned.added, learned.already, learned.left_out) == (6, 0, 1)
    assert [case["expected_behaviour"] for case in cases] == [
        "answer",
        "answer",
        "abstain",
        "abstain",
        "clarify",
        "refuse",
    ]
    first, second, third = cases[:3]
    assert first["question"] == "How long is NPQH? (for someone)"
    assert first["expected_answer"] == "NPQH takes 18 months."
    assert first["expected_sources"] == ["doc1"]
    assert first["as_of"] == "2026-11-22"
    assert first["tags"] == ["learned", "answered"]
    assert first["metadata"]["draft"] == 1
    # What the guidance says stands as it is there, an address in it too.
    assert second["expected_answer"] == f"Write to {EMAIL} to defer."
    assert "expected_answer" not in third
    assert third["metadata"]["reviewed"] == "Yes, someone, ring ."


def test_given_a_letter_when_learned_from_then_no_personal_data_is_in_the_file(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    edited = list(PARAGRAPHS)
    edited[0] = "You asked: “How long is NPQH?”\nJo Field, it is 18 months, ring 07700 900123. [1]"
    now = _approved(desk, _draft(edited))

    learn(desk, AMIRA, now.id, folder=tmp_path)

    written = (tmp_path / FILE).read_text(encoding="utf-8")
    for personal in ("Jo", "Field", "01632", "07700", "Amira", "Khan", "amira@", "ruth@", "[NAME"):
        assert personal not in written


def test_given_a_letter_that_a_colleague_edited_when_learned_from_then_their_wording_counts(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    edited = list(PARAGRAPHS)
    edited[0] = "NPQH takes 18 months. [1]"  # without the question
    edited[1] = "You asked: “Can Jo Field defer?”\nWe do not know."  # what was found is gone
    edited[2] = "You asked: “Is there\nparking?” There is, at each venue. [2][1]"  # found by hand
    edited[3] = "You asked: “Who won the cup?”\nSee [9] and [1234567890123]."  # no such sources
    del edited[4]  # the question is left out
    now = _approved(desk, _draft(edited))

    learned = learn(desk, AMIRA, now.id, folder=tmp_path)

    by_question = {case["question"].split(" (")[0]: case for case in _cases(tmp_path)}
    assert learned.left_out == 3
    assert set(by_question) == {
        "How long is NPQH?",
        "Is there parking?",
        "Who won the cup?",
        "Can you write my essay?",
    }
    assert by_question["How long is NPQH?"]["expected_answer"] == "NPQH takes 18 months."
    parking = by_question["Is there parking?"]
    assert parking["expected_behaviour"] == "answer"
    assert parking["expected_answer"] == "There is, at each venue."
    assert parking["expected_sources"] == ["doc2", "doc1"]
    assert by_question["Who won the cup?"]["expected_behaviour"] == "abstain"


def test_given_what_was_learned_when_learned_again_then_nothing_changes(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    now = _approved(desk)
    learn(desk, AMIRA, now.id, folder=tmp_path)
    before = (tmp_path / FILE).read_bytes()
    events = len(desk.open(AMIRA, now.id).events)

    again = learn(desk, BEN, now.id, folder=tmp_path)

    assert (again.added, again.already) == (0, 6)
    assert (tmp_path / FILE).read_bytes() == before
    assert len(desk.open(AMIRA, now.id).events) == events


def test_given_a_letter_approved_anew_when_learned_from_then_its_cases_take_the_others_place(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    now = _approved(desk)
    learn(desk, AMIRA, now.id, folder=tmp_path)
    now = desk.open(AMIRA, now.id).enquiry
    edited = [f"{PARAGRAPHS[0]} I hope that helps."]
    now = _approve(desk, desk.edit(AMIRA, now.id, now.version, _draft(edited)))

    learned = learn(desk, AMIRA, now.id, folder=tmp_path)

    (case,) = _cases(tmp_path)
    assert (learned.added, learned.already, learned.left_out) == (1, 0, 6)
    assert case["expected_answer"] == "NPQH takes 18 months."
    assert case["metadata"]["draft"] == 2


def test_given_what_was_learned_when_taken_back_then_only_that_is_gone(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    first, second = _approved(desk), _approved(desk)
    by_hand = b'{"id": "mine", "question": "Kept?"}\nnot json at all\n'
    (tmp_path / FILE).write_bytes(by_hand)
    learn(desk, AMIRA, first.id, folder=tmp_path)
    after_first = (tmp_path / FILE).read_bytes()
    learn(desk, AMIRA, second.id, folder=tmp_path)
    assert learned_cases(second.id, tmp_path) == 6
    assert all_learned(tmp_path) == 14

    undone = unlearn(desk, AMIRA, second.id, folder=tmp_path)

    assert undone.removed == 6
    assert (tmp_path / FILE).read_bytes() == after_first
    assert after_first.startswith(by_hand)
    assert (learned_cases(first.id, tmp_path), learned_cases(second.id, tmp_path)) == (6, 0)
    assert unlearn(desk, AMIRA, second.id, folder=tmp_path).removed == 0


def test_given_an_approval_that_was_undone_when_taken_back_then_it_still_can_be(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    now = _approved(desk)
    learn(desk, AMIRA, now.id, folder=tmp_path)
    now = desk.open(AMIRA, now.id).enquiry
    desk.edit(AMIRA, now.id, now.version, _draft(["Other words."]))

    with pytest.raises(WrongState):
        learn(desk, AMIRA, now.id, folder=tmp_path)
    assert learned_cases(now.id, tmp_path) == 6
    assert unlearn(desk, RUTH, now.id, folder=tmp_path).removed == 6


@pytest.mark.parametrize("state", State)
def test_given_a_state_when_learned_from_then_only_what_was_approved_is(
    store: Store, tmp_path: Path, state: State
) -> None:
    desk = new_desk(store)
    now = brought_to(state, desk)

    if state in (State.APPROVED, State.SENT):
        # The items of this draft are not such as can be learned from.
        assert learn(desk, AMIRA, now.id, folder=tmp_path).left_out == len(DRAFT.items)
        return
    with pytest.raises(WrongState) as refused:
        learn(desk, AMIRA, now.id, folder=tmp_path)
    assert "learn from" in refused.value.sentence
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("who", [ADMIN, NOBODY])
def test_given_another_role_when_learning_or_taking_back_then_it_is_refused(
    store: Store, tmp_path: Path, who: Any
) -> None:
    desk = new_desk(store)
    now = _approved(desk)

    with pytest.raises(NotAllowed):
        learn(desk, who, now.id, folder=tmp_path)
    with pytest.raises(NotAllowed):
        unlearn(desk, who, now.id, folder=tmp_path)
    assert all_learned(tmp_path) == 0


def test_given_no_such_enquiry_when_learned_from_then_it_is_told(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(EnquiryNotFound):
        learn(new_desk(store), AMIRA, 404, folder=tmp_path)


def test_given_learning_when_the_history_is_replayed_then_it_says_who_did_it(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    now = _approved(desk)
    learn(desk, BEN, now.id, folder=tmp_path)
    unlearn(desk, RUTH, now.id, folder=tmp_path)

    history = json.loads(json.dumps(desk.history(AMIRA, now.id)))

    last = [(event["actor"], event["action"], event["details"]) for event in history["events"][-2:]]
    assert last[0][:2] == (BEN.name, "learn")
    assert last[0][2]["cases"] == 6
    assert last[1] == (RUTH.name, "unlearn", {"cases": 6})
    other = open_store(Settings(data_dir=tmp_path / "other"))
    again = ReplyDesk(other).open(AMIRA, replay(history, other))
    other.close()
    assert [event.action for event in again.events][-2:] == ["learn", "unlearn"]


def test_given_a_folder_that_cannot_be_written_when_learning_then_it_is_told(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    now = _approved(desk)
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(DataFolderError):
        learn(desk, AMIRA, now.id, folder=tmp_path / "file")


def test_given_many_at_once_when_they_learn_then_no_case_is_lost(
    store: Store, tmp_path: Path
) -> None:
    desk = new_desk(store)
    numbers = [_approved(desk).id for _ in range(6)]
    errors: list[Exception] = []

    def work(number: int) -> None:
        try:
            learn(desk, AMIRA, number, folder=tmp_path)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert [learned_cases(number, tmp_path) for number in numbers] == [6] * 6


def test_given_a_real_letter_when_learned_from_then_the_answers_are_the_guidance(
    store: Store, tmp_path: Path, engine: Assistant
) -> None:
    mail = (
        "Hi,\n\nI am Priya Nair (TRN 1234567, 07700 900123).\n\n1. How long does the NPQ for "
        "SENCOs take?\n2. Is there parking at the venues?\n\nKind regards\nPriya Nair\n"
    )
    enquiry = read_text(mail, max_chars=20_000)
    letter = draft_letter(enquiry, engine, as_of=date(2026, 11, 22))
    desk = new_desk(store)
    now = desk.paste(AMIRA, incoming(enquiry, "paste"))
    done = letter.letter.replace("[NEEDS YOUR INPUT", "(We asked")
    draft = new_draft(letter, ()).model_copy(update={"letter": done})
    now = _approve(desk, desk.draft(AMIRA, now.id, now.version, draft))

    learned = learn(desk, RUTH, now.id, folder=tmp_path)

    assert (learned.added, learned.left_out) == (2, 0), letter.letter
    takes, parking = _cases(tmp_path)
    said = " ".join(statement.text for statement in letter.items[0].statements)
    assert takes["expected_answer"] == " ".join(said.split())
    assert set(takes["expected_sources"]) == {source.document_id for source in letter.sources}
    assert parking["expected_behaviour"] == "abstain"
    written = (tmp_path / FILE).read_text(encoding="utf-8")
    assert not any(text in written for text in ("Priya", "Nair", "1234567", "900123"))
