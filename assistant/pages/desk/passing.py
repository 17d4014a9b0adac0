"""Passing an enquiry to a queue, or closing it without a reply, at any stage that allows it."""

from __future__ import annotations

import streamlit as st

from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.pages.desk.review import draw_decision_form
from assistant.pages.desk.shared import offers, words
from assistant.pages.desk.working import Working


def draw_passing(actor: Actor, work: Working) -> None:
    """Draw the two forms where the state and the role offer them."""
    wording = words("passing")
    can = offers(work.enquiry, actor)
    choices = [action for action in (Action.ESCALATE, Action.CLOSE) if action in can]
    if not choices:
        return
    with st.expander(wording["heading"]):
        names = {Action.ESCALATE: wording["escalate"], Action.CLOSE: wording["close"]}
        choice = st.radio(
            wording["heading"],
            choices,
            format_func=names.get,
            horizontal=True,
            key=work.key("pass-or-close"),
            label_visibility="collapsed",
            persist_state="session",
        )
        draw_decision_form(actor, work, choice, "passing")
