"""The whole history of an enquiry: as a table in UK time, and to download."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from assistant.desk.staff import Actor
from assistant.pages.desk.shared import action_label, queue_label, uk_time, words, workbench
from assistant.pages.desk.working import Working
from assistant.pages.pieces import paragraph, table
from assistant.store.records import EventRecord


def draw_record(actor: Actor, work: Working) -> None:
    """Draw what was done by whom and when, and offer it as JSON."""
    wording = words("history")
    st.header(wording["heading"], anchor=False)
    rows = [_row(event) for event in work.file.events]
    st.html(table(wording["caption"], wording["columns"].values(), rows))
    if work.draft:
        about = wording["about"].format(index=work.draft.index_id, writer=work.draft.writer)
        st.html(paragraph(about, "npq-help"))
    st.subheader(wording["download"], anchor=False)
    for name, original in (("masked", False), ("whole", True)):
        made = workbench().history(actor, work.enquiry.id, original=original)
        stem, _, kind = made.file_name.rpartition(".")
        st.download_button(
            wording[name],
            _data(made.data),
            file_name=f"{stem}-{name}.{kind}",
            mime=made.mime,
            on_click="ignore",
            key=work.key(f"history-{name}"),
        )
    st.html(paragraph(wording["masked_help"], "npq-help"))


def _data(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _row(event: EventRecord) -> list[str]:
    wording, details = words("history"), event.details
    who = wording["unchecked"].format(who=event.actor) if event.single_user else event.actor
    number = details.get("draft_number")
    cells = [
        uk_time(event.at),
        who,
        action_label(event.action),
        str(number or ""),
        _details(details),
    ]
    return [escape(cell) for cell in cells]


def _details(details: dict[str, Any]) -> str:
    wording, told = words("history"), []
    if queue := details.get("queue"):
        told.append(wording["queue"].format(queue=queue_label(str(queue))))
    if kind := details.get("format"):
        name = words("send")["kinds"].get(kind, kind)
        told.append(wording["format"].format(format=name))
    if details.get("undid_approval_of"):
        told.append(wording["undid"])
    told.append(str(details.get("note", "")))
    return " ".join(filter(None, told))
