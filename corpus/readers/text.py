"""Plain text: repaired first, because a heading can only be told once it can be read."""

from __future__ import annotations

from corpus.readers.blocks import Draft, without_comments
from corpus.readers.lines import entries
from corpus.readers.outline import outline
from corpus.repair import repair


def read(source: str) -> Draft:
    """Return the blocks of a plain text, headings told by their layout."""
    blocks = outline(entries(repair(without_comments(source)).text))
    title = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), None)
    return Draft(title, blocks)
