"""Where an enquiry can go, as a table of every pair of state and action; and the roles."""

from __future__ import annotations

from string import Formatter

import pytest

from assistant.desk.states import (
    Action,
    Role,
    State,
    allow,
    allow_viewing,
    next_state,
    possible,
    rules,
)
from corpus.errors import NotAllowed, WrongState

# Written out by hand, so that a change of the rules is seen here too. "-" is refused.
TABLE = """
                   draft    edit     submit     approve   request_changes    escalate   export    mark_sent  close   learn     unlearn
new                drafted  -        -          -         -                  escalated  -         -        closed  -         -
drafted            drafted  drafted  in_review  -         -                  escalated  -         -        closed  -         drafted
in_review          -        drafted  -          approved  changes_requested  escalated  -         -        closed  -         in_review
changes_requested  drafted  drafted  -          -         -                  escalated  -         -        closed  -         changes_requested
approved           -        drafted  -          -         -                  -          approved  sent     closed  approved  approved
escalated          drafted  drafted  in_review  -         -                  escalated  -         -        closed  -         escalated
sent               -        -        -          -         -                  -          sent      -        -       sent      sent
closed             -        -        -          -         -                  -          -         -        -       -         closed
"""  # noqa: E501
HEADER, *LINES = [line.split() for line in TABLE.strip().splitlines()]
PAIRS = [
    (State(line[0]), Action(action), None if to == "-" else State(to))
    for line in LINES
    for action, to in zip(HEADER, line[1:], strict=True)
]
ROLES = {
    Role.OFFICER: "paste draft edit submit escalate export mark_sent learn unlearn close",
    Role.REVIEWER: "edit submit approve request_changes escalate export mark_sent close "
    "learn unlearn",
    Role.ADMIN: "close",
}


def test_given_the_table_when_read_then_it_has_every_state_and_action() -> None:
    assert [line[0] for line in LINES] == [state.value for state in State]
    assert set(HEADER) == {action.value for action in Action} - {Action.PASTE}


@pytest.mark.parametrize(("state", "action", "to"), PAIRS)
def test_given_a_state_when_something_is_done_then_the_table_says_where_it_goes(
    state: State, action: Action, to: State | None
) -> None:
    if to is not None:
        assert next_state(state, action) is to
        return
    with pytest.raises(WrongState) as refused:
        next_state(state, action)
    assert rules().states[state] in refused.value.sentence


@pytest.mark.parametrize("action", Action)
def test_given_no_enquiry_yet_when_something_is_done_then_only_adding_it_is_possible(
    action: Action,
) -> None:
    if action is Action.PASTE:
        assert next_state(None, action) is State.NEW
        return
    with pytest.raises(WrongState):
        next_state(None, action)


@pytest.mark.parametrize("state", State)
def test_given_an_enquiry_when_it_is_added_again_then_it_is_refused(state: State) -> None:
    with pytest.raises(WrongState):
        next_state(state, Action.PASTE)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_given_a_role_when_something_is_done_then_only_what_the_role_may(
    role: Role, action: Action
) -> None:
    if action.value in ROLES[role].split():
        allow({role}, action)
        return
    with pytest.raises(NotAllowed) as refused:
        allow({role}, action)
    assert role.value in refused.value.sentence


def test_given_no_role_when_looking_or_doing_then_it_is_refused() -> None:
    with pytest.raises(NotAllowed) as refused:
        allow_viewing(())
    assert "yours is none" in refused.value.sentence
    for action in Action:
        with pytest.raises(NotAllowed):
            allow((), action)


def test_given_a_state_and_roles_when_asked_what_is_possible_then_both_count() -> None:
    assert possible(State.IN_REVIEW, {Role.OFFICER}) == (
        Action.EDIT,
        Action.ESCALATE,
        Action.UNLEARN,
        Action.CLOSE,
    )
    assert Action.APPROVE in possible(State.IN_REVIEW, {Role.REVIEWER})
    assert possible(State.CLOSED, set(Role)) == (Action.UNLEARN,)
    assert possible(State.CLOSED, {Role.ADMIN}) == ()


def test_given_the_rules_when_read_then_every_state_role_and_action_has_its_words() -> None:
    found = rules()

    assert list(found.states) == list(State)
    assert set(found.roles) == set(Role)
    assert set(found.actions) == set(Action)
    assert all(found.states.values())
    assert found.view == set(Role)
    assert found.queues
    assert found.limits.note_chars < found.limits.letter_chars


def test_given_the_refusals_when_read_then_each_ends_as_a_sentence_and_has_known_places() -> None:
    known = {"does", "done", "roles", "own", "state", "number", "who", "id"}
    known |= {"length", "limit", "queue", "queues", "format", "formats", "count"}
    for name, sentence in rules().refusals.items():
        assert {place for _, place, _, _ in Formatter().parse(sentence) if place} <= known, name
        assert sentence.endswith("."), name
