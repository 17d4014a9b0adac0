"""The list of enquiries: counts, filters, the table, and the ways to open one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from assistant.desk.spreadsheet import enquiries_csv
from assistant.desk.staff import Actor
from assistant.desk.states import Action, State
from assistant.pages.desk.filters import clear_filters, draw_filters, draw_states, key_of
from assistant.pages.desk.shared import (
    UK,
    in_uk,
    queue_label,
    role_refusal,
    state_label,
    words,
    workbench,
)
from assistant.pages.desk.working import go_to
from assistant.pages.pieces import box, paragraph
from assistant.store.records import EnquirySummary

MOST = 500
_TIMES = "D MMMM YYYY, h:mma"


def draw_overview(actor: Actor) -> None:
    """Draw what there is, narrowed as the person chose."""
    wording, desk = words("desk"), workbench().desk
    everything = sum(desk.counts(actor).values())
    if not everything:
        _draw_nothing_yet(actor)
        return
    st.header(wording["list"], anchor=False)
    wanted = draw_filters(actor, MOST)
    counts = desk.counts(actor, wanted.model_copy(update={"states": ()}))
    if not wanted.states:
        wanted = wanted.model_copy(update={"states": draw_states(counts)})
    found = desk.enquiries(actor, wanted)
    if not found:
        st.html(f'<p role="status">{escape(wording["none"])}</p>')
        st.button(wording["clear"], on_click=clear_filters)
        return
    _draw_table(_sorted(found, st.session_state[key_of("sort")]), everything)


def _draw_nothing_yet(actor: Actor) -> None:
    wording = words("desk")
    can_add = not role_refusal(actor, Action.PASTE)
    text = wording["empty" if can_add else "empty_viewer"]
    st.html(box(wording["empty_heading"], [paragraph(text)], level=2))


def _sorted(found: Sequence[EnquirySummary], by: str) -> list[EnquirySummary]:
    if by == "state":
        order = list(State)
        return sorted(found, key=lambda e: order.index(State(e.state)))
    if by == "subject":
        return sorted(found, key=lambda e: e.subject.casefold())
    if by in ("number_last", "number_first"):
        return sorted(found, key=lambda e: e.id, reverse=by == "number_last")
    return sorted(found, key=lambda e: e.updated, reverse=by == "changed_last")


def _draw_table(found: Sequence[EnquirySummary], total: int) -> None:
    wording = words("desk")
    sentence = wording["most" if len(found) == MOST else "shown"]
    st.html(f'<p role="status">{escape(sentence.format(shown=len(found), total=total))}</p>')
    numbers = [each.id for each in found]
    columns = wording["columns"]
    when = st.column_config.DatetimeColumn
    with st.container(key="npq-desk-table"):
        st.dataframe(
            [_row(each) for each in found],
            hide_index=True,
            column_config={
                "id": st.column_config.NumberColumn(columns["id"], format="%d", width="small"),
                "received": when(columns["received"], format=_TIMES, timezone=str(UK)),
                "updated": when(columns["updated"], format=_TIMES, timezone=str(UK)),
                "subject": st.column_config.TextColumn(columns["subject"], width="large"),
                **{name: columns[name] for name in ("state", "from_name", "queue", "drafted_by")},
            },
            key="npq-desk-rows",
            on_select=partial(_picked, numbers),
            selection_mode=["single-row", "single-cell"],
            alt=wording["table"],
        )
    st.html(paragraph(wording["hint"], "npq-help"))
    _draw_opening(found)
    st.download_button(
        wording["download"],
        lambda: enquiries_csv(found).encode("utf-8"),
        file_name=wording["file_name"].format(day=in_uk(datetime.now(UK)).date().isoformat()),
        mime="text/csv",
        on_click="ignore",
    )


def _row(each: EnquirySummary) -> dict[str, Any]:
    return {
        "id": each.id,
        "state": state_label(each.state),
        "subject": each.subject or words("desk")["no_subject"],
        "from_name": each.from_name,
        "updated": each.updated,
        "drafted_by": each.drafted_by or "",
        "queue": queue_label(each.queue),
        "received": each.received,
    }


def _picked(numbers: Sequence[int]) -> None:
    """Open the enquiry whose row or cell was chosen; rows count as they were handed over."""
    chosen = st.session_state["npq-desk-rows"]["selection"]
    rows = [*chosen["rows"], *(row for row, _ in chosen["cells"])]
    if rows and 0 <= rows[0] < len(numbers):
        go_to(numbers[rows[0]])


def _draw_opening(found: Sequence[EnquirySummary]) -> None:
    """Offer the way to open an enquiry that needs neither a mouse nor sight of the table."""
    wording = words("desk")
    shown = {each.id: each for each in found}

    def named(number: int) -> str:
        each = shown[number]
        subject = each.subject or wording["no_subject"]
        return str(
            wording["option"].format(id=number, subject=subject, state=state_label(each.state))
        )

    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(wording["open_label"], list(shown), format_func=named)
    right.button(wording["open"], on_click=go_to, args=(chosen,), type="primary")
