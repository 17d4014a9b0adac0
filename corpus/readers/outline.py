"""Which entries of a plain text are headings, told from layout as a reader would."""

from __future__ import annotations

from corpus.readers.blocks import Block, table
from corpus.readers.lines import Entry
from corpus.readers.wording import (
    asks,
    is_byline,
    is_dateline,
    is_furniture,
    is_kicker,
    is_title,
    looks_like_heading,
    section_depth,
    without_label,
)


def outline(found: list[Entry]) -> list[Block]:
    """Return the entries as blocks: a title at level 1, headings at level 2 and below."""
    found = _without_furniture(found)
    levels = _marked(found) or _guessed(found)
    labelled = any(without_label(entry.text)[0] == "Q" for entry in found)
    blocks: list[Block] = []
    i = 0
    while i < len(found):
        entry, level = found[i], levels[i]
        if entry.cells and i + 1 < len(found) and len(found[i + 1].cells) == len(entry.cells):
            end = i
            while end < len(found) and len(found[end].cells) == len(entry.cells):
                end += 1
            blocks += table([list(row.cells) for row in found[i:end]])
            i = end
            continue
        text = without_label(entry.text)[1] if labelled else entry.text
        if level > 0:
            blocks.append(Block("heading", text, level))
        elif entry.bullet or entry.number is not None or level < 0:
            blocks.append(Block("item", entry.text))
        else:
            blocks.append(Block("paragraph", text))
        i += 1
    return blocks


def _without_furniture(found: list[Entry]) -> list[Entry]:
    kept = [entry for entry in found if not is_furniture(entry.text)]
    while len(kept) > 1 and is_kicker(kept[0].text):
        kept = kept[1:]
    tail = " show all updates"
    return [
        entry._replace(text=entry.text.removesuffix(tail)) if entry.text.endswith(tail) else entry
        for entry in kept
    ]


def _marked(found: list[Entry]) -> list[int] | None:
    """Levels from marks in the text (underlines, `##`), where it has at least two."""
    if sum(entry.level > 0 for entry in found) < 2:
        return None
    return [entry.level for entry in found]


def _guessed(found: list[Entry]) -> list[int]:
    """A level for each entry: 0 for text, -1 for an item of a list that has no bullets."""
    title = _title_at(found)
    candidate = [i != title and _is_candidate(found, i) for i in range(len(found))]
    for i, entry in enumerate(found[:-1]):
        # Of two questions in a row the first has no answer: it is one of a list of questions.
        if candidate[i] and candidate[i + 1] and asks(entry.text) and asks(found[i + 1].text):
            candidate[i] = False
    levels = [2 if is_heading else 0 for is_heading in candidate]
    for start, end in _runs(candidate):
        _settle_run(found, levels, start, end)
    seen = [entry.text.casefold() for entry in found]
    for i, entry in enumerate(found):
        repeated = [j for j in range(len(found)) if seen[j] == seen[i] and levels[j] > 0]
        if levels[i] == 2 and (len(repeated) > 1 or section_depth(entry.text)):
            levels[i] = 2 + max(1, section_depth(entry.text))
    if title is not None:
        levels[title] = 1
    return levels


def _title_at(found: list[Entry]) -> int | None:
    """Find the title among the lines before the first prose, unless it is the first question."""
    for i, entry in enumerate(found[:6]):
        if entry.level == 1:
            return i
        if is_dateline(entry.text):
            continue
        if entry.bullet or entry.number is not None or entry.cells or i + 1 == len(found):
            return None
        if not is_title(entry.text):
            return None
        if asks(entry.text) and not looks_like_heading(found[i + 1].text):
            others = [e for e in found[i + 2 :] if asks(e.text) and looks_like_heading(e.text)]
            return None if any(not other.bullet for other in others) else i
        return i
    return None


def _is_candidate(found: list[Entry], i: int) -> bool:
    entry = found[i]
    if entry.level:
        return True
    if entry.bullet or entry.cells or not looks_like_heading(entry.text):
        return False
    if i + 1 == len(found):
        return False
    if entry.number is not None and not asks(entry.text):
        beside = (found[j].number for j in (i - 1, i + 1) if 0 <= j < len(found))
        if entry.indented or any(n in (entry.number - 1, entry.number + 1) for n in beside if n):
            return False
    after_date = 0 < i < 6 and is_dateline(found[i - 1].text)
    return not (after_date and is_byline(entry.text))


def _runs(candidate: list[bool]) -> list[tuple[int, int]]:
    """Return start and end of each run of candidates that stand one after another."""
    runs: list[tuple[int, int]] = []
    for i, is_heading in enumerate(candidate):
        if is_heading and i and candidate[i - 1]:
            runs[-1] = (runs[-1][0], i + 1)
        elif is_heading:
            runs.append((i, i + 1))
    return runs


def _settle_run(found: list[Entry], levels: list[int], start: int, end: int) -> None:
    """Turn headings with nothing under them back into list items or text."""
    if end == len(found):
        levels[start:end] = [0] * (end - start)
        return
    later = {entry.text.casefold() for entry in found[end:]}
    if end - start >= 3:
        for i in range(start, end):
            levels[i] = -1 if found[i].text.casefold() in later else levels[i]
    after_lead_in = start > 0 and found[start - 1].text.endswith(":")
    if end - start >= (2 if after_lead_in else 4):
        first = start if after_lead_in else start + 1
        levels[first : end - 1] = [-1] * (end - 1 - first)
