"""Small pieces of HTML that the pages are made of; plain text given to them is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def capital(text: str) -> str:
    """Return text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def terms(rows: Iterable[tuple[str, str]]) -> str:
    """Return the rows of a definition list; what is said of a term is HTML already."""
    return "".join(f"<div><dt>{escape(term)}</dt><dd>{said}</dd></div>" for term, said in rows)


def paragraph(text: str, name: str = "") -> str:
    """Return text as a paragraph, escaped."""
    kind = f' class="{name}"' if name else ""
    return f"<p{kind}>{escape(text)}</p>"


def box(heading: str, body: Iterable[str], name: str = "npq-note", level: int = 3) -> str:
    """Return a box with a heading; `body` is HTML that is escaped already."""
    return (
        f'<div class="npq-box {name}"><h{level}>{escape(heading)}</h{level}>{"".join(body)}</div>'
    )


def box_said(sentence: str) -> str:
    """Return what was done, after a sign that it is good news; nothing where that is empty."""
    if not sentence:
        return ""
    return (
        f'<div class="npq-box npq-done"><p><span aria-hidden="true">✓</span> '
        f"{escape(sentence)}</p></div>"
    )


def bullets(lines: Iterable[str]) -> str:
    """Return a list, each line escaped."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table that scrolls by itself where the screen is narrow; cells are HTML."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="npq-scroll" role="region" aria-label="{escape(caption)}" tabindex="0">'
        f'<table class="npq-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
