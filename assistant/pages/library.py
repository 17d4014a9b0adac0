"""About and sources: what this is, and every page that answers come from."""

from __future__ import annotations

from html import escape

import streamlit as st

from assistant.pages.citations import link_to, standing_words
from assistant.pages.frame import framed
from assistant.records import policy
from corpus.dates import in_words
from corpus.library import Library
from corpus.records import Document, Kind, Standing
from corpus.settings import get_settings


@st.cache_data(ttl=300, show_spinner=False)
def _documents() -> list[Document]:
    return sorted(Library.load(get_settings()), key=lambda d: (d.title.lower(), d.id))


@framed
def page() -> None:
    """Draw the list, narrowed by words, kind and standing."""
    words = policy("chat")
    about = words["library"]
    st.title(about["title"], anchor=False)
    st.header(about["what"], anchor=False)
    st.html("".join(f"<p>{escape(text)}</p>" for text in about["about"]))
    st.header(about["list"], anchor=False)
    search = st.text_input(about["search"], max_chars=200)
    kinds = {"": about["all"], **{kind.value: words["kinds"][kind.value] for kind in Kind}}
    standings = {
        "": about["all"],
        **{s.value: words["standings"][s.value]["words"] for s in Standing},
    }
    left, right = st.columns(2)
    kind = left.selectbox(about["kind"], list(kinds), format_func=lambda value: kinds[value])
    standing = right.selectbox(
        about["standing"], list(standings), format_func=lambda value: standings[value]
    )
    documents = _documents()
    shown = [d for d in documents if matches(d, search, kind, standing)]
    count = about["count"].format(shown=len(shown), total=len(documents))
    st.html(f'<p role="status">{escape(count if shown else about["none"])}</p>')
    titles = {d.id: d.title for d in documents}
    st.html(f'<ul class="npq-library">{"".join(card(d, titles) for d in shown)}</ul>')


def matches(document: Document, search: str, kind: str, standing: str) -> bool:
    """Say whether a document has every word of the search, the kind and the standing."""
    text = f"{document.title} {document.publisher} {document.text}".lower()
    return (
        all(word in text for word in search.lower().split())
        and kind in ("", document.kind.value)
        and standing in ("", document.status.value)
    )


def card(document: Document, titles: dict[str, str]) -> str:
    """Return one document of the list as HTML, all of it escaped."""
    words = policy("chat")
    label = words["sources"]["link"]
    newer = titles.get(document.superseded_by or "")
    replaced = words["library"]["replaced"].format(title=newer) if newer else ""
    lines = [
        f"{escape(document.publisher)}, {escape(in_words(document.dated))}",
        f"{escape(words['kinds'][document.kind.value])}. {standing_words(document.status)}",
        escape(replaced),
        escape(words["sources"]["added"]) if document.added else "",
        link_to(document.url, label) or escape(words["sources"]["no_link"]),
    ]
    body = "".join(f"<p>{line}</p>" for line in lines if line)
    return f"<li><h3>{escape(document.title)}</h3>{body}</li>"
