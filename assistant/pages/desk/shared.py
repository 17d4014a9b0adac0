"""What the pages of the desk share: the workbench, their words, UK time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from assistant.desk.records import desk_policy
from assistant.desk.service import open_desk
from assistant.desk.staff import Actor
from assistant.desk.states import Action, State, allow, possible, rules
from assistant.desk.workbench import Workbench
from assistant.pages.frame import shared_assistant
from assistant.store.records import EnquirySummary
from corpus.dates import in_words
from corpus.errors import NotAllowed
from corpus.settings import get_settings

UK = ZoneInfo("Europe/London")


def words(part: str) -> dict[str, Any]:
    """Return the wording of one part of the pages."""
    found: dict[str, Any] = desk_policy("pages")[part]
    return found


def counted(wording: Mapping[str, str], count: int, **values: object) -> str:
    """Return a count in words: none, one or many."""
    name = {0: "none", 1: "one"}.get(count, "many")
    return wording[name].format(count=count, **values)


def workbench() -> Workbench:
    """Return the workbench that all tabs share."""
    settings = get_settings()
    return _workbench(str(settings.data_dir), settings.database_url)


@st.cache_resource(show_spinner=False)
def _workbench(data_dir: str, database_url: str) -> Workbench:
    settings = get_settings()
    return Workbench(open_desk(settings), shared_assistant, settings)


def in_uk(at: datetime) -> datetime:
    """Return a time as clocks in the UK show it."""
    return at.astimezone(UK)


def uk_time(at: datetime) -> str:
    """Write a moment as 22 November 2026 at 9:30am."""
    local = in_uk(at)
    hour = f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    return str(desk_policy("pages")["time"].format(day=in_words(local.date()), time=hour))


def offers(enquiry: EnquirySummary, actor: Actor) -> frozenset[Action]:
    """Return what this person can be offered to do to an enquiry as it stands."""
    return frozenset(possible(State(enquiry.state), actor.roles))


def state_label(state: str) -> str:
    """Return a state as it is shown."""
    return rules().states[State(state)]


def action_label(action: str) -> str:
    """Return what was done as it is shown; an action no longer in the policy by its id."""
    return str(words("history")["actions"].get(action, action))


def queue_label(queue: str | None) -> str:
    """Return a queue as it is shown; one that is no longer in the policy by its id."""
    return rules().queues.get(queue or "", queue or "")


def role_refusal(actor: Actor, action: Action) -> str:
    """Return why this person's roles do not allow an action, or nothing where they do."""
    try:
        allow(actor.roles, action)
    except NotAllowed as error:
        return error.sentence
    return ""
