"""The shape every reader produces: blocks of text, and how they become clean Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "item", "row", "line"]

NO_FRONT: Mapping[str, str] = MappingProxyType({})

_GLUED = frozenset({"item", "row", "line"})
_TAG_NAMES = (
    "a|abbr|article|aside|audio|b|blockquote|body|br|button|center|code|details|div|em|embed|"
    "font|footer|form|frame|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|"
    "main|mark|math|meta|nav|noscript|object|ol|option|p|picture|pre|s|script|section|select|"
    "small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|"
    "th|thead|title|tr|u|ul|video"
)
_TAG = re.compile(rf"</?(?:{_TAG_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:https?:|mailto:|/|#|\.)[^()\s]*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1")
_HEADING_MARK = re.compile(r"^#{1,6}\s+")


class ReadText(NamedTuple):
    """What a file says: its title, its text as clean Markdown, and what stayed damaged."""

    title: str | None
    text: str
    unrepaired: tuple[str, ...]
    front: dict[str, str]


class Block(NamedTuple):
    """A heading, paragraph, list item, table row or plain line of a document."""

    kind: BlockKind
    text: str
    level: int = 0


class Draft(NamedTuple):
    """What a reader found, before repair and rendering."""

    title: str | None
    blocks: list[Block]
    front: Mapping[str, str] = NO_FRONT


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as Markdown: one a line, a blank line between, none inside a list or table."""
    out, before = "", ""
    for block in blocks:
        line = _line(block)
        if not line:
            continue
        if out:
            out += "\n" if block.kind in _GLUED and block.kind == before else "\n\n"
        out, before = out + line, block.kind
    return out


def first_heading(blocks: Iterable[Block]) -> str | None:
    """Return the text of the first heading, the highest level first."""
    headings = [block for block in blocks if block.kind == "heading" and block.text.strip()]
    return min(headings, key=lambda block: block.level).text if headings else None


def row(cells: Iterable[str]) -> Block:
    """Make a table row; a pipe inside a cell would start a new cell, so it becomes a slash."""
    return Block("row", "| " + " | ".join(plain(cell).replace("|", "/") for cell in cells) + " |")


def table(rows: list[list[str]]) -> list[Block]:
    """Make the rows of a pipe table, all of one width, the first as its head."""
    width = max(map(len, rows), default=0)
    if not width or not any(cell.strip() for cells in rows for cell in cells):
        return []
    filled = [row([*cells, *[""] * (width - len(cells))]) for cells in rows]
    return [filled[0], Block("row", "|" + " --- |" * width), *filled[1:]]


def plain(text: str) -> str:
    """Return text on one line without comments, tags, images, link targets or emphasis marks.

    Comments matter most: in shipped pages they carry fact ids, which no added file may forge.
    """
    text = _TAG.sub(" ", without_comments(text)) if "<" in text else text
    text = _LINK.sub(r"\1", _IMAGE.sub("", text)) if "](" in text else text
    return " ".join(_STRONG.sub(r"\2", text).split())


def without_comments(text: str) -> str:
    """Drop HTML comments, closed or not; linear in time whatever the text holds."""
    head, *rest = text.split("<!--")
    for part in rest:
        inside, end, after = part.partition("-->")
        head += " " + (after if end else inside)
    return head


def _line(block: Block) -> str:
    text = block.text if block.kind == "row" else plain(block.text)
    if not text or block.kind == "row":
        return text
    text = _HEADING_MARK.sub("", text)
    if block.kind == "heading":
        return f"{'#' * min(max(block.level, 1), 6)} {text}"
    if block.kind == "item":
        return text if re.match(r"\d{1,3}\. ", text) else f"- {text}"
    return text
