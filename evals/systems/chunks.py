"""Our corpus as text for other systems: without front matter and fact marks, in chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.library import Library
from corpus.records import Document
from corpus.settings import Settings
from evals.records import AttachedDocument

_MARK = re.compile(r"[ \t]*<!--.*?-->", re.S)
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")


@dataclass(frozen=True)
class Page:
    """A document as a reader of the text alone sees it.

    An `attached` one is looked at only for the questions that bring documents along.
    """

    id: str
    title: str
    kind: str
    status: str
    text: str
    attached: bool = False


@dataclass(frozen=True)
class Chunk:
    """A piece of a page; `path` holds the headings above it, `text` is quoted from the page."""

    id: str
    page: Page
    path: tuple[str, ...]
    text: str

    @property
    def headed(self) -> str:
        """The text with its headings above it: what is embedded."""
        return "\n".join([" > ".join((self.page.title, *self.path)), self.text])


def pages(settings: Settings, attached: Sequence[AttachedDocument] = ()) -> list[Page]:
    """Return the corpus as pages, then the documents that the questions bring along."""
    shipped = [_page(document) for document in Library.load(settings)]
    return shipped + [
        Page(
            f"attached-{number}", document.title, "provider-article", "current", document.text, True
        )
        for number, document in enumerate(attached)
    ]


def _page(document: Document) -> Page:
    text = _MARK.sub("", document.text).strip()
    return Page(document.id, document.title, document.kind.value, document.status.value, text)


def heading_chunks(page: Page) -> Iterator[Chunk]:
    """Cut a page at every heading of level 2 to 6, the heading path kept."""
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    number = 0
    for line in [*page.text.splitlines(), "## "]:
        heading = _HEADING.match(line) or (line == "## ")
        if not heading:
            lines.append(line)
            continue
        text = "\n".join(lines).strip()
        if text:
            yield Chunk(f"{page.id}~{number}", page, tuple(name for _, name in path), text)
            number += 1
        lines = []
        if heading is not True:
            level = len(heading.group(1))
            path = [item for item in path if item[0] < level]
            if level > 1:
                path.append((level, heading.group(2)))
