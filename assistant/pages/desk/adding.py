"""Taking enquiries in: pasted, or from files; what cannot be taken in is told row by row."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import streamlit as st

from assistant.desk.reading import ACCEPTED
from assistant.desk.records import desk_policy
from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.pages.desk.shared import role_refusal, words, workbench
from assistant.pages.desk.working import go_to, working_on
from assistant.pages.pieces import bullets, paragraph
from assistant.pages.saying import say
from corpus.errors import NpqError
from corpus.settings import get_settings

log = logging.getLogger(__name__)
_REPORT = "npq-desk-added"


@dataclass
class Adding:
    """What came of the last batch; the rounds give emptied boxes a new key."""

    added: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    paste_round: int = 0
    files_round: int = 0
    turn: int = 0

    @property
    def paste_key(self) -> str:
        """The key of the box for pasted text."""
        return f"desk-paste-{self.paste_round}"


def draw_adding(actor: Actor) -> None:
    """Draw the boxes, take in what is given, and tell what came of it."""
    batch: Adding = st.session_state.setdefault("desk-adding", Adding())
    wording = words("adding")
    why_not = role_refusal(actor, Action.PASTE)
    if why_not:
        return
    nothing_there = not sum(workbench().desk.counts(actor).values())
    with st.expander(wording["heading"], expanded=nothing_there):
        limit = f"{get_settings().max_enquiry_chars:,}"
        st.text_area(
            wording["paste"].format(limit=limit),
            key=batch.paste_key,
            height=240,
            on_change="ignore",
            persist_state="session",
        )
        st.html(paragraph(wording["paste_help"], "npq-help"))
        files = st.file_uploader(
            wording["files"],
            type=[kind.removeprefix(".") for kind in ACCEPTED],
            accept_multiple_files=True,
            key=f"desk-files-{batch.files_round}",
        )
        if st.button(wording["add"], type="primary", key="desk-add"):
            _take_in(actor, batch, files)
            st.rerun()
    _draw_report(batch)


def _take_in(actor: Actor, batch: Adding, files: Sequence[Any]) -> None:
    wording, bench = words("adding"), workbench()
    text = st.session_state.get(batch.paste_key) or ""
    batch.added, batch.refused, batch.turn = [], [], batch.turn + 1
    if not text.strip() and not files:
        batch.refused = [wording["nothing"]]
        return
    total = len(files) + bool(text.strip())
    bar = st.progress(0.0, text=wording["reading"].format(done=1, total=total))
    if text.strip():
        taken = _tried(batch, "", lambda: [bench.take_in(actor, text).id])
        batch.paste_round += taken
    for place, file in enumerate(files, start=total - len(files) + 1):
        bar.progress((place - 1) / total, wording["reading"].format(done=place, total=total))

        def read(name: str = file.name, data: bytes = file.getvalue()) -> list[int]:
            got = bench.take_in_file(actor, name, data)
            batch.refused += [_named(name, sentence) for sentence in got.refused]
            return [enquiry.id for enquiry in got.enquiries]

        _tried(batch, file.name, read)
    batch.files_round += 1
    if len(batch.added) == 1 and not batch.refused:
        number = batch.added.pop()
        go_to(number)
        working_on(actor, number).say(wording["added_one"].format(id=number))


def _named(name: str, sentence: str) -> str:
    """Say which file a refusal is about, or that it is the pasted text, once."""
    if name and name in sentence:
        return sentence
    wording = words("adding")["in_file" if name else "pasted"]
    return str(wording.format(name=name, sentence=sentence))


def _tried(batch: Adding, name: str, read: Callable[[], list[int]]) -> bool:
    """Take in one text or file; a refusal joins the report and stops none of the others."""
    try:
        batch.added += read()
    except NpqError as error:
        sentence = error.sentence
    except Exception:
        log.exception("an enquiry could not be taken in")
        sentence = str(desk_policy("pages")["unexpected"])
    else:
        return True
    batch.refused.append(_named(name, sentence))
    return False


def _draw_report(batch: Adding) -> None:
    if not batch.added and not batch.refused:
        return
    wording = words("adding")
    told = []
    if batch.added:
        numbers = ", ".join(str(number) for number in batch.added)
        name = "one" if len(batch.added) == 1 else "added_many"
        told.append(wording[name].format(count=len(batch.added), numbers=numbers))
    parts = [paragraph(sentence) for sentence in told]
    if batch.refused == [wording["nothing"]]:
        parts.append(paragraph(wording["nothing"]))
        told = [wording["nothing"]]
    elif batch.refused:
        count = len(batch.refused)
        name = "refused_one" if count == 1 else "refused_heading"
        told.append(wording[name].format(count=count))
        parts.append(f"<h3>{escape(told[-1])}</h3>{bullets(batch.refused)}")
        parts.append(paragraph(wording["refused_text"]))
    kind = "npq-problem" if batch.refused else "npq-note"
    st.html(f'<div class="npq-box {kind}" id="{_REPORT}" tabindex="-1">{"".join(parts)}</div>')
    st.button(wording["dismiss"], on_click=_dismiss, args=(batch,))
    say(f"added-{batch.turn}", " ".join(told), _REPORT)


def _dismiss(batch: Adding) -> None:
    batch.added, batch.refused = [], []
