"""Which words of a mail ask: what the tagger found, put right where the sentence says more."""

from __future__ import annotations

import re

from assistant.desk.telling import CELLS, pattern
from corpus.sentences import Span
from index.terms import stems

INDIRECT = re.compile(
    r"(?:\w+ ){0,2}(?:whether|if|what|which|who|whom|whose|when|where|why|how)\b", re.I
)
_ROW = 2  # marks between the cells of a line that is a row of a table


def with_items(text: str, spans: list[Span]) -> list[Span]:
    """Add the items of a list that plainly ask, or that its introduction says are asked."""
    out = list(spans)
    introduced = False
    for line in re.finditer(r"[^\n]+", text):
        mark = pattern("marks").match(line.group())
        if not mark:
            bare = line.group().rstrip()
            introduced = bare.endswith((":", "-", "–")) and _introduces(bare)
            if len(CELLS.findall(bare)) < _ROW or not bare.endswith("?"):
                continue
        start, end = line.start() + (mark.end() if mark else 0), line.end()
        asked = text[start:end].strip()
        taken = any(span.start < end and start < span.end for span in spans)
        plainly = asked.endswith("?") and pattern("opens").match(asked)
        if not taken and asked and (plainly or introduced):
            out.append(Span(start, start + len(asked.rstrip("?.,; "))))
        elif (
            not taken and asked.endswith("?") and len(cells := list(CELLS.finditer(asked))) >= _ROW
        ):
            out.append(Span(start + cells[-1].end(), start + len(asked.rstrip("?"))))
    return sorted(out)


def _introduces(line: str) -> bool:
    """Say whether a line before a list says that its items are asked."""
    return pattern("asks_first").search(line) is not None and "?" not in line


def with_who_is_right(text: str, sentence: Span, own: list[Span]) -> list[Span]:
    """Add "which of them is right" to what a sentence asks, whole."""
    settles = pattern("which_is_right").search(text, sentence.start, sentence.end)
    if settles is None:
        return own
    start, end = settles.span("asked")
    return sorted([*(s for s in own if s.end <= start or s.start >= end), Span(start, end)])


def plainly_asked(text: str, sentence: Span) -> list[Span]:
    """Return a sentence about NPQs that asks by its form and its mark, or is to be corrected."""
    said = text[slice(*sentence)]
    if pattern("pleasantry").match(said) or not pattern("about_npqs").search(said):
        return []
    claim = pattern("to_be_corrected").search(said)
    if claim:
        start, end = claim.span("claim")
        return [Span(sentence.start + start, sentence.start + end)]
    asks = said.endswith("?") and pattern("opens").match(pattern("lead_in").sub("", said))
    return [Span(sentence.start, sentence.end - 1)] if asks else []


def with_tails(text: str, sentence: Span, own: list[Span]) -> list[Span]:
    """Add what a sentence asks at its end: "could she?" behind a wish, "and if so, by when?".

    A question that breaks off before a name between commas goes on behind it.
    """
    own = _joined_over_asides(text, own)
    end = own[-1].end if own else sentence.start
    rest = text[end : sentence.end]
    if own and (named := pattern("goes_on_behind_a_name").match(rest)):
        return [*own[:-1], own[-1]._replace(end=end + named.end("rest"))]
    tail = (pattern("asks_at_its_end") if own else pattern("asks_leave_at_its_end")).search(rest)
    if tail is None or (not own and not pattern("about_npqs").search(rest)):
        return own
    return [*own, Span(end + tail.start("asked"), end + tail.end("asked"))]


def _joined_over_asides(text: str, own: list[Span]) -> list[Span]:
    out: list[Span] = []
    for span in own:
        between = text[out[-1].end : span.start] if out else ""
        if pattern("aside_between").fullmatch(between):
            out[-1] = out[-1]._replace(end=span.end)
        else:
            out.append(span)
    return out


def whole(text: str, sentence: Span, span: Span) -> Span:
    """Draw a question back to where its sentence begins to ask, or on to where it itself does.

    "Am I right in thinking you need an Ofsted number" asks from its first word; "a TRN to sign up,
    where do I find it" from "where".
    """
    piece = text[slice(*span)]
    if pattern("opens").match(piece) or INDIRECT.match(piece):
        return span
    before = text[sentence.start : span.start]
    lead = pattern("lead_in").match(before)
    start = lead.end() if lead else 0
    if pattern("opens").match(before[start:]) and not re.search(r"[?.!]", before):
        return span._replace(start=sentence.start + start)
    later = re.search(r"[,;–-][ \t]+", piece.split("\n", 1)[0])
    if later and pattern("opens").match(piece[later.end() :]):
        return span._replace(start=span.start + later.end())
    return span


def asks_nothing(text: str, sentence: Span, span: Span) -> bool:
    """Say whether a sentence is only polite, an order, or asks for nothing that is guidance."""
    said = text[sentence.start : sentence.end]
    told = text[sentence.start : span.end]
    if pattern("pleasantry").match(said) or pattern("passes_on").search(told):
        return True
    piece = text[span.start : span.end]
    if not (stems(piece) or pattern("opens").match(piece) or INDIRECT.match(piece)):
        return True
    if pattern("stub").fullmatch(piece.strip()) or pattern("to_do").match(piece.strip()):
        return True
    if pattern("breaks_off").search(piece) and not pattern("opens").match(piece):
        return True
    doubted = pattern("others_doubt").search(text[sentence.start : span.start])
    if doubted and not pattern("if_right").search(said):
        return True
    start, end = span.start - sentence.start, span.end - sentence.start
    needless = pattern("no_need").finditer(said)
    return any(match.start() < end and start < match.end() for match in needless)
