"""Taking an approved letter out, marking it as sent, and learning from it."""

from __future__ import annotations

import streamlit as st

from assistant.desk.learning import learn, learned_cases, learned_folder, unlearn
from assistant.desk.staff import Actor
from assistant.desk.states import Action, State, rules
from assistant.pages.desk.shared import counted, offers, state_label, uk_time, words, workbench
from assistant.pages.desk.working import Working
from assistant.pages.pieces import box_said, bullets, paragraph
from corpus.settings import get_settings

_READY, _LEARNED = "npq-desk-ready", "npq-desk-learned"


def draw_sending(actor: Actor, work: Working) -> None:
    """Draw the ways out for an approved letter; told plainly why not before."""
    wording, state = words("send"), work.enquiry.state
    st.header(wording["heading"], anchor=False)
    if state not in (State.APPROVED, State.SENT):
        st.html(paragraph(wording["not_yet"].format(state=state_label(state))))
        _draw_learning(actor, work)
        return
    approval = next((r for r in reversed(work.file.reviews) if r.decision == Action.APPROVE), None)
    if approval:
        told = wording["approved"].format(
            number=approval.draft_number, who=approval.reviewer, when=uk_time(approval.at)
        )
        st.html(paragraph(told))
    can = offers(work.enquiry, actor)
    if Action.EXPORT in can:
        _draw_taking(actor, work)
    if Action.MARK_SENT in can:
        st.button(
            wording["mark_sent"],
            type="primary",
            on_click=_mark_sent,
            args=(actor, work),
            key=work.key("mark-sent"),
        )
    if state == State.SENT:
        st.html(paragraph(wording["sent_already"]))
    _draw_learning(actor, work)


def _draw_taking(actor: Actor, work: Working) -> None:
    wording = words("send")
    st.subheader(wording["take"], anchor=False)
    with st.container(horizontal=True):
        for name in rules().formats:
            st.button(
                wording["formats"][name],
                on_click=_take,
                args=(actor, work, name),
                key=work.key(f"take-{name}"),
            )
    st.html(paragraph(wording["eml_help"], "npq-help"))
    st.html(f'<div id="{_READY}" tabindex="-1">{box_said(work.said_at(_READY))}</div>')
    made = work.exported
    if made is not None and work.exported_as == "copy":
        st.code(made.text, language=None, wrap_lines=True)
    elif made is not None:
        st.download_button(
            wording["download"].format(name=made.file_name),
            made.data,
            file_name=made.file_name,
            mime=made.mime,
            type="primary",
            on_click="ignore",
            key=work.key("download"),
        )
    if work.file.exports:
        lines = [
            wording["taken_line"].format(
                format=wording["kinds"].get(each.format, each.format),
                number=each.draft_number,
                who=each.by,
                when=uk_time(each.at),
            )
            for each in work.file.exports
        ]
        st.html(f"{paragraph(wording['taken'], 'npq-label')}{bullets(lines)}")


def _take(actor: Actor, work: Working, name: str) -> None:
    wording = words("send")
    made = []

    def act() -> None:
        made.append(workbench().export(actor, *work.at, name))

    if work.do(actor, act, wording["ready_copy" if name == "copy" else "ready"]):
        work.target = _READY
        work.exported = made[0]
        work.exported_as = name


def _mark_sent(actor: Actor, work: Working) -> None:
    work.do(actor, lambda: workbench().desk.mark_sent(actor, *work.at), words("send")["sent"])


def _draw_learning(actor: Actor, work: Working) -> None:
    wording, can = words("send"), offers(work.enquiry, actor)
    learned = learned_cases(work.enquiry.id, learned_folder(get_settings()))
    undoable = learned and Action.UNLEARN in can
    if not undoable and Action.LEARN not in can:
        return
    st.subheader(wording["learn_heading"], anchor=False)
    st.html(f'<div id="{_LEARNED}" tabindex="-1">{paragraph(wording["learn_text"])}</div>')
    if said := work.said_at(_LEARNED):
        st.html(box_said(said))
    with st.container(horizontal=True):
        if Action.LEARN in can:
            st.button(wording["learn"], on_click=_learn, args=(actor, work), key=work.key("learn"))
        if undoable:
            st.button(
                wording["unlearn"], on_click=_unlearn, args=(actor, work), key=work.key("unlearn")
            )


def _learn(actor: Actor, work: Working) -> None:
    wording, bench = words("send"), workbench()
    made = []

    def act() -> None:
        folder = learned_folder(get_settings())
        made.append(learn(bench.desk, actor, work.enquiry.id, folder=folder))

    if work.do(actor, act, ""):
        got = made[0]
        count = counted(wording["cases"], got.added)
        told = wording["learned"].format(count=count, path=got.path)
        work.say(told if got.added else wording["learned_again"], _LEARNED)


def _unlearn(actor: Actor, work: Working) -> None:
    bench, taken = workbench(), []

    def act() -> None:
        folder = learned_folder(get_settings())
        taken.append(unlearn(bench.desk, actor, work.enquiry.id, folder=folder).removed)

    if work.do(actor, act, ""):
        work.say(words("send")["unlearned"].format(count=taken[0]), _LEARNED)
