"""The browser chat: navigation and nothing else."""

import streamlit as st

from assistant.desk.records import desk_policy
from assistant.pages import about, chat, library
from assistant.pages.desk import gaps
from assistant.pages.desk import page as desk
from assistant.records import policy
from evals.pages import quality
from evals.report.words import wording as quality_wording

wording, desk_wording = policy("chat"), desk_policy("pages")
talk = st.Page(chat.page, title=wording["menu"]["chat"], default=True)
wide = [
    st.Page(desk.page, title=desk_wording["menu"]["desk"], url_path="desk"),
    st.Page(gaps.page, title=desk_wording["menu"]["gaps"], url_path="gaps"),
    st.Page(library.page, title=wording["menu"]["sources"], url_path="sources"),
    st.Page(quality.page, title=quality_wording()["page"]["menu"], url_path="quality"),
]
note = st.Page(about.page, title=wording["menu"]["about"], url_path="about")
page = st.navigation([talk, *wide, note], position="top")
# Said once a run: of two layouts in one run the browser keeps now the one, now the other.
layout = "wide" if page in wide else "centered"
st.set_page_config(page_title=wording["name"], page_icon="💬", layout=layout)
page.run()
