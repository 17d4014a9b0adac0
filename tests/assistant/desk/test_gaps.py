"""The gaps list: from the real store, by the real embedding model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from desk_people import ADMIN, AMIRA, ENQUIRY, NOBODY, START, Clock, new_desk

from assistant.desk.gaps import Gap, find_gaps
from assistant.desk.inputs import Incoming, NewDraft
from assistant.desk.records import desk_policy
from assistant.desk.service import ReplyDesk
from assistant.records import Answer, Outcome, policy
from assistant.store.conversations import Conversations
from assistant.store.engine import Store
from assistant.store.retention import purge
from corpus.errors import NotAllowed
from corpus.settings import Settings
from index.embedding import MiniLM, Vectors

QUESTIONS = yaml.safe_load(
    Path(__file__).with_name("gap_questions.yaml").read_text(encoding="utf-8")
)
TODAY = date(2026, 11, 22)
PARKING = ("Where can I park at the training venue?", "Is parking free at the venues?")
ASK = "Ask the provider that runs the event."
NOT_SAID = policy("outcomes")["outcomes"]["not_in_guidance"]["text"].format(ask=ASK)
_ids = count()


@pytest.fixture(scope="session")
def model() -> MiniLM:
    return MiniLM()


def _alone(texts: Sequence[str]) -> Vectors:
    """One direction a text, for tests where no two are to be alike."""
    return np.eye(len(texts), 384, dtype=np.float32)


def _told(
    store: Store,
    question: str,
    outcome: Outcome = Outcome.NOT_IN_GUIDANCE,
    *,
    talk: str = "",
    at: datetime = START,
    **more: Any,
) -> None:
    """Keep a turn of the chat."""
    number = next(_ids)
    fields = {"answer": NOT_SAID, "standalone_question": question, "as_of": TODAY} | more
    answer = Answer(id=f"a{number}", question=question, outcome=outcome, **fields)
    Conversations(store, clock=lambda: at).keep_turn(talk or f"talk {number}", question, answer)


def _item(question: str, outcome: str = "not_in_guidance", **more: Any) -> dict[str, Any]:
    needs = {"question": question, "standalone": question, "needs_input": outcome != "answered"}
    return needs | {"outcome": outcome, "gap": NOT_SAID} | more


def _written(desk: ReplyDesk, items: list[Any], enquiry: Incoming = ENQUIRY) -> int:
    """Take in an enquiry and draft a letter that rests on these items."""
    now = desk.paste(AMIRA, enquiry)
    return desk.draft(AMIRA, now.id, now.version, NewDraft(letter="Dear all", items=items)).id


def _texts(gaps: Sequence[Gap]) -> set[str]:
    return {text for gap in gaps for text in gap.questions}


def test_given_the_same_gap_in_chat_and_enquiries_when_listed_then_it_is_one_group(
    store: Store, model: MiniLM
) -> None:
    desk = new_desk(store)
    _told(store, PARKING[0])
    _told(store, PARKING[1], at=START + timedelta(days=2))
    _told(store, "Is the NPQH recognised in Australia?")
    _written(desk, [_item("Is there parking at the training venue?")])

    first, second = find_gaps(store, model.encode)

    assert first.count == 3
    assert {*PARKING, "Is there parking at the training venue?"} == set(first.questions)
    assert first.label == first.questions[0]
    assert first.sources == {"chat": 2, "enquiry": 1}
    assert first.outcomes == {"not_in_guidance": 3}
    assert first.ask_instead == ASK
    assert (first.first, first.last) == (START, START + timedelta(days=2))
    assert (second.label, second.count) == ("Is the NPQH recognised in Australia?", 1)


@pytest.mark.parametrize("part", ["chosen_on", "held_out"])
def test_given_questions_of_known_gaps_when_grouped_then_the_groups_are_those(
    store: Store, model: MiniLM, part: str
) -> None:
    wanted = {text: gap for gap, texts in QUESTIONS[part].items() for text in texts}
    for text in wanted:
        _told(store, text)

    found = {text: gap.label for gap in find_gaps(store, model.encode) for text in gap.questions}

    assert found.keys() == wanted.keys()
    precision, recall = _b_cubed(found, wanted), _b_cubed(wanted, found)
    assert precision >= 0.85
    assert recall >= 0.85


def _b_cubed(groups: dict[str, str], by: dict[str, str]) -> float:
    """Return the mean share of a text's group that another grouping puts with it too."""
    sizes = Counter(groups.values())
    both = Counter((groups[text], by[text]) for text in groups)
    return sum(both[groups[text], by[text]] / sizes[groups[text]] for text in groups) / len(groups)


@pytest.mark.parametrize("outcome", Outcome)
def test_given_an_outcome_when_listed_then_only_what_was_left_open_is_a_gap(
    store: Store, outcome: Outcome
) -> None:
    _told(store, "Asked in the chat", outcome)
    _written(new_desk(store), [_item("Asked by mail", outcome.value, needs_input=True)])

    listed = _texts(find_gaps(store, _alone))

    wanted = outcome.value in desk_policy("gaps")["outcomes"]
    assert listed == ({"Asked in the chat", "Asked by mail"} if wanted else set())


def test_given_a_refused_message_when_listed_then_it_is_never_a_gap() -> None:
    assert "refused" not in desk_policy("gaps")["outcomes"]
    assert {"not_in_guidance", "partly_answered"} <= set(desk_policy("gaps")["outcomes"])


def test_given_a_partly_answered_message_when_listed_then_only_the_open_part_is(
    store: Store,
) -> None:
    text = policy("outcomes")["outcomes"]["partly_answered"]["text"]
    told = text.format(gap="“Is there parking?”; “Is lunch included?”")
    partly = Outcome.PARTLY_ANSWERED
    _told(store, "How long is it, and is there parking?", partly, answer=f"12 months. [1] {told}")
    item = _item("Who pays and may I bring a dog?", partly.value, gap=text.format(gap="“A dog?”"))
    _written(new_desk(store), [item, _item("How is it marked?", partly.value, gap="Other words.")])

    assert _texts(find_gaps(store, _alone)) == {
        "Is there parking?",
        "Is lunch included?",
        "A dog?",
        "How is it marked?",
    }


def test_given_a_follow_up_when_listed_then_it_reads_alone(store: Store) -> None:
    _told(store, "And in Welsh?", standalone_question="Is NPQH offered in Welsh?")

    assert _texts(find_gaps(store, _alone)) == {"Is NPQH offered in Welsh?"}


def test_given_one_person_who_asks_again_when_counted_then_once(store: Store) -> None:
    for text in ("Is there parking?", "is there parking", "Is there  parking ?"):
        _told(store, " ".join(text.split()), talk="the same")
    _told(store, "IS THERE PARKING?", talk="another")

    (gap,) = find_gaps(store, _alone)

    assert gap.count == 2
    assert len(gap.questions) == 1


def test_given_personal_data_when_listed_then_none_of_it_is_there(store: Store) -> None:
    secret = "Can Priya Nair (priya@example.org, TRN 1234567) park there?"
    _told(store, secret)
    _told(store, "Masked before", standalone_question="May Mr Omar Aziz, 07700 900123, park?")
    _written(new_desk(store), [_item("May [NAME 1] ([EMAIL 1]) bring a car?")])

    listed = " ".join(_texts(find_gaps(store, _alone)))

    for personal in ("Priya", "Nair", "example.org", "1234567", "Omar", "Aziz", "900123", "[NAME"):
        assert personal not in listed
    assert "someone" in listed


def test_given_a_letter_that_was_drafted_again_when_listed_then_only_the_last_counts(
    store: Store,
) -> None:
    desk = new_desk(store)
    now = desk.paste(AMIRA, ENQUIRY)
    for text in ("An old question", "The new question"):
        draft = NewDraft(letter=f"Dear all, {text}", items=[_item(text)])
        now = desk.draft(AMIRA, now.id, now.version, draft)

    assert _texts(find_gaps(store, _alone)) == {"The new question"}


def test_given_items_that_lack_something_when_listed_then_they_are_passed_over(
    store: Store,
) -> None:
    odd: list[Any] = ["text", None, {}, {"outcome": "not_in_guidance"}, {"needs_input": True}]
    nothing = [_item(""), _item("  "), _item("[EMAIL 1]"), _item("x", standalone=7)]
    _written(new_desk(store), [*odd, *nothing, _item("Only this?", gap=None, standalone=None)])

    assert _texts(find_gaps(store, _alone)) == {"Only this?"}


def test_given_a_day_when_listed_then_nothing_from_before_it_is(store: Store) -> None:
    desk = ReplyDesk(store, clock=Clock())
    _told(store, "Long ago?", at=START - timedelta(days=40))
    _told(store, "Lately?", at=START)
    _written(desk, [_item("By mail?")])

    since = START - timedelta(days=1)
    assert _texts(find_gaps(store, _alone, since=since)) == {"Lately?", "By mail?"}
    assert find_gaps(store, _alone, since=START + timedelta(days=1)) == ()


def test_given_what_was_purged_when_listed_then_it_is_gone(store: Store) -> None:
    _told(store, "Asked in the chat?")
    _written(new_desk(store), [_item("Asked by mail?")])
    assert len(_texts(find_gaps(store, _alone))) == 2

    purge(store, Settings(), datetime(2037, 1, 1, tzinfo=UTC), dry_run=False)

    assert find_gaps(store, _alone) == ()


def test_given_more_questions_than_are_looked_at_when_listed_then_the_newest_are(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(desk_policy("gaps"), "most", 2)
    for day, text in enumerate(["One?", "Two?", "Three?"]):
        _told(store, text, at=START + timedelta(days=day))
    _told(store, "one?", at=START)

    assert _texts(find_gaps(store, _alone)) == {"Two?", "Three?"}


def test_given_a_very_long_question_when_listed_then_it_is_cut(store: Store) -> None:
    _told(store, "Is there parking " + "near the venue " * 300 + "?")

    (gap,) = find_gaps(store, _alone)

    assert len(gap.label) <= desk_policy("gaps")["longest"]
    assert gap.label.endswith("…")


def test_given_nothing_asked_when_listed_then_there_are_no_gaps(
    store: Store, model: MiniLM
) -> None:
    assert find_gaps(store, model.encode) == ()


def test_given_gaps_seen_before_when_asked_again_then_only_new_questions_are_embedded(
    store: Store,
) -> None:
    desk = new_desk(store)
    given: list[list[str]] = []

    def embed(texts: Sequence[str]) -> Vectors:
        given.append(list(texts))
        rows = [10 * len(given) + place for place in range(len(texts))]
        return np.eye(384, dtype=np.float32)[rows]

    _told(store, "Is there parking for Priya Nair?")
    first = desk.gaps(AMIRA, embed)
    _told(store, "Is it in Welsh?", at=START + timedelta(days=1))
    second = desk.gaps(AMIRA, embed)

    assert given == [["Is there parking for someone?"], ["Is it in Welsh?"]]
    assert second == (second[0], *first)
    assert second[0].label == "Is it in Welsh?"


def test_given_two_names_in_the_same_question_when_listed_then_it_is_one_wording(
    store: Store, model: MiniLM
) -> None:
    _told(store, "Can Priya Nair park there?")
    _told(store, "Can Omar Aziz park there?")

    (gap,) = find_gaps(store, model.encode)

    assert gap.questions == ("Can someone park there?",)
    assert gap.count == 2


def test_given_a_role_when_the_desk_is_asked_for_gaps_then_it_counts(store: Store) -> None:
    desk = new_desk(store)
    _told(store, "Is there parking?")

    assert [gap.label for gap in desk.gaps(ADMIN, _alone)] == ["Is there parking?"]
    with pytest.raises(NotAllowed):
        desk.gaps(NOBODY, _alone)
