"""A letter to be read, what the check says of it, and its quotes in their passages."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from assistant.desk.records import Flag, desk_policy
from assistant.desk.workbench import LetterCheck
from assistant.pages.citations import source_item
from assistant.pages.desk.shared import counted, words, workbench
from assistant.pages.desk.working import Working
from assistant.pages.pieces import box, bullets, capital, paragraph, terms


def draw_sources(work: Working, heading: str) -> None:
    """Draw each source of the latest letter, its quotes marked in the passage as it was then."""
    wording = words("letter")
    st.subheader(heading, anchor=False)
    letter, draft = workbench().letter(work.file), work.draft
    if letter is None or draft is None or not letter.sources:
        st.html(paragraph(wording["no_sources"]))
        return
    passages = workbench().passages(draft)
    place = f"npq-letter-{work.enquiry.id}"
    items = "".join(source_item(s, passages.get(s.passage), place) for s in letter.sources)
    st.html(
        f'<div id="{place}-answer" tabindex="-1">{paragraph(wording["sources_help"], "npq-help")}'
        f'<ol class="npq-sources">{items}</ol></div>'
    )


def letter_html(text: str) -> str:
    """Return a letter as text, with the places that need a person's words marked."""
    pattern = desk_policy("workbench")["open_mark"]
    out, done = [], 0
    for match in re.finditer(rf"{pattern}[^\]]*\]?", text, re.I):
        out.append(escape(text[done : match.start()]))
        out.append(f"<mark>{escape(match.group())}</mark>")
        done = match.end()
    return f'<div class="npq-letter npq-typed">{"".join(out)}{escape(text[done:])}</div>'


def check_html(check: LetterCheck) -> str:
    """Return what the check found, sentence by sentence, each with its evidence."""
    wording = words("letter")
    if not (check.flags or check.left_out or check.open_marks):
        return box(_good(wording["clean"]), [], "npq-done")
    parts = []
    if check.open_marks:
        heading = capital(counted(wording["marks"], check.open_marks))
        parts.append(box(heading, [paragraph(wording["marks_text"])]))
    if check.flags:
        heading = capital(counted(wording["flags"], len(check.flags)))
        parts.append(box(heading, map(_flag, check.flags), "npq-problem"))
    if check.left_out:
        heading = capital(counted(wording["left"], len(check.left_out)))
        parts.append(box(heading, [paragraph(wording["left_text"]), bullets(check.left_out)]))
    return "".join(parts)


def summary(check: LetterCheck) -> str:
    """Return what the check found in one sentence."""
    wording = words("letter")
    return str(
        wording["checked"].format(
            flags=counted(wording["flags"], len(check.flags)),
            left=counted(wording["left"], len(check.left_out)),
            marks=counted(wording["marks"], check.open_marks),
        )
    )


def _good(text: str) -> str:
    return f"✓ {text}"


def _flag(flag: Flag) -> str:
    wording = words("letter")
    evidence = flag.evidence or wording["flag_no_evidence"]
    rows = [
        (wording["flag_says"], escape(flag.sentence)),
        (wording["flag_problem"], escape("; ".join(flag.problems))),
        (wording["flag_evidence"], escape(evidence)),
    ]
    return f'<div class="npq-body npq-flag"><dl>{terms(rows)}</dl></div>'
