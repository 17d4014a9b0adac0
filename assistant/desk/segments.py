"""Set apart what in a mail is not its message: headers, earlier mails, sign-off, disclaimers.

mail-parser-reply was tried: it takes a list of hyphens for a signature, and its patterns take
14 seconds for 20,000 characters of "On a a a". These patterns each read one line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from assistant.desk.records import Apart, SetApart, desk_policy

_NAME_LINE = re.compile(
    r"(?:[A-Z]\.? ){0,3}[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){0,3}(?: \([^()]{1,40}\))?[ x.]*"
)


class Parted(NamedTuple):
    """The message, what was set apart in order, and the headers that stood above it."""

    body: str
    apart: tuple[SetApart, ...]
    headers: dict[str, str]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(desk_policy("segments")[name], re.I)


def part_mail(text: str) -> Parted:
    """Part a mail into its message and the rest; every line of it is kept in one of them."""
    lines = text.split("\n")
    kinds: list[Apart | None] = [None] * len(lines)
    headers = _mark_headers(lines, kinds)
    _mark_earlier(lines, kinds)
    _mark_disclaimers(lines, kinds)
    _mark_signature(lines, kinds)
    return Parted(_joined(lines, kinds, None), _set_apart(lines, kinds), headers)


def _mark_headers(lines: list[str], kinds: list[Apart | None]) -> dict[str, str]:
    """Mark the header lines that a pasted mail begins with."""
    headers: dict[str, str] = {}
    for place, line in enumerate(lines):
        header = _pattern("header").match(line)
        if header:
            kinds[place] = "header"
            name = line[: line.index(":")].strip(" \t>*").lower()
            headers.setdefault(name, header["value"].strip())
        elif line.strip() and not (place < 2 and _pattern("header_subject_only").match(line)):
            break
        elif line.strip():
            kinds[place] = "header"
            headers.setdefault("subject", line.strip())
    return headers


def _mark_earlier(lines: list[str], kinds: list[Apart | None]) -> None:
    """Mark earlier mails: lines with `>`, and all after a line that says another mail follows."""
    for place, line in enumerate(lines):
        if kinds[place]:
            continue
        if _pattern("quoted").match(line):
            kinds[place] = "quoted"
        elif _says_wrote(lines, place) and not _has_marks(lines, place):
            kinds[place:] = ["quoted"] * (len(lines) - place)
            return
        elif _says_wrote(lines, place):
            last = place + (0 if _pattern("wrote").match(line) else 1)
            kinds[place : last + 1] = ["quoted"] * (last + 1 - place)
        elif _begins_earlier(lines, place):
            kinds[place:] = ["quoted"] * (len(lines) - place)
            return


def announces_earlier(line: str) -> bool:
    """Say whether a line says that an earlier mail follows: "A wrote:", "Original message"."""
    return any(_pattern(name).match(line) for name in ("earlier", "wrote"))


def _begins_earlier(lines: list[str], place: int) -> bool:
    announced = _pattern("earlier").match(lines[place]) and any(lines[place + 1 :])
    return bool(announced) or _header_block(lines, place)


def _says_wrote(lines: list[str], place: int) -> bool:
    """Say whether "On Tuesday, A wrote:" stands here; mail programs may break it in two."""
    if len(lines[place]) > 300:
        return False
    wrapped = re.match(r"[ \t>]*on\b", lines[place], re.I) and place + 1 < len(lines)
    two = f"{lines[place]} {lines[place + 1][:200]}" if wrapped else ""
    return bool(_pattern("wrote").match(lines[place]) or _pattern("wrote").match(two))


def _has_marks(lines: list[str], place: int) -> bool:
    return any(_pattern("quoted").match(line) for line in lines[place + 1 :])


def _header_block(lines: list[str], place: int) -> bool:
    near = [line for line in lines[place : place + 5] if line.strip()]
    named = [line for line in near if _pattern("header").match(line)]
    return len(named) >= 2 and re.match(r"[ \t>*]*from\b", near[0], re.I) is not None


def _mark_disclaimers(lines: list[str], kinds: list[Apart | None]) -> None:
    """Mark paragraphs that the mail system or the organisation adds."""
    for first, last in _paragraphs(lines):
        text = " ".join(lines[first:last])
        plain = "?" not in text or _pattern("disclaimer_asks").search(text[:2000])
        if plain and _pattern("disclaimer").search(text[:2000]):
            # A signature may stand right above it, in the same paragraph.
            own = [n for n in range(first, last) if _pattern("disclaimer").search(lines[n])]
            start = own[0] if own else first
            for place in range(start, last):
                apart = (first > 0 or place in own) and not _is_closing(lines[place])
                if kinds[place] is None and apart:
                    kinds[place] = "disclaimer"


def _paragraphs(lines: list[str]) -> list[tuple[int, int]]:
    starts = [
        i for i, line in enumerate(lines) if line.strip() and not "".join(lines[i - 1 : i]).strip()
    ]
    ends = [
        next((j for j in range(i, len(lines)) if not lines[j].strip()), len(lines)) for i in starts
    ]
    return list(zip(starts, ends, strict=True))


def _mark_signature(lines: list[str], kinds: list[Apart | None]) -> None:
    """Mark the last sign-off and what follows it, save a question put after it."""
    own = [i for i, kind in enumerate(kinds) if kind is None and lines[i].strip()]
    closings = [i for i in own if _is_closing(lines[i])]
    thanked = [
        i for i, last in zip(own[1:], own, strict=False) if _pattern("thanked").search(lines[last])
    ]
    start = next((i for i in closings if _ends_message(lines, own, i)), None)
    if start is None:
        start = next((i for i in thanked if _ends_message(lines, own, i)), None)
    if start is None:
        start = _bare_name(lines, own)
    if start is None:
        return
    after_script = False
    for place in range(start, len(lines)):
        after_script |= bool(_pattern("postscript").match(lines[place]))
        plain = not _pattern("disclaimer_asks").search(lines[place][:2000])
        asked = "?" in lines[place] and place > start and plain
        if kinds[place] is None and not after_script and not asked:
            kinds[place] = "signature"


def _is_closing(line: str) -> bool:
    bare = line.strip()
    return len(bare) <= 120 and bool(
        _pattern("closing").match(bare)
        or _pattern("closing_named").match(bare)
        or _pattern("delimiter").match(bare)
    )


def _ends_message(lines: list[str], own: list[int], place: int) -> bool:
    """Say whether only a signature follows: short lines, few of them."""
    after = [lines[i].strip() for i in own if i > place]
    most = desk_policy("segments")["signature_most_lines"]
    script = next((n for n, line in enumerate(after) if _pattern("postscript").match(line)), most)
    return min(len(after), script) <= most and all(len(line) <= 160 for line in after[:script])


def _bare_name(lines: list[str], own: list[int]) -> int | None:
    """Find the last lines that are a name and posts, where nobody signs off in words."""
    start = None
    for place in reversed(own[1:]):
        line = lines[place].strip()
        if _NAME_LINE.fullmatch(line):
            start = place
        elif not _pattern("post").fullmatch(line):
            break
    return start


def _joined(lines: list[str], kinds: list[Apart | None], kind: Apart | None) -> str:
    kept = [line.rstrip() for line, this in zip(lines, kinds, strict=True) if this == kind]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _set_apart(lines: list[str], kinds: list[Apart | None]) -> tuple[SetApart, ...]:
    out: list[SetApart] = []
    for place, kind in enumerate(kinds):
        if kind is None:
            continue
        if place and kinds[place - 1] == kind:
            out[-1] = SetApart(kind=kind, text=f"{out[-1].text}\n{lines[place]}")
        else:
            out.append(SetApart(kind=kind, text=lines[place]))
    return tuple(
        SetApart(kind=piece.kind, text=piece.text.strip("\n"))
        for piece in out
        if piece.text.strip()
    )
