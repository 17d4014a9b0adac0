"""Markdown: rendered by markdown-it, then read as HTML, so that HTML inside it is judged too."""

from __future__ import annotations

from datetime import date

import frontmatter
import yaml
from markdown_it import MarkdownIt

from corpus.errors import FileRejected
from corpus.readers.blocks import Draft
from corpus.readers.html import blocks_of
from corpus.readers.visible import drop_unseen, parse


def read(source: str, name: str) -> Draft:
    """Return the blocks of a Markdown text and the simple values of its front matter."""
    try:
        front, body = frontmatter.parse(source)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise FileRejected(f"{name} has front matter that cannot be read as YAML.") from error
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # A text between two rules is not front matter, though it stands where that would.
    soup = parse(parser.render(body if front else source), name)
    drop_unseen(soup)
    blocks = blocks_of(soup)
    title = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), None)
    return Draft(title, blocks, _simple(front))


def _simple(front: dict[str, object]) -> dict[str, str]:
    """Keep text, numbers and dates; lists and mappings are of no use as details."""
    kept: dict[str, str] = {}
    for key, value in front.items():
        if isinstance(value, date):
            kept[str(key)] = value.isoformat()[:10]
        elif isinstance(value, (str, int, float)) and str(value).strip():
            kept[str(key)] = str(value).strip()
    return kept
