"""Thumbs under an answer, and the reason where it did not help."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from assistant.feedback import MAX_COMMENT
from assistant.masking.personal import Mask
from assistant.pages.frame import shared_keeper
from assistant.pages.notes import keeping_notes
from assistant.records import Answer, policy
from corpus.errors import NpqError
from corpus.settings import get_settings


def draw_rating(answer: Answer, mask: Mask) -> None:
    """Ask whether the answer was useful; a thumb down opens a short form for the reason.

    `mask` is that of the conversation: it knows who was named in it.
    """
    words = policy("chat")["feedback"]
    key, note = f"rating-{answer.id}", keeping_notes(get_settings())["rating"]
    with st.container(key=f"npq-rating-{answer.id}", gap="xsmall"):
        st.html(f"<p><strong>{words['ask']}</strong> {note}</p>")
        st.feedback("thumbs", key=key, on_change=_keep_thumb, args=(answer, key, mask))
        said = st.session_state.get(f"said-{answer.id}")
        if said:
            st.html(f'<p role="status">{said}</p>')
        if st.session_state.get(key) == 0 and said != words["thanks_reason"]:
            _draw_reasons(answer, mask)


def _draw_reasons(answer: Answer, mask: Mask) -> None:
    words = policy("chat")["feedback"]
    with st.form(f"reasons-{answer.id}"):
        reasons = st.pills(
            words["reasons_label"],
            list(words["reasons"]),
            selection_mode="multi",
            format_func=lambda reason: words["reasons"][reason],
            key=f"why-{answer.id}",
        )
        comment = st.text_area(
            words["comment"], max_chars=MAX_COMMENT, key=f"comment-{answer.id}", height=100
        )
        st.html(f"<p>{keeping_notes(get_settings())['reason']}</p>")
        if st.form_submit_button(words["send"]):
            _keep(answer, 0, mask, tuple(reasons), comment)
            st.rerun()


def _keep_thumb(answer: Answer, key: str, mask: Mask) -> None:
    rating = st.session_state.get(key)
    if rating is not None:
        _keep(answer, rating, mask)


def _keep(
    answer: Answer, rating: int, mask: Mask, reasons: tuple[str, ...] = (), comment: str = ""
) -> None:
    words = policy("chat")["feedback"]
    thumb: Literal["up", "down"] = "up" if rating else "down"
    said = words["thanks_reason"] if reasons or comment.strip() else words["thanks"]
    try:
        if not shared_keeper().rating(answer, thumb, reasons, comment, mask):
            said = words["not_sure"]
    except NpqError:
        said = words["not_kept"]  # the keeper has told the operator why
    st.session_state[f"said-{answer.id}"] = said


def unsay(answer: Answer) -> None:
    """Take back the thanks for a rating that has been deleted."""
    st.session_state.pop(f"said-{answer.id}", None)
