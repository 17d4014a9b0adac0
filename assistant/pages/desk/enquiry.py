"""One enquiry: what it says beside what is being done about it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from assistant.desk.differences import compare
from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.pages.answers import problem_html
from assistant.pages.desk.difference import difference_html
from assistant.pages.desk.letter import draw_letter
from assistant.pages.desk.mail import draw_mail
from assistant.pages.desk.passing import draw_passing
from assistant.pages.desk.questions import draw_questions
from assistant.pages.desk.record import draw_record
from assistant.pages.desk.review import draw_review
from assistant.pages.desk.sending import draw_sending
from assistant.pages.desk.shared import queue_label, state_label, uk_time, words, workbench
from assistant.pages.desk.working import CHECKED, TOLD, Working, working_on
from assistant.pages.pieces import box, box_said, bullets, paragraph
from assistant.pages.saying import say

_PARTS: dict[str, Callable[[Actor, Working], None]] = {
    "questions": draw_questions,
    "letter": draw_letter,
    "review": draw_review,
    "send": draw_sending,
    "history": draw_record,
}
_FIRST = {
    "new": "questions",
    "drafted": "letter",
    "in_review": "review",
    "changes_requested": "letter",
    "approved": "send",
    "escalated": "letter",
    "sent": "send",
    "closed": "history",
}


def draw_enquiry(actor: Actor, enquiry_id: int) -> None:
    """Draw an enquiry; raise `EnquiryNotFound` if there is none, `NotAllowed` if not for them."""
    now = workbench().desk.open(actor, enquiry_id).enquiry.version
    work = working_on(actor, enquiry_id)
    st.html(_about(work))
    _draw_told(actor, work, newer=now != work.enquiry.version)
    if same := _came_twice(actor, work):
        st.html(same)
    _draw_kept(work)
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(key="npq-desk-mail"):
        draw_mail(work)
    with right:
        _draw_parts(actor, work)
    draw_passing(actor, work)
    if work.turn:
        told, bring = work.said or work.trouble, work.target in (TOLD, CHECKED)
        say(f"desk-{enquiry_id}-{work.turn}", told, work.target, bring=bring)


def _about(work: Working) -> str:
    """Say where the enquiry stands, and what a colleague last asked for."""
    wording, enquiry, draft = words("enquiry"), work.enquiry, work.draft
    subject = enquiry.subject or words("desk")["no_subject"]
    facts = [wording["state"].format(state=state_label(enquiry.state))]
    if enquiry.queue:
        facts.append(wording["queue"].format(queue=queue_label(enquiry.queue)))
    facts.append(
        wording["letter"].format(number=draft.number, who=draft.author)
        if draft
        else wording["no_letter"]
    )
    facts.append(wording["changed"].format(when=uk_time(enquiry.updated)))
    first, *others = (escape(fact) for fact in facts)
    return (
        f'<p class="npq-subject">{escape(subject)}</p>'
        f'<p class="npq-stand"><strong>{first}</strong> {" ".join(others)}</p>{_notes(work)}'
    )


def _came_twice(actor: Actor, work: Working) -> str:
    """Say which other enquiries have the very same text, so that nobody answers one twice."""
    wording = words("enquiry")
    others = [
        wording["same_other"].format(id=other.id, state=state_label(other.state))
        for other in workbench().desk.same_text(actor, work.enquiry.id)
    ]
    if not others:
        return ""
    return box(wording["same_heading"], [bullets(others), paragraph(wording["same_help"])], level=2)


def _notes(work: Working) -> str:
    """Show the note that the enquiry now waits on: changes asked for, passed on, or closed."""
    wording, state = words("enquiry"), work.enquiry.state
    names = {
        "changes_requested": (Action.REQUEST_CHANGES, "note"),
        "escalated": (Action.ESCALATE, "passed"),
        "closed": (Action.CLOSE, "closed"),
    }
    if state not in names:
        return ""
    action, sentence = names[state]
    event = next((e for e in reversed(work.file.events) if e.action == action), None)
    if event is None:
        return ""
    heading = wording[sentence].format(
        who=event.actor, when=uk_time(event.at), queue=queue_label(event.details.get("queue"))
    )
    note = paragraph(str(event.details.get("note", "")), "npq-typed")
    return box(heading, [note], level=2)


def _draw_told(actor: Actor, work: Working, *, newer: bool) -> None:
    """Tell what came of the last action; offer the newest version where a colleague was first."""
    wording = words("enquiry")
    if said := work.said_at(TOLD) or work.trouble:
        told = problem_html(said) if work.trouble else box_said(said)
        st.html(f'<div id="{TOLD}" tabindex="-1">{told}</div>')
    if newer or work.conflict:
        if not work.trouble:
            st.html(box(wording["newer"], [paragraph(wording["newest_help"])], level=2))
        st.button(
            wording["newest"], on_click=_load_newest, args=(actor, work), key=work.key("newest")
        )


def _load_newest(actor: Actor, work: Working) -> None:
    if work.attempt(lambda: work.look_again(actor)):
        work.say(words("enquiry")["loaded"])


def _draw_kept(work: Working) -> None:
    """Show a letter that was typed while a colleague saved another, against the newest."""
    if work.kept is None:
        return
    wording = words("enquiry")
    with st.expander(wording["kept_heading"], expanded=True):
        st.html(paragraph(wording["kept_text"]))
        st.html(difference_html(compare(work.typed, work.kept)))
        with st.container(horizontal=True):
            st.button(
                wording["kept_use"], on_click=_use_kept, args=(work,), key=work.key("kept-use")
            )
            st.button(
                wording["kept_drop"], on_click=_drop_kept, args=(work,), key=work.key("kept-drop")
            )


def _use_kept(work: Working) -> None:
    work.set_aside = work.typed
    work.show_letter(work.kept)
    work.kept, work.tab = None, "letter"
    work.say(words("enquiry")["kept_used"])


def _drop_kept(work: Working) -> None:
    work.kept = None
    work.say(words("enquiry")["dropped"])


def _draw_parts(actor: Actor, work: Working) -> None:
    """Draw the tab that is open; what is typed in the others is kept."""
    labels: dict[str, str] = words("enquiry")["tabs"]
    key = work.key("tab")
    wanted = work.tab or ("" if key in st.session_state else _FIRST[work.enquiry.state])
    if wanted:
        st.session_state[key] = labels[wanted]
        work.tab = ""
    tabs = st.tabs(list(labels.values()), key=key, on_change="rerun")
    for name, tab in zip(labels, tabs, strict=True):
        if tab.open:
            with tab:
                _PARTS[name](actor, work)
