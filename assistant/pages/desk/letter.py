"""The letter: edit, check, save, ask for a review."""

from __future__ import annotations

import streamlit as st

from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.pages.desk.shared import offers, role_refusal, state_label, uk_time, words, workbench
from assistant.pages.desk.sources import check_html, draw_sources, letter_html, summary
from assistant.pages.desk.versions import draw_tone, draw_versions
from assistant.pages.desk.working import CHECKED, Working
from assistant.pages.pieces import box_said, paragraph

_HERE = "npq-desk-letter"


def draw_letter(actor: Actor, work: Working) -> None:
    """Draw the letter as it stands, to be edited where the state and the role allow it."""
    wording, draft = words("letter"), work.draft
    st.header(wording["heading"], anchor=False)
    if draft is None:
        st.html(paragraph(wording["none"]))
        return
    about = wording["about"].format(number=draft.number, who=draft.author, when=uk_time(draft.at))
    st.html(f'<div id="{_HERE}" tabindex="-1">{paragraph(about)}</div>')
    can = offers(work.enquiry, actor)
    if Action.EDIT not in can:
        fixed = wording["fixed"].format(state=state_label(work.enquiry.state))
        st.html(paragraph(role_refusal(actor, Action.EDIT) or fixed))
        st.html(letter_html(draft.letter))
    else:
        _draw_editing(actor, work, can)
    draw_sources(work, wording["sources"])
    if Action.EDIT in can:
        draw_tone(actor, work, draft)
    draw_versions(actor, work, can)


def _draw_editing(actor: Actor, work: Working, can: frozenset[Action]) -> None:
    wording, key = words("letter"), work.letter_key
    if key not in st.session_state:
        st.session_state[key] = work.draft.letter if work.draft else ""
    st.text_area(wording["box"], key=key, height=560, on_change="ignore", persist_state="session")
    with st.container(horizontal=True):
        st.button(
            wording["save"],
            type="primary",
            on_click=_save,
            args=(actor, work),
            key=work.key("save"),
        )
        st.button(wording["check"], on_click=_check, args=(work,), key=work.key("check"))
        if Action.SUBMIT in can:
            st.button(
                wording["submit"], on_click=_submit, args=(actor, work), key=work.key("submit")
            )
        if work.set_aside is not None:
            st.button(wording["undo"], on_click=_undo, args=(work,), key=work.key("undo-letter"))
        elif work.unsaved:
            st.button(
                wording["put_back"], on_click=_put_back, args=(work,), key=work.key("put-back")
            )
    if work.unsaved:
        st.html(paragraph(wording["unsaved"], "npq-unsaved"))
    if said := work.said_at(_HERE):
        st.html(box_said(said))
    found = check_html(workbench().check(work.file, work.typed))
    st.html(f'<div id="{CHECKED}" tabindex="-1">{box_said(work.said_at(CHECKED))}{found}</div>')


def _save(actor: Actor, work: Working) -> None:
    wording, before, text = words("letter"), work.draft, work.typed
    done = work.do(actor, lambda: workbench().save(actor, *work.at, text), "")
    if not done or work.draft is None:
        return
    work.set_aside = None
    work.show_letter()
    if before and work.draft.number == before.number:
        work.say(wording["same"])
    else:
        check = workbench().check(work.file, work.draft.letter)
        saved = wording["saved"].format(number=work.draft.number)
        work.say(f"{saved} {summary(check)}", CHECKED)


def _check(work: Working) -> None:
    work.say(summary(workbench().check(work.file, work.typed)), CHECKED)


def _submit(actor: Actor, work: Working) -> None:
    wording = words("letter")
    if work.unsaved:
        work.complain(wording["save_first"])
        return
    if work.do(actor, lambda: workbench().desk.submit(actor, *work.at), wording["submitted"]):
        work.tab = "review"


def _put_back(work: Working) -> None:
    work.set_aside = work.typed
    work.show_letter()
    work.say(words("letter")["put_back_done"], _HERE)


def _undo(work: Working) -> None:
    if work.set_aside is not None:
        work.show_letter(work.set_aside)
        work.set_aside = None
        work.say(words("letter")["undo_done"], _HERE)
