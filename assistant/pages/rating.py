"""Thumbs under an answer, and the reason where it did not help."""

from __future__ import annotations

import streamlit as st

from assistant.feedback import MAX_COMMENT, keep, rate
from assistant.records import Answer, policy
from corpus.errors import NpqError
from corpus.settings import get_settings


def draw_rating(answer: Answer) -> None:
    """Ask whether the answer was useful; a thumb down opens a short form for the reason."""
    words = policy("chat")["feedback"]
    key = f"rating-{answer.id}"
    with st.container(key=f"npq-rating-{answer.id}", gap="xsmall"):
        st.html(f"<p><strong>{words['ask']}</strong> {words['ask_note']}</p>")
        st.feedback("thumbs", key=key, on_change=_keep_thumb, args=(answer, key))
        said = st.session_state.get(f"said-{answer.id}")
        if said:
            st.html(f'<p role="status">{said}</p>')
        if st.session_state.get(key) == 0 and said != words["thanks_reason"]:
            _draw_reasons(answer)


def _draw_reasons(answer: Answer) -> None:
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
        st.html(f"<p>{words['kept']}</p>")
        if st.form_submit_button(words["send"]):
            _keep(answer, 0, tuple(reasons), comment)
            st.rerun()


def _keep_thumb(answer: Answer, key: str) -> None:
    rating = st.session_state.get(key)
    if rating is not None:
        _keep(answer, rating)


def _keep(answer: Answer, rating: int, reasons: tuple[str, ...] = (), comment: str = "") -> None:
    words = policy("chat")["feedback"]
    said = words["thanks_reason"] if reasons or comment.strip() else words["thanks"]
    try:
        keep(rate(answer, "up" if rating else "down", reasons, comment), get_settings())
    except NpqError as error:
        said = error.sentence
    st.session_state[f"said-{answer.id}"] = said
