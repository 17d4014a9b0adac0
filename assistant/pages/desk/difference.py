"""The difference of two versions, told by signs and words and not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.desk.differences import Change
from assistant.pages.desk.shared import words
from assistant.pages.pieces import paragraph

_AROUND = 2
_FOLD = 4


def difference_html(changes: Sequence[Change]) -> str:
    """Return what was taken out and put in; long stretches that are the same are folded."""
    wording = words("difference")
    if all(change.kind == "same" for change in changes):
        return paragraph(wording["same"])
    last = len(changes) - 1
    body = "".join(
        _same(change.text, first=place == 0, last=place == last)
        if change.kind == "same"
        else _changed(change)
        for place, change in enumerate(changes)
    )
    return f'{paragraph(wording["key"], "npq-help")}<div class="npq-difference">{body}</div>'


def _changed(change: Change) -> str:
    wording = words("difference")
    tag, sign = ("del", "−") if change.kind == "removed" else ("ins", "+")
    return (
        f'<{tag}><span class="npq-hidden">{escape(wording[change.kind])}</span>'
        f'<span aria-hidden="true">[{sign}</span>{escape(change.text)}'
        f'<span aria-hidden="true">{sign}]</span>'
        f'<span class="npq-hidden">{escape(wording["end"])}</span></{tag}>'
    )


def _same(text: str, *, first: bool, last: bool) -> str:
    """Return text that is in both, its middle folded if that is long."""
    lines = text.split("\n")
    head, tail = (0 if first else _AROUND), (0 if last else _AROUND)
    hidden = len(lines) - head - tail
    if hidden < _FOLD:
        return escape(text)
    end = len(lines) - tail
    middle = "\n".join(lines[head:end])
    label = words("difference")["folded"].format(count=hidden)
    before = "\n".join(lines[:head]) + ("\n" if head else "")
    return (
        f'{escape(before)}<details class="npq-fold"><summary>{escape(label)}</summary>'
        f"{escape(middle)}</details>{escape(chr(10).join(lines[end:]))}"
    )
