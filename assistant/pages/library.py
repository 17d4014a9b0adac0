"""The guidance library: every page that answers come from, what it is worth, what changed."""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path

import streamlit as st

from assistant.pages.answers import problem_html
from assistant.pages.changed import changes_html, changes_of
from assistant.pages.citations import plain
from assistant.pages.frame import framed
from assistant.pages.holdings import Holdings, fingerprint
from assistant.pages.links import follow_links
from assistant.pages.listing import table_html
from assistant.pages.source import (
    details_html,
    head_html,
    passages_html,
    replaced_html,
    uses_html,
)
from assistant.records import policy
from assistant.store.citing import Cited, count_citing
from corpus.errors import StoreError
from corpus.records import Document, Kind, Standing
from corpus.settings import get_settings

log = logging.getLogger(__name__)
STYLE = Path(__file__).with_name("library.css")
CHANGES = "npq-changes"
_FILTERS = ("library-search", "library-kind", "library-standing")


@framed
def page() -> None:
    """Draw one source if the address names it, the list of all otherwise."""
    st.html(STYLE)
    holdings = _holdings(fingerprint(get_settings()))
    for key in _FILTERS:
        # Streamlit forgets a widget that is not drawn; the list is to be as it was left.
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    asked = st.query_params.get("source", "")
    document = holdings.documents.get(asked)
    if document is not None:
        _draw_source(document, holdings)
    else:
        _draw_list(holdings, asked)
    follow_links("npq-library-links")


@st.cache_resource(show_spinner=False, max_entries=2)
def _holdings(stamp: tuple[object, ...]) -> Holdings:
    return Holdings.load(get_settings())


@st.cache_data(show_spinner=False, ttl=30)
def _cited(document_id: str) -> Cited | None:
    try:
        return count_citing(get_settings(), document_id)
    except StoreError:
        log.warning("what cites a source could not be counted", exc_info=True)
        return None


def _draw_source(document: Document, holdings: Holdings) -> None:
    changed = changes_of(holdings, document.id)
    heading = policy("library")["changes"]["heading"]
    parts = [
        head_html(document, holdings),
        details_html(document, holdings),
        replaced_html(holdings.replaced_facts(document.id)),
        passages_html(document, holdings.passages[document.id]),
        uses_html(document, holdings, _cited(document.id)),
        f"<h2>{escape(heading)}</h2>{changed}" if changed else "",
    ]
    st.html(f'<div class="npq-page">{"".join(parts)}</div>')


def _draw_list(holdings: Holdings, asked: str) -> None:
    words, chat = policy("library"), policy("chat")
    st.title(words["title"], anchor=False)
    st.html(
        f"<p>{escape(words['intro'])}</p>"
        f'<p><a href="#{CHANGES}">{escape(words["changes"]["heading"])}</a></p>'
    )
    if asked:
        st.html(problem_html(words["source"]["gone"].format(id=asked)))
    if holdings.outdated:
        note = words["not_indexed"]
        st.html(
            f'<div class="npq-box npq-note"><h2>{escape(note["heading"])}</h2>'
            f"<p>{plain(note['text'])}</p></div>"
        )
    if not holdings.documents:
        st.html(f"<p>{plain(words['empty'])}</p>")
        return
    search = st.text_input(words["search"], max_chars=200, key="library-search")
    kinds = {kind.value: chat["kinds"][kind.value] for kind in Kind}
    signed = {s.value: "{sign} {words}".format(**chat["standings"][s.value]) for s in Standing}
    left, right = st.columns(2)
    with left:
        kind = _choice(words["kind"], kinds, "library-kind")
    with right:
        standing = _choice(words["standing"], signed, "library-standing")
    documents = list(holdings.documents.values())
    shown = [d for d in documents if matches(d, search, kind, standing)]
    count = words["count"].format(shown=len(shown), total=len(documents))
    st.html(f'<p role="status">{escape(count if shown else words["none"])}</p>')
    if shown:
        st.html(table_html(shown, holdings, st.query_params.get("sort", "title")))
    st.html(
        f'<div class="npq-page"><h2 id="{CHANGES}">{escape(words["changes"]["heading"])}</h2>'
        f"{changes_html(holdings)}</div>"
    )


def _choice(label: str, options: dict[str, str], key: str) -> str:
    named = {"": policy("library")["all"], **options}
    return str(st.selectbox(label, list(named), format_func=lambda value: named[value], key=key))


def matches(document: Document, search: str, kind: str, standing: str) -> bool:
    """Say whether a document has every word of the search, the kind and the standing."""
    text = f"{document.title} {document.publisher} {document.text}".lower()
    return (
        all(word in text for word in search.lower().split())
        and kind in ("", document.kind.value)
        and standing in ("", document.status.value)
    )
