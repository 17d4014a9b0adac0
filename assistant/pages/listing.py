"""The table of the guidance library, as HTML that holds nothing but escaped text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from assistant.pages.citations import standing_words
from assistant.pages.holdings import Holdings
from assistant.pages.links import inside_link
from assistant.pages.pieces import capital
from assistant.pages.source import source_link
from assistant.records import policy
from corpus.dates import in_words
from corpus.records import Document, Standing


def table_html(documents: Iterable[Document], holdings: Holdings, sort: str) -> str:
    """Return the documents as a table; `sort` is a column, with a minus before it for the reverse.

    An unknown column sorts by title.
    """
    words = policy("library")
    keys = _sort_keys(holdings)
    column = sort.removeprefix("-")
    if column not in keys:
        sort = column = "title"
    reverse = sort != column
    order = words["descending" if reverse else "ascending"]
    caption = words["caption"].format(column=words["columns"][column].lower(), order=order)
    rows = sorted(documents, key=keys[column], reverse=reverse)
    return (
        f'<table class="npq-library" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{"".join(_head(name, sort) for name in keys)}'
        f'</tr></thead><tbody role="rowgroup">{"".join(_row(d, holdings) for d in rows)}'
        "</tbody></table>"
    )


def _sort_keys(holdings: Holdings) -> dict[str, Callable[[Document], Any]]:
    """Return what each column sorts by; the title decides where that is the same."""
    chat = policy("chat")
    standings = list(Standing)

    def by(value: Callable[[Document], Any]) -> Callable[[Document], Any]:
        return lambda document: (value(document), document.title.lower(), document.id)

    return {
        "title": by(lambda d: ""),
        "publisher": by(lambda d: d.publisher.lower()),
        "kind": by(lambda d: chat["kinds"][d.kind.value].lower()),
        "standing": by(lambda d: standings.index(d.status)),
        "date": by(lambda d: d.dated or ""),
        "passages": by(lambda d: len(holdings.passages[d.id])),
    }


def _head(name: str, sort: str) -> str:
    words = policy("library")
    shown = words["columns"][name]
    label = words["sort_by"].format(column=shown)
    here, down = sort.removeprefix("-") == name, sort.startswith("-")
    state = ("descending" if down else "ascending") if here else "none"
    sign = ("▼" if down else "▲") if here else "↕"
    to = f"-{name}" if here and not down else name
    link = inside_link(shown, f"npq-sort-{name}", label, sort=to)
    return (
        f'<th scope="col" role="columnheader" aria-sort="{state}">{link} '
        f'<span aria-hidden="true">{sign}</span></th>'
    )


def _row(document: Document, holdings: Holdings) -> str:
    columns = policy("library")["columns"]
    cells = {
        "publisher": escape(document.publisher),
        "kind": escape(policy("chat")["kinds"][document.kind.value]),
        "standing": standing_words(document.status),
        "date": escape(capital(in_words(document.dated))),
        "passages": f"{len(holdings.passages[document.id]):,}",
    }
    rest = "".join(
        f'<td role="cell" class="npq-{name}" data-label="{escape(columns[name])}">'
        f"<span>{cell}</span></td>"
        for name, cell in cells.items()
    )
    title = source_link(document, "open")
    return f'<tr role="row"><th scope="row" role="rowheader">{title}</th>{rest}</tr>'
