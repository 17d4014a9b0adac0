"""The review: what a colleague must see before they decide, and the decision."""

from __future__ import annotations

import streamlit as st

from assistant.desk.differences import compare
from assistant.desk.staff import Actor
from assistant.desk.states import Action, State, refusal, rules
from assistant.pages.desk.difference import difference_html
from assistant.pages.desk.shared import (
    action_label,
    offers,
    queue_label,
    role_refusal,
    state_label,
    uk_time,
    words,
    workbench,
)
from assistant.pages.desk.sources import check_html, draw_sources, letter_html
from assistant.pages.desk.working import Working
from assistant.pages.pieces import box, bullets, paragraph
from assistant.store.records import DraftRecord, ReviewRecord

_DECISIONS = (Action.APPROVE, Action.REQUEST_CHANGES, Action.ESCALATE)


def draw_review(actor: Actor, work: Working) -> None:
    """Draw the letter with its evidence and what changed, then what can be decided."""
    wording, draft = words("review"), work.draft
    st.header(wording["heading"], anchor=False)
    if draft is None:
        st.html(paragraph(wording["none"]))
        return
    waiting = work.enquiry.state == State.IN_REVIEW
    if not waiting:
        label = state_label(work.enquiry.state)
        st.html(paragraph(wording["not_yet"].format(state=label)))
    st.subheader(wording["letter"].format(number=draft.number), anchor=False)
    st.html(paragraph(wording["author"].format(who=draft.author, when=uk_time(draft.at))))
    st.html(letter_html(draft.letter))
    st.subheader(wording["checks"], anchor=False)
    st.html(check_html(workbench().check(work.file, draft.letter)))
    draw_sources(work, wording["sources"])
    _draw_difference(work)
    st.subheader(wording["earlier"], anchor=False)
    lines = [_line(review) for review in work.file.reviews]
    st.html(bullets(lines) if lines else paragraph(wording["none_so_far"]))
    if waiting:
        _draw_decision(actor, work, draft)


def _draw_difference(work: Working) -> None:
    wording, drafts = words("review"), work.file.drafts
    before = drafts[-2].number if len(drafts) > 1 else 0
    if not before:
        st.html(paragraph(wording["first"]))
        return
    st.subheader(wording["difference"].format(number=before), anchor=False)
    st.html(difference_html(compare(drafts[-2].letter, drafts[-1].letter)))


def _line(review: ReviewRecord) -> str:
    name = "line" if review.draft_number else "line_none"
    told = words("review")[name].format(
        who=review.reviewer,
        done=action_label(review.decision),
        number=review.draft_number,
        when=uk_time(review.at),
    )
    queue = f" {queue_label(review.queue)}." if review.queue else ""
    return f"{told}{queue} {review.note}".strip()


def _draw_decision(actor: Actor, work: Working, draft: DraftRecord) -> None:
    wording = words("review")
    st.subheader(wording["decide"], anchor=False)
    can = offers(work.enquiry, actor)
    why_not = role_refusal(actor, Action.APPROVE)
    if actor.is_called(draft.author):
        why_not = refusal("own_draft", number=draft.number)
    if why_not:
        st.html(box(wording["why_not"], [paragraph(why_not)]))
    choices = [a for a in _DECISIONS if a in can and not (a is Action.APPROVE and why_not)]
    if not choices:
        return
    choice = st.radio(
        wording["decide"],
        choices,
        format_func=wording["decisions"].get,
        key=work.key("decision"),
        label_visibility="collapsed",
        persist_state="session",
    )
    draw_decision_form(actor, work, choice, "review")


def draw_decision_form(actor: Actor, work: Working, choice: Action, place: str) -> None:
    """Draw what a decision needs, a queue or a note, and its button."""
    wording = words("review")
    queue_key, note_key = work.key(f"queue-{place}"), work.key(f"note-{place}-{choice}")
    if choice is Action.ESCALATE:
        st.selectbox(
            wording["queue"],
            list(rules().queues),
            format_func=queue_label,
            key=queue_key,
            persist_state="session",
        )
    st.text_area(
        wording["note_label"][choice],
        key=note_key,
        height=120,
        on_change="ignore",
        persist_state="session",
    )
    if choice is Action.APPROVE and work.draft:
        sha = work.draft.sha256[:12]
        st.html(paragraph(wording["bound"].format(number=work.draft.number, sha=sha), "npq-help"))
    st.button(
        wording["buttons"][choice],
        type="primary",
        on_click=_decide,
        args=(actor, work, choice, note_key, queue_key),
        key=work.key(f"decide-{place}"),
    )


def _decide(actor: Actor, work: Working, choice: Action, note_key: str, queue_key: str) -> None:
    """Tell the desk the decision on the text that was shown."""
    bench, said = workbench(), words("review")["said"][choice]
    note = str(st.session_state.get(note_key) or "")
    queue = str(st.session_state.get(queue_key) or "")
    sha = work.draft.sha256 if work.draft else ""

    def act() -> None:
        if choice is Action.APPROVE:
            bench.approve(actor, *work.at, sha, note)
        elif choice is Action.REQUEST_CHANGES:
            bench.desk.request_changes(actor, *work.at, note)
        elif choice is Action.ESCALATE:
            bench.desk.escalate(actor, *work.at, queue, note)
        else:
            bench.desk.close(actor, *work.at, note)

    if work.do(actor, act, said.format(queue=queue_label(queue))):
        st.session_state[note_key] = ""
        work.tab = {Action.APPROVE: "send", Action.CLOSE: "history"}.get(choice, "")
