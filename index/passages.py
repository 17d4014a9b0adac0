"""From a document to passages: one a section, with sentences and their offsets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.instructions import gives_orders
from corpus.records import Document, Fact
from corpus.sentences import split_sentences
from index.npqs import find_npqs
from index.readable import readable
from index.records import Passage, Sentence

CHUNKER = "sections-3"
MAX_WORDS = 180
LEAD_WORDS = 12  # a shorter line that ends in a colon only leads to what follows
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_COMMENT = re.compile(r"\s*<!--(.*?)-->\s*$")
_TABLE_RULE = re.compile(r"^\|?[\s:|-]+\|?$")


class _Line(NamedTuple):
    text: str
    marks: tuple[str, ...]


def passages_of(document: Document) -> list[Passage]:
    """Cut a document at its headings, and long sections at a line near `MAX_WORDS` words."""
    facts = {fact.id: fact for fact in document.facts}
    out: list[Passage] = []
    for headings, lines in _sections(document.text):
        for number, part in enumerate(_capped(lines)):
            passage_id = f"{document.id}#{len(out)}"
            text = "\n".join(line.text for line in part)
            key = "\x1f".join([document.title, *headings, str(number), text])
            out.append(
                Passage(
                    id=passage_id,
                    document_id=document.id,
                    title=document.title,
                    publisher=document.publisher,
                    kind=document.kind,
                    status=document.status,
                    superseded_by=document.superseded_by,
                    url=document.url,
                    dated=document.dated,
                    added=document.added,
                    headings=headings,
                    text=text,
                    sentences=tuple(_sentences(passage_id, part, headings, facts)),
                    content_hash=_hash(key, document),
                )
            )
    return out


def _hash(key: str, document: Document) -> str:
    meta = document.model_dump_json(exclude={"text", "facts"})
    facts = "".join(fact.model_dump_json() for fact in document.facts)
    return hashlib.sha256(f"{key}\x1f{meta}\x1f{facts}".encode()).hexdigest()[:20]


def _sections(text: str) -> Iterator[tuple[tuple[str, ...], list[_Line]]]:
    """Yield each section's heading path (below the page title) with its lines.

    Only the first heading of the highest level is the page's title.
    """
    path: list[tuple[int, str]] = []
    lines: list[_Line] = []
    titled = False
    for raw in readable(text.splitlines()):
        heading = _HEADING.match(raw)
        if heading is None:
            lines += _line(raw)
            continue
        if lines:
            yield tuple(name for _, name in path), lines
        lines = []
        level = len(heading.group(1))
        path = [item for item in path if item[0] < level]
        if level > 1 or titled:
            path.append((level, heading.group(2)))
        titled = titled or level == 1
    if lines:
        yield tuple(name for _, name in path), lines


def _line(raw: str) -> list[_Line]:
    """Take the marks off a line; nothing for blank lines and rules of tables."""
    comment = _COMMENT.search(raw)
    text = _COMMENT.sub("", raw).strip()
    if not text or _TABLE_RULE.match(text):
        return []
    marks = tuple(part.strip() for part in comment.group(1).split(",")) if comment else ()
    return [_Line(text, marks)]


def _capped(lines: list[_Line]) -> Iterator[list[_Line]]:
    part: list[_Line] = []
    size = 0
    for line in lines:
        length = len(line.text.split())
        if part and size + length > MAX_WORDS:
            yield part
            part, size = [], 0
        part.append(line)
        size += length
    yield part


def _sentences(
    passage_id: str, lines: Iterable[_Line], headings: tuple[str, ...], facts: dict[str, Fact]
) -> Iterator[Sentence]:
    offset = number = 0
    about = find_npqs(" ".join(headings))
    for line in lines:
        for span in split_sentences(line.text):
            text = line.text[span.start : span.end]
            told = tuple(facts[mark] for mark in line.marks if mark in facts)
            yield Sentence(
                id=f"{passage_id}.{number}",
                text=text,
                start=offset + span.start,
                end=offset + span.end,
                facts=told,
                npqs=told_of(text) or (frozenset() if told or find_npqs(text) else about),
                evidence="intro" not in line.marks and _tells(text),
            )
            number += 1
        offset += len(line.text) + 1


_BUT = re.compile(r"\b(?:except(?:ions?)?|apart from|but not)\b", re.I)
_ALL = re.compile(r"\bNPQs?\b", re.I)


def told_of(text: str) -> frozenset[str]:
    """Return the NPQs that a sentence is about: none where it tells of all, with an exception.

    "Taking an NPQ is voluntary; the exception is the SENCO NPQ" is about any NPQ.
    """
    but = _BUT.search(text)
    if but and _ALL.search(text, 0, but.start()) and not find_npqs(text[: but.start()]):
        return frozenset()
    return find_npqs(text)


def _tells(text: str) -> bool:
    """Say whether a sentence can answer anything: no order to a machine, no lead to a list."""
    return not gives_orders(text) and not (text.endswith(":") and len(text.split()) < LEAD_WORDS)
