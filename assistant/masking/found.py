"""A piece of personal data that was found, and choosing between pieces that overlap."""

from __future__ import annotations

import re
from typing import NamedTuple

# What a placeholder says of the data that it stands for.
KINDS = (
    "NAME",
    "EMAIL",
    "PHONE",
    "POSTCODE",
    "TRN",
    "NI NUMBER",
    "BIRTH DATE",
    "ADDRESS",
    "HANDLE",
    "BANK NUMBER",
    "ID NUMBER",
    "NUMBER PLATE",
)


PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS)}) \d{{1,4}}\]")


class Found(NamedTuple):
    """A piece of personal data in a text."""

    start: int
    end: int
    kind: str


def without_overlaps(found: list[Found]) -> list[Found]:
    """Keep what was found first where two pieces overlap; return them in order of the text."""
    kept: list[Found] = []
    for piece in found:
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept)
