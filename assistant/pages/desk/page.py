"""The reply desk: the list of enquiries, or the one that `?enquiry=` names."""

from __future__ import annotations

import streamlit as st

from assistant.pages.answers import problem_html
from assistant.pages.desk.adding import draw_adding
from assistant.pages.desk.enquiry import draw_enquiry
from assistant.pages.desk.overview import draw_overview
from assistant.pages.desk.shared import words
from assistant.pages.desk.working import go_to
from assistant.pages.frame import framed
from assistant.pages.signin import staff_actor
from corpus.errors import EnquiryNotFound


@framed
def page() -> None:
    """Draw the list with the way to add to it, or one enquiry."""
    wanted = st.query_params.get("enquiry", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
    heading = words("enquiry")["title"].format(id=number) if number else words("desk")["title"]
    st.title(heading, anchor=False)
    actor = staff_actor()
    if actor is None:
        return
    if number:
        st.button(words("enquiry")["back"], on_click=go_to, args=(None,))
        try:
            draw_enquiry(actor, number)
        except EnquiryNotFound as error:
            st.html(problem_html(error.sentence))
        return
    st.html(f"<p>{words('desk')['intro']}</p>")
    draw_adding(actor)
    draw_overview(actor)
