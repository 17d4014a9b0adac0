"""The enquiry as it came, with what is not the writer's message folded, and what was read."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from assistant.comparisons import npq_name
from assistant.desk.records import Reading, desk_policy
from assistant.desk.segments import part_mail
from assistant.pages.desk.shared import uk_time, words, workbench
from assistant.pages.desk.working import Working
from assistant.pages.pieces import box, paragraph, terms


def draw_mail(work: Working) -> None:
    """Draw the message, and the facts that were read in it."""
    wording = words("mail")
    st.header(wording["heading"], anchor=False)
    st.html(mail_html(work))
    st.subheader(wording["as_read"], anchor=False)
    st.html(facts_html(work, workbench().reading(work.file)))


def mail_html(work: Working) -> str:
    """Return the message; headers, earlier messages, signature and disclaimers are folded."""
    wording, text = words("mail"), work.enquiry.original
    parted = part_mail(text)
    folded = [(wording["apart"][piece.kind], piece.text) for piece in parted.apart]
    if folded:
        folded.append((wording["whole"], text))
    details = "".join(
        f'<details class="npq-fold"><summary>{escape(name)}</summary>'
        f'<div class="npq-typed">{escape(piece)}</div></details>'
        for name, piece in folded
    )
    region = escape(wording["region"])
    return (
        f'<div class="npq-mail" role="region" tabindex="0" aria-label="{region}">'
        f'<div class="npq-typed">{escape(parted.body or text)}</div>{details}</div>'
    )


def facts_html(work: Working, reading: Reading) -> str:
    """Return who writes, from where, of which NPQs, intake and dates, as they were read."""
    wording, enquiry = words("mail"), work.enquiry
    name = enquiry.from_name or reading.writer
    sender = " ".join([name, f"<{enquiry.from_address}>" if enquiry.from_address else ""])
    told = [
        (wording["from"], sender.strip()),
        (wording["received"], uk_time(enquiry.received)),
        (wording["source"], wording["sources"].get(enquiry.source, enquiry.source)),
        (wording["setting"], ", ".join(_setting(reading.slots))),
        (wording["role"], _role(reading.slots)),
        (wording["npqs"], ", ".join(npq_name(npq) for npq in reading.npqs)),
        (wording["intakes"], ", ".join(reading.intakes)),
        (wording["years"], ", ".join(map(str, reading.years))),
        (wording["dates"], ", ".join(reading.dates)),
    ]
    wanted = ("setting", "role", "npqs", "intakes", "dates")
    found = dict(told)
    missing = [wording[name] for name in wanted if not found[wording[name]]]
    rows = [*told, (wording["not_said"], ", ".join(missing))]
    table = terms((term, escape(value)) for term, value in rows if value)
    notes = box(wording["notes"], map(paragraph, reading.notes)) if reading.notes else ""
    return f'<div class="npq-body npq-facts"><dl>{table}</dl></div>{notes}'


def _setting(slots: dict[str, Any]) -> list[str]:
    policy = desk_policy("questions")
    labels = (("setting", "settings"), ("on_list", "on_list"), ("rise", "rise"))
    return [
        str(policy[name].get(slots[slot], slots[slot])) for slot, name in labels if slot in slots
    ]


def _role(slots: dict[str, Any]) -> str:
    """Return the role, with the year of headship where the writer tells it."""
    policy = desk_policy("questions")["roles"]
    if years := slots.get("head_years"):
        return str(words("mail")["heads"].format(years=years))
    return str(policy.get(slots.get("role", ""), slots.get("role", "")))
