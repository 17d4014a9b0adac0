"""The difference of two versions of a letter, by words within lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from assistant.records import Record

Kind = Literal["same", "removed", "added"]
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\n|[^\S\n]+|\S+")


class Change(Record):
    """A run of text: in both versions, only in the one before, or only in the one after."""

    kind: Kind
    text: str


class _Block(NamedTuple):
    """What stands at one place of each version; alike where both are the same."""

    before: str
    after: str


def compare(before: str, after: str) -> tuple[Change, ...]:
    """Return how a text became another.

    What is the same or removed makes up `before`, what is the same or added makes up `after`.
    """
    blocks = [
        inner
        for block in _blocks(_LINES.findall(before), _LINES.findall(after))
        for inner in (
            [block]
            if block.before == block.after
            else _readable(_blocks(_WORDS.findall(block.before), _WORDS.findall(block.after)))
        )
    ]
    return tuple(_merged(blocks))


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[_Block]:
    matcher = SequenceMatcher(a=before, b=after)
    for _, a, b, c, d in matcher.get_opcodes():
        yield _Block("".join(before[a:b]), "".join(after[c:d]))


def _readable(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Join changes that only a space parts: two words of a phrase are one change to a reader."""
    held = _Block("", "")
    for block in blocks:
        same = block.before == block.after
        if same and not (held != ("", "") and block.before.strip(" \t\u00a0") == ""):
            yield from (held, block)
            held = _Block("", "")
        else:
            held = _Block(held.before + block.before, held.after + block.after)
    yield held


def _merged(blocks: Sequence[_Block]) -> Iterator[Change]:
    full = (block for block in blocks if block != ("", ""))
    for same, run in groupby(full, key=lambda block: block.before == block.after):
        pieces = list(run)
        gone, new = ("".join(texts) for texts in zip(*pieces, strict=True))
        if same:
            yield Change(kind="same", text=gone)
            continue
        if gone:
            yield Change(kind="removed", text=gone)
        if new:
            yield Change(kind="added", text=new)
