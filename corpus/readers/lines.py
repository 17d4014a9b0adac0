"""Lines of plain text joined into entries: a paragraph, a list item or a heading each."""

from __future__ import annotations

import re
from typing import NamedTuple

_BULLET = re.compile(
    r"[•▪◦●‣∙·⁃■□○➢➤✓✔\uf0b7\uf0a7\uf0d8\uf076\uf0fc](?:\s+|(?=\S)|$)|[-*–o](?:\s+|$)"
)
_NUMBER = re.compile(r"(\d{1,2})\s?[.)]\s+(?=\S)")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?=\S)")
_STOP = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_RULE = re.compile(r"([=\-_*~])\1{2,}")
_ATX = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_WIDEST_WRAP = 130


class Entry(NamedTuple):
    """A logical line; `level` is set where marks in the text say it is a heading."""

    text: str
    bullet: bool = False
    number: int | None = None
    gap: bool = False
    indented: bool = False
    level: int = 0
    cells: tuple[str, ...] = ()


def ends_sentence(text: str) -> bool:
    """Say whether the text ends in a full stop or another mark that closes a sentence."""
    return _STOP.search(text) is not None


def entries(text: str) -> list[Entry]:
    """Split text into entries, joining lines that were broken only to fit a width."""
    lines = text.expandtabs(4).split("\n") if "\t" not in text.strip() else text.split("\n")
    full = [line for line in lines if line.strip()]
    width = max((len(line.strip()) for line in full), default=0)
    spaced = 6 * (len(lines) - len(full)) >= len(full)
    found: list[Entry] = []
    gap, last = True, ""
    for line in lines:
        bare = line.strip()
        if not bare or _RULE.fullmatch(bare):
            if bare and found and not gap and not found[-1].bullet and bare[0] in "=-":
                found[-1] = found[-1]._replace(level=1 if bare[0] == "=" else 2)
            gap = True
            continue
        entry = _entry(line, gap)
        if found and not gap and _continues(last, entry, width, spaced, found[-1]):
            before = found[-1]
            found[-1] = before._replace(text=f"{before.text} {entry.text}".strip())
        else:
            found.append(entry)
        gap, last = False, bare
    return [entry for entry in found if entry.text]


def _entry(line: str, gap: bool) -> Entry:
    bare, indented = line.strip(), line[:1].isspace()
    heading = _ATX.fullmatch(bare)
    if heading:
        return Entry(heading[2], gap=gap, level=len(heading[1]))
    bullet = _BULLET.match(bare)
    if bullet:
        return Entry(bare[bullet.end() :].strip(), bullet=True, gap=gap, indented=indented)
    number = _NUMBER.match(bare)
    if number and not _SECTION.match(bare):
        text = f"{int(number[1])}. {bare[number.end() :]}"
        return Entry(text, number=int(number[1]), gap=gap, indented=indented)
    cells = tuple(cell.strip() for cell in bare.split("\t")) if "\t" in bare else ()
    return Entry(" ".join(bare.split()), gap=gap, indented=indented, cells=cells)


def _continues(last: str, entry: Entry, width: int, spaced: bool, before: Entry) -> bool:
    """Say whether `entry` goes on with the line before it, which broke where it was full."""
    if before.bullet and not before.text:
        return True
    if entry.bullet or entry.number is not None or entry.level or entry.cells or before.cells:
        return False
    if before.level or width > _WIDEST_WRAP or not entry.text:
        return False
    needed = len(last) + 1 + len(entry.text.split()[0])
    if entry.text[0].islower():
        return needed > 0.6 * width
    return needed > 0.85 * width and (spaced or not ends_sentence(last))
