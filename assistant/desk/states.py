"""Where an enquiry stands, and the one place that says what may be done to it, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import Field

from assistant.desk.records import desk_policy
from assistant.records import Record
from corpus.errors import NotAllowed, WrongState


class State(StrEnum):
    """The stages of an enquiry; the label of each is in `policy/states.yaml`."""

    NEW = "new"
    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    ESCALATED = "escalated"
    SENT = "sent"
    CLOSED = "closed"


class Role(StrEnum):
    """What a member of staff does at the desk."""

    OFFICER = "officer"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Action(StrEnum):
    """What can be done to an enquiry."""

    PASTE = "paste"
    DRAFT = "draft"
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    ESCALATE = "escalate"
    EXPORT = "export"
    MARK_SENT = "mark_sent"
    LEARN = "learn"
    UNLEARN = "unlearn"
    CLOSE = "close"


class Rule(Record):
    """From where, to where and by whom an action is done, and its words."""

    from_: tuple[State, ...] = Field(alias="from")
    to: State | None = None
    roles: frozenset[Role]
    does: str
    done: str


class Limits(Record):
    """How much text is accepted."""

    letter_chars: int = Field(gt=0)
    note_chars: int = Field(gt=0)


class Rules(Record):
    """`policy/states.yaml`, checked."""

    states: dict[State, str]
    roles: dict[Role, str]
    actions: dict[Action, Rule]
    view: frozenset[Role]
    queues: dict[str, str]
    formats: tuple[str, ...]
    limits: Limits
    refusals: dict[str, str]


@cache
def rules() -> Rules:
    """Return the rules of the desk."""
    return Rules.model_validate(desk_policy("states"))


def refusal(name: str, **values: Any) -> str:
    """Return the sentence with which something is refused."""
    return rules().refusals[name].format(**values)


def next_state(state: State | None, action: Action) -> State:
    """Return where an action takes an enquiry, or raise `WrongState`; None is before it exists."""
    rule = rules().actions[action]
    if state is None and not rule.from_ and rule.to is not None:
        return rule.to
    if state is None or state not in rule.from_:
        shown = rules().states[state] if state is not None else "Not there yet"
        raise WrongState(refusal("state", does=rule.does, state=shown))
    return rule.to or state


def allow(roles: Iterable[Role], action: Action) -> None:
    """Raise `NotAllowed` unless one of the roles may do the action."""
    rule = rules().actions[action]
    if not rule.roles.intersection(roles):
        raise NotAllowed(refusal("role", does=rule.does, **_named(rule.roles, roles)))


def allow_viewing(roles: Iterable[Role]) -> None:
    """Raise `NotAllowed` unless one of the roles may see enquiries."""
    if not rules().view.intersection(roles):
        raise NotAllowed(refusal("view", **_named(rules().view, roles)))


def possible(state: State, roles: Iterable[Role]) -> tuple[Action, ...]:
    """Return what people with these roles can do to an enquiry that stands there."""
    return tuple(
        action
        for action, rule in rules().actions.items()
        if state in rule.from_ and rule.roles.intersection(roles)
    )


def _named(wanted: Iterable[Role], own: Iterable[Role]) -> dict[str, str]:
    return {"roles": " or ".join(sorted(wanted)), "own": " and ".join(sorted(own)) or "none"}
