"""The numbered sources of an answer, as HTML that holds nothing but escaped text."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

from assistant.pages.pieces import capital, terms
from assistant.records import Source, policy
from corpus.dates import in_words
from corpus.records import Standing
from index.records import Passage

_CODE = re.compile(r"`([^`]+)`")


def plain(text: str) -> str:
    """Escape text for HTML; our own `commands` in back quotes become code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def standing_words(standing: Standing) -> str:
    """Return a standing in words after its sign, so that colour says nothing by itself."""
    wording = policy("chat")["standings"][standing.value]
    return f'<span aria-hidden="true">{escape(wording["sign"])}</span> {escape(wording["words"])}'


def link_to(url: str | None, label: str) -> str:
    """Return a link to a page in a new tab, or nothing unless the address is http or https."""
    if url is None or not re.match(r"https?://", url):
        return ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def quote_id(place: str, number: int, quote: int) -> str:
    """Return the id of a marked sentence, which the numbers in the answer point at."""
    return f"{place}-source-{number}-quote-{quote}"


def source_item(source: Source, passage: Passage | None, place: str) -> str:
    """Return one source, closed; a link to a sentence inside opens it in the browser itself."""
    words = policy("chat")["sources"]
    kind = policy("chat")["kinds"][source.kind.value]
    rows = [
        (words["publisher"], escape(source.publisher)),
        (words["kind"], escape(kind)),
        (words["standing"], standing_words(source.status)),
        (words["date"], escape(capital(in_words(source.updated)))),
        (words["section"], escape(source.section)),
    ]
    told = [standing_words(standing) for standing in source.told]
    if source.told != (source.status,):
        rows += [(words["used"], said) for said in told]
    label = words["passage"] if passage else words["quotes"]
    link = link_to(source.url, words["link"]) or escape(words["no_link"])
    return (
        f'<li><details id="{place}-source-{source.number}" class="npq-source">'
        f'<summary><span class="npq-number">{source.number}</span> '
        f'<span class="npq-what"><span class="npq-title">{escape(source.title)}</span> '
        f'<span class="npq-line">{escape(source.publisher)}, {escape(in_words(source.updated))}. '
        f"{'. '.join(told)}</span></span></summary>"
        f'<div class="npq-body"><dl>{terms(rows)}</dl><p class="npq-label">{escape(label)}</p>'
        f"<blockquote>{_marked(source, passage, place)}</blockquote>"
        f"<p>{escape(words['added'] if source.added else words['ours'])}</p>"
        f'<p>{link}</p><p><a href="#{place}-answer">{escape(words["back"])}</a></p>'
        "</div></details></li>"
    )


def _marked(source: Source, passage: Passage | None, place: str) -> str:
    """Return the passage line by line, with each quoted sentence marked and in quotation marks."""
    text = passage.text if passage else "\n".join(source.quotes)
    spans = sorted(
        (start, start + len(quote), quote_id(place, source.number, number))
        for number, quote in enumerate(source.quotes)
        if (start := _start_of(quote, passage, text)) >= 0
    )
    lines, at = [], 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            lines.append(f"<p>{_marked_line(text, at, end, spans)}</p>")
        at = end + 1
    return "".join(lines)


def _start_of(quote: str, passage: Passage | None, text: str) -> int:
    sentences = passage.sentences if passage else ()
    return next((s.start for s in sentences if s.text == quote), text.find(quote))


def _marked_line(text: str, start: int, end: int, spans: list[tuple[int, int, str]]) -> str:
    near = [span for span in spans if span[0] < end and span[1] > start]
    inside = [(max(a, start), min(b, end), a, b, name) for a, b, name in near]
    cuts = sorted({start, end, *(a for a, *_ in inside), *(b for _, b, *_ in inside)})
    out = []
    for left, right in pairwise(cuts):
        piece = escape(text[left:right])
        span = next((s for s in inside if s[0] <= left and right <= s[1]), None)
        if span is None:
            out.append(piece)
            continue
        _, _, first, last, name = span
        anchor = f' id="{name}"' if left == first else ""
        opening, closing = "“" if left == first else "", "”" if right == last else ""
        out.append(f"<mark{anchor}>{opening}{piece}{closing}</mark>")
    return "".join(out)
