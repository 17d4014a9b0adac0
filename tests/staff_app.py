"""The smallest app with a staff page, which reads nothing until somebody is there."""

import streamlit as st

from assistant.pages.signin import staff_actor


def _chat() -> None:
    st.title("Chat")


def _desk() -> None:
    st.title("Desk")
    actor = staff_actor()
    if actor is not None:
        st.text(f"THE STORE for {actor.name}: {' '.join(sorted(actor.roles))}")


st.navigation(
    [st.Page(_desk, title="Desk", default=True), st.Page(_chat, title="Chat", url_path="chat")],
    position="top",
).run()
