"""What a mail tells before it asks: the statement, the cells of the row, the NPQ spoken of."""

from __future__ import annotations

import re
from functools import cache

from assistant.desk.records import desk_policy
from assistant.permission import held_npqs
from assistant.understand import npqs_behind
from corpus.sentences import Span, split_sentences
from index.terms import stems

_LONG_LEAD = 25  # words
CELLS = re.compile(r"\s*\|\s*|\s+[-–]\s+")
_ROW = 2  # cells of a line that only has a dash in it
_KEPT = 40  # words told before a question
_HELLO = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon))\b[^,.!]{0,30}[,.!]+"
    r"|dear (?:sirs?|madam|sir ?(?:/|or) ?madam|all|team|colleagues?)\b)\s*",
    re.I,
)
_ONLY_THINKS = re.compile(
    r"^(?:i|we)(?:'m| am| are)? (?:assum|presum|gather|understand|think|believ|take it|suppos)\w*"
    r"(?: (?:that|if|whether))?\W*$",
    re.I,
)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of `policy/questions.yaml`."""
    return re.compile(desk_policy("questions")[name], re.I)


def row(said: str, own: list[Span], text: str) -> str:
    """Return what the other cells of a row of a table say."""
    cells = CELLS.split(said.strip("| \t"))
    asked = [text[span.start : span.end] for span in own]
    told = [cell for cell in cells if cell and not any(a in cell or cell in a for a in asked)]
    return f"{', '.join(told)}." if told and ("|" in said or len(cells) > _ROW) else ""


def told_first(lead: str) -> str:
    """Return what a sentence tells before it asks: "no TRN" in "no TRN do I need one"."""
    told = pattern("adds").sub("", pattern("marks").sub("", lead).strip(" \t\n.,;:–-"))
    told = pattern("then_asks").sub("", re.split(r"[.!?]\s+", told)[-1]).strip(" ,;")
    told = re.sub(r"^(?:because|as|since)\b.*", "", _HELLO.sub("", told), flags=re.I)
    told = _ONLY_THINKS.sub("", told)
    if pattern("lead_in").fullmatch(f"{told} ") or pattern("numbers").fullmatch(told):
        return ""
    long = len(told.split()) > _LONG_LEAD
    asks = pattern("asks_first").search(told) or pattern("pleasantry").match(told)
    says = re.search(r"[a-z]{3}", told, re.I) is not None and bool(stems(told))
    return f"{told}." if says and not long and not asks else ""


def last_words(told: str) -> str:
    """Return the last sentences of what is told, as many as are still short together."""
    told = _HELLO.sub("", told.strip())
    every = (told[slice(*span)] for span in split_sentences(told))
    sentences = [each for each in every if not each.rstrip(" .").endswith(":")]
    while len(sentences) > 1 and len(" ".join(sentences).split()) > _KEPT:
        del sentences[0]
    return " ".join(sentences)


def spoken_of(said: str) -> tuple[str, ...]:
    """Return the NPQs of a sentence that nobody has behind them: "did NPQH, wants EHCO"."""
    return tuple(sorted(npqs_behind(said)[1] - held_npqs(said)))
