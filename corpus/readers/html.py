"""HTML: the page's own text in reading order, without what the website puts around it."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from corpus.readers.blocks import Block, Draft, table
from corpus.readers.visible import drop_unseen, parse

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = (
    "address article blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer header hgroup hr html legend li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_MOST_NESTED = 300  # characters of an item with the list inside it


def read(source: str, name: str) -> Draft:
    """Return the blocks of the page's main part, and its `h1`, else its `<title>`."""
    soup = parse(source, name)
    site_title = _site_title(soup)
    drop_unseen(soup)
    roots = _main_parts(soup)
    blocks = [block for root in roots for block in blocks_of(root)]
    heading = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), None)
    outside = soup.find("h1")
    if heading is None and isinstance(outside, Tag) and inline_text(outside):
        heading = inline_text(outside)
        blocks.insert(0, Block("heading", heading, 1))
    return Draft(heading or site_title, blocks)


def blocks_of(root: Tag) -> list[Block]:
    """Return the blocks under an element, in order."""
    walk = _Walk()
    walk.children(root)
    walk.flush()
    return walk.blocks


def inline_text(tag: Tag) -> str:
    """Return the text of an element on one line; blocks inside it are set apart by a space."""
    parts: list[str] = []
    for node in tag.descendants:
        if type(node) is NavigableString:
            parts.append(node)
        elif isinstance(node, Tag) and (node.name == "br" or node.name in _BLOCKS):
            parts.append(" ")
    return " ".join("".join(parts).split())


def _site_title(soup: BeautifulSoup) -> str | None:
    title = soup.find("title")
    text = " ".join(title.get_text().split()) if isinstance(title, Tag) else ""
    return re.sub(r"\s+(?:\|[^|]*|[-–—]\s+GOV\.UK)$", "", text) or None


def _main_parts(soup: BeautifulSoup) -> list[Tag]:
    for selector in ("main, [role=main]", "article", ".govspeak, .govuk-govspeak"):
        found = soup.select(selector)
        inside = {id(tag) for tag in found}
        outer = [tag for tag in found if not any(id(up) in inside for up in tag.parents)]
        if any(inline_text(tag) for tag in outer):
            return outer
    return [soup.body or soup]


class _Walk:
    """Collects blocks in document order; text waits until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._waiting: list[str] = []
        self._item: str | None = None
        self._item_at = -1

    def children(self, tag: Tag) -> None:
        for node in tag.children:
            if type(node) is NavigableString:
                self._waiting.append(re.sub(r"\s+", " ", node))
            elif isinstance(node, Tag):
                self._tag(node)

    def flush(self) -> None:
        text, self._waiting = "".join(self._waiting), []
        if self._item is not None:
            self._to_item(" ".join(text.split()))
            return
        # A line break before a small letter only broke the line; before a capital it ends it.
        for line in re.split(r"\n(?!\s*[a-z])", text):
            if line.strip():
                self.blocks.append(Block("paragraph", " ".join(line.split())))

    def _to_item(self, text: str) -> None:
        if text and self._item_at == len(self.blocks) - 1 and self._item_at >= 0:
            self.blocks[-1] = Block("item", f"{self.blocks[-1].text} {text}")
        elif text:
            self.blocks.append(Block("item", f"{self._item}{text}"))
            self._item, self._item_at = "", len(self.blocks) - 1

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self._waiting.append("\n")
        elif name not in _BLOCKS and name not in _HEADINGS:
            self.children(tag)
        else:
            self.flush()
            if name in _HEADINGS:
                self.blocks.append(Block("heading", inline_text(tag), _HEADINGS[name]))
            elif name in ("ul", "ol"):
                self._list(tag)
            elif name == "dl":
                self._terms(tag)
            elif name == "pre":
                self.blocks += [Block("line", line) for line in tag.get_text().split("\n")]
            elif name == "table" and _holds_data(tag):
                caption = tag.find("caption")
                if isinstance(caption, Tag) and inline_text(caption):
                    self.blocks.append(Block("paragraph", inline_text(caption)))
                self.blocks += table(_cells(tag))
            else:
                self.children(tag)
                self.flush()

    def _list(self, tag: Tag) -> None:
        outer = self._item, self._item_at
        inside = self._item is not None and 0 <= self._item_at == len(self.blocks) - 1
        start = str(tag.get("start", "1"))
        number = int(start) if re.fullmatch(r"\d{1,3}", start) else 1
        for node in tag.children:
            if not isinstance(node, Tag):
                continue
            self._item = f"{number}. " if tag.name == "ol" else ""
            self._item_at = -1
            number += 1
            self.children(node)
            self.flush()
        self._item, self._item_at = outer
        if inside:
            self._into_item()

    def _into_item(self) -> None:
        """Tell a list inside an item in the item itself, if that leads to it with a colon."""
        head, inner = self.blocks[self._item_at], self.blocks[self._item_at + 1 :]
        items = [re.sub(r"^\d{1,3}\. ", "", block.text).rstrip(";,.") for block in inner]
        told = f"{head.text} {'; '.join(items)}"
        if head.text.endswith(":") and inner and len(told) <= _MOST_NESTED:
            self.blocks[self._item_at :] = [Block("item", told)]

    def _terms(self, tag: Tag) -> None:
        term = ""
        for node in tag.find_all(["dt", "dd"]):
            text = inline_text(node)
            if node.name == "dt":
                term = text
            elif text:
                self.blocks.append(Block("item", f"{term.rstrip(':')}: {text}" if term else text))


def _holds_data(tag: Tag) -> bool:
    """Say whether a table holds data; a table that only lays out the page does not."""
    if tag.get("role") in ("presentation", "none") or tag.find(["table", *_HEADINGS]):
        return False
    return any(len(row.find_all(["td", "th"])) > 1 for row in tag.find_all("tr"))


def _cells(tag: Tag) -> list[list[str]]:
    """Return the rows of a table; a cell that spans rows is told in each of them."""
    rows: list[list[str]] = []
    spans: dict[int, tuple[int, str]] = {}
    for line in tag.find_all("tr"):
        cells: list[str] = []
        for cell in line.find_all(["td", "th"]):
            _carry(cells, spans)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if down > 1:
                spans[len(cells)] = (down - 1, inline_text(cell))
            cells += [inline_text(cell), *[""] * (across - 1)]
        _carry(cells, spans)
        rows.append(cells)
    return rows


def _carry(cells: list[str], spans: dict[int, tuple[int, str]]) -> None:
    while len(cells) in spans:
        left, text = spans.pop(len(cells))
        if left > 1:
            spans[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(int(value), 20) if re.fullmatch(r"[1-9]\d{0,2}", value) else 1
