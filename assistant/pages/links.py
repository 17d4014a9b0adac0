"""Links of our own HTML that lead within a page, without losing the session.

A link that the browser follows by itself starts a new Streamlit session, and a person would lose
the conversation of their tab. The links stay real ones: they can be copied and opened in a new tab.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

INSIDE = "npq-inside"
_SCRIPT = Path(__file__).with_name("links.js")


def inside_link(text: str, name: str, label: str = "", **query: str) -> str:
    """Return a link to this page with a query, as HTML, all of it escaped.

    `name` is its id; `label` is what a screen reader says in place of the text.
    """
    said = f' aria-label="{escape(label)}"' if label else ""
    return (
        f'<a class="{INSIDE}" id="{escape(name)}"{said} href="?{escape(urlencode(query))}">'
        f"{escape(text)}</a>"
    )


def follow_links(key: str) -> None:
    """Take clicks on the inside links of the page: their query becomes that of the page."""

    def go() -> None:
        st.query_params.from_dict(query_of(st.session_state[key].get("to")))

    _listener()(key=key, on_to_change=go, height="content")


def query_of(href: Any) -> dict[str, str]:
    """Read the query that the browser sent; nothing of anything else."""
    if not isinstance(href, str) or not href.startswith("?"):
        return {}
    return dict(parse_qsl(href[1:], max_num_fields=10))


@st.cache_resource(show_spinner=False)
def _listener() -> Any:
    return st.components.v2.component(
        "npq_links", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )
