"""The browser chat: navigation and nothing else."""

import streamlit as st

from assistant.pages import chat, library
from assistant.records import policy
from evals.pages import quality
from evals.report.words import wording as quality_wording

wording = policy("chat")
st.set_page_config(page_title=wording["name"], page_icon="💬", layout="centered")
st.navigation(
    [
        st.Page(chat.page, title=wording["menu"]["chat"], default=True),
        st.Page(library.page, title=wording["menu"]["sources"], url_path="sources"),
        st.Page(quality.page, title=quality_wording()["page"]["menu"], url_path="quality"),
    ],
    position="top",
).run()
