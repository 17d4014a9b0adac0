"""About this service: what it is, what it is not, and what it keeps."""

from __future__ import annotations

import streamlit as st

from assistant.pages.frame import framed
from assistant.pages.notes import keeping_notes
from assistant.pages.pieces import paragraph
from assistant.records import policy
from corpus.settings import get_settings


@framed
def page() -> None:
    """Draw the text."""
    words = policy("library")["about"]
    st.title(words["title"], anchor=False)
    st.html("".join(map(paragraph, words["text"])))
    st.header(words["records"], anchor=False)
    kept = keeping_notes(get_settings())["about"]
    st.html("".join(map(paragraph, kept)))
