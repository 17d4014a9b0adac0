"""One source of the guidance library as HTML that holds nothing but escaped text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from assistant.pages.citations import link_to, standing_words
from assistant.pages.holdings import Holdings, Replaced
from assistant.pages.links import inside_link
from assistant.pages.pieces import capital, terms
from assistant.records import policy
from assistant.store.citing import Cited
from corpus.dates import in_words
from corpus.records import Document, Standing
from index.records import Passage, Sentence


def _words() -> dict[str, Any]:
    found: dict[str, Any] = policy("library")["source"]
    return found


def source_link(document: Document, place: str) -> str:
    """Return a link that opens a source in this page; `place` tells it from others to the same."""
    return inside_link(document.title, f"npq-{place}-{document.id}", source=document.id)


def head_html(document: Document, holdings: Holdings) -> str:
    """Return the way back, the title, and in words whether the page holds."""
    words = _words()
    told = policy("library")["standings"][document.status.value]
    changed = holdings.manifest is not None and not holdings.is_indexed(document.id)
    return (
        f"<p>{inside_link(words['back'], 'npq-back')}</p><h1>{escape(document.title)}</h1>"
        f'<p class="npq-box npq-standing"><strong>{standing_words(document.status)}.</strong> '
        f"{escape(told)}</p>" + (f"<p>{escape(words['not_indexed'])}</p>" if changed else "")
    )


def details_html(document: Document, holdings: Holdings) -> str:
    """Return publisher, kind, dates, what replaced it and what it replaced, and the original."""
    words = _words()
    rows = [
        (words["publisher"], escape(document.publisher)),
        (words["kind"], escape(policy("chat")["kinds"][document.kind.value])),
        (words["standing"], standing_words(document.status)),
        *(
            (words[name], escape(capital(in_words(getattr(document, name)))))
            for name in ("published", "updated", "retrieved")
        ),
        (words["replaced_by"], _replacement(document, holdings)),
        (words["replaced"], _listed(holdings.replaced_by(document.id), "older")),
        (words["applies_to"], escape(document.applies_to)),
        (words["licence"], escape(document.licence or "")),
    ]
    table = terms((term, value) for term, value in rows if value)
    shown = policy("chat")["sources"]
    link = link_to(document.url, shown["link"]) or escape(shown["no_link"])
    own = escape(shown["added" if document.added else "ours"])
    return (
        f'<h2>{escape(words["details"])}</h2><dl class="npq-details">{table}</dl>'
        f"<p>{link}</p><p>{own}</p>"
    )


def passages_html(document: Document, passages: Sequence[Passage]) -> str:
    """Return the passages as text to read; a sentence of another standing says so after it."""
    words = _words()
    heading = f"<h2>{escape(words['passages_here'])}</h2>"
    if not passages:
        return f"{heading}<p>{escape(words['no_passages'])}</p>"
    text = words["passages_help_added" if document.added else "passages_help"]
    count = f'<p class="npq-help">{escape(text.format(count=len(passages)))}</p>'
    parts, before = [], None
    for passage in passages:
        title = f"<h3>{escape(passage.section)}</h3>" if passage.headings != before else ""
        before = passage.headings
        parts.append(f'<section id="{escape(passage.id)}">{title}{_text(passage)}</section>')
    return f'{heading}{count}<div class="npq-passages">{"".join(parts)}</div>'


def uses_html(document: Document, holdings: Holdings, cited: Cited | None) -> str:
    """Return what uses a source: pages, answers and letters; the last two as counts alone."""
    words = _words()
    facts = holdings.documents_with_replaced_facts(document.id)
    groups = [
        (words["linking"], _listed(holdings.linking_to(document.id), "linking")),
        (words["saying_replaced"], _listed(holdings.replaced_by(document.id), "replaced")),
        (words["replaced_facts"], _with_facts(facts, holdings)),
    ]
    pages = "".join(f"<h3>{escape(head)}</h3>{body}" for head, body in groups if body)
    counts = f"<p>{escape(words['no_store'])}</p>"
    if cited is not None:
        rows = [(words["chat"], cited.answers), (words["letters"], cited.letters)]
        table = terms((term, f"{count:,}") for term, count in rows)
        note = f'<p class="npq-help">{escape(words["kept_only"])}</p>'
        counts = f'<dl class="npq-details npq-wide">{table}</dl>{note}'
    nothing = f"<p>{escape(words['nothing'])}</p>"
    return f"<h2>{escape(words['uses'])}</h2>{pages or nothing}{counts}"


def replaced_html(found: Iterable[Replaced]) -> str:
    """Return the sentences that others have replaced, each with what is said now."""
    words = _words()
    items = [_replaced_item(replaced, number) for number, replaced in enumerate(found)]
    if not items:
        return ""
    return (
        f"<h2>{escape(words['superseded_facts'])}</h2>"
        f'<ul class="npq-replaced">{"".join(items)}</ul>'
    )


def _replaced_item(replaced: Replaced, number: int) -> str:
    words = _words()
    old = f"<p><strong>{escape(words['says_here'])}</strong>: {escape(replaced.sentence.text)}</p>"
    if replaced.by is None or replaced.now is None:
        return f"<li>{old}<p>{escape(words['says_nowhere'])}</p></li>"
    where = source_link(replaced.by, f"now-{number}")
    now = escape(replaced.now.text)
    return f"<li>{old}<p><strong>{escape(words['says_there'])}</strong> {where}: {now}</p></li>"


def _replacement(document: Document, holdings: Holdings) -> str:
    if document.superseded_by is None:
        return ""
    newer = holdings.documents.get(document.superseded_by)
    if newer is None:
        return escape(_words()["replacement_gone"].format(id=document.superseded_by))
    return source_link(newer, "newer")


def _listed(documents: Sequence[Document], place: str) -> str:
    items = "".join(f"<li>{source_link(document, place)}</li>" for document in documents)
    return f"<ul>{items}</ul>" if items else ""


def _with_facts(counts: dict[str, int], holdings: Holdings) -> str:
    words = _words()
    items = []
    for document_id, count in counts.items():
        name = words["one_fact" if count == 1 else "more_facts"]
        told = words["facts"].format(count=count, statements=name)
        link = source_link(holdings.documents[document_id], "facts")
        items.append(f"<li>{link}, {escape(told)}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _text(passage: Passage) -> str:
    """Return a passage line by line, its sentences in their place."""
    out, at = [], 0
    for line in passage.text.split("\n"):
        end = at + len(line)
        inside = [s for s in passage.sentences if at <= s.start and s.end <= end]
        out.append(f"<p>{_line(line, inside, at, passage.status)}</p>" if line.strip() else "")
        at = end + 1
    return "".join(out)


def _line(line: str, sentences: Sequence[Sentence], at: int, page: Standing) -> str:
    out, done = "", 0
    for sentence in sentences:
        end = sentence.end - at
        out += escape(line[done:end]) + _standing_of(sentence, page)
        done = end
    return out + escape(line[done:])


def _standing_of(sentence: Sentence, page: Standing) -> str:
    """Say the standing of a sentence where it is not that of its page."""
    told = dict.fromkeys(fact.status for fact in sentence.facts if fact.status != page)
    return "".join(f' <span class="npq-told">[{standing_words(each)}]</span>' for each in told)
