"""What changed at the last index build, as HTML that holds nothing but escaped text."""

from __future__ import annotations

from html import escape
from typing import Any

from assistant.desk.differences import compare
from assistant.pages.citations import standing_words
from assistant.pages.desk.difference import difference_html
from assistant.pages.desk.shared import uk_time
from assistant.pages.holdings import Holdings
from assistant.pages.links import inside_link
from assistant.pages.pieces import paragraph, terms
from assistant.records import policy
from corpus.dates import in_words
from corpus.records import Standing
from index.changes import Basis, Changes, Detail, DocumentChange, PassageChange, What


def _words() -> dict[str, Any]:
    found: dict[str, Any] = policy("library")["changes"]
    return found


def changes_html(holdings: Holdings) -> str:
    """Return which build is in use, and which documents and passages it changed."""
    words, manifest, changes = _words(), holdings.manifest, holdings.changes
    if manifest is None:
        return paragraph(words["no_index"])
    built = words["built"].format(id=manifest.id, when=uk_time(manifest.created))
    lines = [paragraph(built)]
    if changes is None:
        return "".join([*lines, paragraph(words["unknown"])])
    if changes.at != manifest.created:
        carried = words["carried"].format(id=changes.index_id, when=uk_time(changes.at))
        lines.append(paragraph(carried))
    lines.append(paragraph(_summary(changes)))
    lines += [document_html(changes, document, holdings) for document in changes.documents]
    return "".join(lines)


def changes_of(holdings: Holdings, document_id: str) -> str:
    """Return what the last build that changed anything did to one document, or nothing."""
    changes = holdings.changes
    if changes is None:
        return ""
    found = [document for document in changes.documents if document.id == document_id]
    if not found:
        return ""
    when = _words()["built"].format(id=changes.index_id, when=uk_time(changes.at))
    body = _details(found[0], holdings) + _passages(changes, found[0], holdings)
    return paragraph(f"{_words()['what'][found[0].what.value]}. {when}") + body


def document_html(changes: Changes, document: DocumentChange, holdings: Holdings) -> str:
    """Return one document that changed, closed: its details, and its passages in words."""
    words = _words()
    now = holdings.documents.get(document.id)
    name = f"npq-changed-{document.id}"
    link = f"<p>{inside_link(words['open'], name, source=document.id)}</p>" if now else ""
    return (
        '<details class="npq-fold npq-change"><summary>'
        f"{escape(words['what'][document.what.value])}: {escape(document.title)}</summary>"
        f"{link}{_details(document, holdings)}"
        f"{_passages(changes, document, holdings)}</details>"
    )


def _summary(changes: Changes) -> str:
    words = _words()
    if changes.basis is Basis.FIRST:
        return str(words["first"])
    if changes.basis is Basis.NOT_COMPARABLE:
        return str(words["not_comparable"])
    if not changes.documents:
        return str(words["nothing"].format(since=changes.since))
    documents, passages = (
        ", ".join(words["count"][what.value].format(count=changes.count(what)[at]) for what in What)
        for at in (0, 1)
    )
    return str(words["counts"].format(documents=documents, passages=passages))


def _details(document: DocumentChange, holdings: Holdings) -> str:
    words = _words()
    rows = terms(
        (
            words["detail"][detail.name],
            f"{_value(detail, detail.before, holdings)} {escape(words['changed_to'])} "
            f"{_value(detail, detail.after, holdings)}",
        )
        for detail in document.details
    )
    return f'<dl class="npq-details">{rows}</dl>' if rows else ""


def _value(detail: Detail, value: str | None, holdings: Holdings) -> str:
    """Return a detail as it is shown: a standing with its sign, a date in words, a title."""
    if value is None:
        return escape(_words()["nothing_there"])
    if detail.name == "status":
        return standing_words(Standing(value))
    if detail.name == "kind":
        return escape(policy("chat")["kinds"].get(value, value))
    if detail.name == "dated":
        return escape(in_words(value))
    if detail.name == "superseded_by" and value in holdings.documents:
        return escape(holdings.documents[value].title)
    return escape(value)


def _passages(changes: Changes, document: DocumentChange, holdings: Holdings) -> str:
    own = [passage for passage in changes.passages if passage.document_id == document.id]
    shown = [(passage, _now(passage, holdings)) for passage in own]
    same = [p for p, now in shown if p.what is What.CHANGED and p.before == now]
    told = "".join(_passage(p, now) for p, now in shown if p not in same)
    words = _words()
    name = words["one_passage" if len(same) == 1 else "more_passages"]
    note = words["same_words"].format(count=len(same), passages=name) if same else ""
    return told + (paragraph(note) if note else "")


def _now(passage: PassageChange, holdings: Holdings) -> str | None:
    found = holdings.passage(passage.id) if passage.what is not What.REMOVED else None
    return found.text if found else None


def _passage(passage: PassageChange, now: str | None) -> str:
    what = _words()["what"][passage.what.value]
    head = f"<h3>{escape(what)}: {escape(passage.section)}</h3>"
    if passage.what is What.CHANGED and passage.before is not None and now is not None:
        return head + difference_html(compare(passage.before, now))
    text = now if passage.what is What.ADDED else passage.before
    return f'{head}<div class="npq-typed">{escape(text or "")}</div>'
