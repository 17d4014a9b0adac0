"""What stands around some words of a text, on their line and on the line before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from assistant.masking.policies import masking_policy

_NEAR = 60
_AHEAD = 120


class Piece(NamedTuple):
    """Some words in a row, and what stands around them on their line and on the line before."""

    words: tuple[str, ...]
    before: str
    after: str
    line_before: str

    @property
    def full(self) -> list[str]:
        """The words that are no initials."""
        return [word for word in self.words if not re.fullmatch(r"(?:\w\.)+|\w|\w[-‑]\w", word)]

    @property
    def opens(self) -> bool:
        """Whether the words open a sentence, where any word has a capital."""
        return re.search(r"[^\s.!?:>*•\"“‘-]\s*$", self.before) is None

    @property
    def ends(self) -> bool:
        """Whether nothing follows the words on their line but a kiss."""
        return re.fullmatch(r"[\s.,!)*]*(?:[xX]{1,3})?[\s.,!]*", self.after) is not None


def piece_of(text: str, words: Sequence[re.Match[str] | regex.Match[str]]) -> Piece:
    """Return words of a text with what stands around them."""
    start, end = words[0].start(), words[-1].end()
    line_start = text.rfind("\n", 0, start) + 1
    return Piece(
        tuple(match.group() for match in words),
        text[max(line_start, start - _NEAR) : start],
        text[end : end + _AHEAD].split("\n")[0],
        _line_before(text, line_start),
    )


def _line_before(text: str, line_start: int) -> str:
    """Return the last line with text before a line, without the marks of a quoted mail."""
    near = text[max(0, line_start - 4 * _NEAR) : line_start].rstrip()
    return near.rsplit("\n", 1)[-1].lstrip(" >").strip()


@cache
def pattern(entry: str) -> re.Pattern[str]:
    """Return a pattern of the policy on personal data, for small letters and capitals."""
    return re.compile(masking_policy("personal")[entry], re.I)
