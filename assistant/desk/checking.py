"""Hold an edited letter against its sources, with the check that every answer goes through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from assistant.desk.letter import needs_input_line, shown_statement, tones, write_letter
from assistant.desk.records import Flag, Letter, desk_policy
from assistant.masking.personal import restored
from assistant.records import policy
from assistant.verify import body, differences
from corpus.sentences import split_sentences
from index.npqs import find_npqs

_CITED = re.compile(r"\s*\[(\d{1,3})\]")
_CITES = re.compile(r"(?:\[\d{1,3}\]\s*)+")
_SHORT = 12
_FACT = re.compile(
    r"£|\d|%|n['’]t\b|\b(?:January|February|March|April|June|July|August|September|October|"
    r"November|December|spring|summer|autumn|not|no|never|cannot|without|must|may|might|can|could|"
    r"will|should|shall|required|mandatory|compulsory|has to|have to|free|funded|eligible|only|"
    r"unless)\b",
    re.I,
)


class _Told(NamedTuple):
    """A statement of the draft, with the sentences of its sources."""

    text: str
    evidence: str


def check_letter(edited: str, draft: Letter) -> tuple[Flag, ...]:
    """Return the sentences of an edited letter that say what their sources do not."""
    told = _told(draft)
    flags = []
    for sentence in _written(edited, draft):
        problems, evidence = _problems(sentence, _plain(sentence), told, draft)
        if problems:
            flags.append(Flag(sentence=sentence, problems=problems, evidence=evidence))
    return tuple(flags)


def left_out(edited: str, draft: Letter) -> tuple[str, ...]:
    """Return the statements of the draft of which nothing like stands in the edited letter."""
    whole = _plain(edited)
    kept = [_plain(sentence) for sentence in _written(edited, draft)]
    least = desk_policy("letter")["same_sentence"]
    return tuple(
        told.text
        for told in _told(draft)
        if _plain(told.text) not in whole
        and max((fuzz.ratio(_plain(told.text), text) for text in kept), default=0) < least
    )


def _problems(
    sentence: str, bare: str, told: list[_Told], draft: Letter
) -> tuple[tuple[str, ...], str]:
    """Check a sentence against the statement it was, or else against what it cites."""
    nearest = max(told, key=lambda t: fuzz.ratio(_plain(t.text), bare), default=None)
    least = desk_policy("letter")["same_sentence"]
    if nearest and fuzz.ratio(_plain(nearest.text), bare) >= least:
        if bare == _plain(nearest.text):
            return (), nearest.evidence
        found = differences(body(bare), nearest.evidence)
        opener = _opener(nearest.text)
        if _opener(bare) != opener:
            found.append(f"no longer begins with “{opener}”" if opener else "begins otherwise")
        return tuple(found), nearest.evidence
    cited = {int(number) for number in _CITED.findall(sentence)}
    quotes = [quote for s in draft.sources if s.number in cited for quote in s.quotes]
    if quotes:
        best = max(quotes, key=lambda quote: fuzz.token_set_ratio(quote, bare))
        return tuple(differences(body(bare), best)), best
    if _FACT.search(bare) or find_npqs(bare):
        return ("has no source in the draft",), ""
    return (), ""


def _told(draft: Letter) -> list[_Told]:
    """Return the statements and notices of a draft, with the quotes they rest on."""
    quotes = [quote for source in draft.sources for quote in source.quotes]
    out = []
    for item in draft.items:
        for statement in item.statements:
            own = body(statement.text)
            out.append(_Told(statement.text, own if own in quotes else _best(own, quotes)))
        for notice in item.notices:
            out += [_Told(notice[s.start : s.end], notice) for s in split_sentences(notice)]
    return out


def _best(text: str, quotes: list[str]) -> str:
    return max(quotes, key=lambda quote: fuzz.token_set_ratio(quote, text), default="")


def _opener(text: str) -> str:
    """Return what stands before the sentence of the guidance: "No longer current:", "Yes."."""
    own = body(text)
    return text[: len(text) - len(own)].strip() if own != text else ""


@cache
def _openers() -> frozenset[str]:
    wording = policy("outcomes")
    return frozenset([*wording["leads"].values(), *wording["prefixes"].values()])


def _untouched(draft: Letter) -> list[str]:
    """Return what the draft itself wrote, in every tone: whole lines, then statements."""
    name = restored(draft.reading.greeting_name, draft.personal)
    lines: list[str] = []
    for tone in tones():
        text = write_letter(
            draft.items, draft.sources, name=name, npqs=draft.reading.npqs, tone=tone
        )
        lines += [*text.split("\n"), *restored(text, draft.personal).split("\n")]
    pieces = [text[s.start : s.end] for text in lines for s in split_sentences(text)]
    own = [shown_statement(s.text, s.citations) for item in draft.items for s in item.statements]
    own += [s.text for item in draft.items for s in item.statements]
    own += [notice for item in draft.items for notice in item.notices]
    own += [needs_input_line(i.outcome, i.gap) for i in draft.items if i.needs_input]
    leads = _openers()
    frame = [piece for piece in pieces if piece not in leads and len(piece) > _SHORT]
    return sorted({*lines, *own, *frame} - {""}, key=len, reverse=True)


def _written(edited: str, draft: Letter) -> Iterator[str]:
    """Yield the sentences that differ from the draft; courtesy that says nothing is left out."""
    known = _untouched(draft)
    whole_lines = frozenset(known)
    for line in edited.replace("\r\n", "\n").split("\n"):
        rest = " ".join(line.split())
        if rest in whole_lines or line in whole_lines:
            continue
        for piece in known:
            if len(piece) > _SHORT and _stands_alone(piece, rest):
                rest = rest.replace(piece, "\n")
        for sentence in _sentences(rest):
            if not _says_nothing(sentence) and re.search(r"\w", _plain(sentence)):
                yield sentence


def _stands_alone(piece: str, line: str) -> bool:
    """Say whether a piece is in a line whole: no other opener before it."""
    place = line.find(piece)
    if place < 0:
        return False
    before = line[:place].rstrip()
    return not any(before.endswith(opener) for opener in _openers())


def _sentences(text: str) -> Iterator[str]:
    """Yield sentences, each with its opener before it and the numbers of its sources behind."""
    found: list[str] = []
    for line in text.split("\n"):
        for span in split_sentences(line):
            sentence = line[span.start : span.end]
            cites = _CITES.match(sentence)
            if cites and found:
                found[-1] = f"{found[-1]} {cites.group().strip()}"
                sentence = sentence[cites.end() :]
            if found and found[-1] in _openers():
                found[-1] = f"{found[-1]} {sentence}"
            elif sentence:
                found.append(sentence)
    yield from found


def _says_nothing(sentence: str) -> bool:
    patterns = desk_policy("letter")["says_nothing"]
    greets = re.match(r"(?:Dear|Hello)\b[^.?!]{0,60},?$", sentence)
    return bool(greets) or any(re.match(pattern, sentence, re.I) for pattern in patterns)


def _plain(text: str) -> str:
    """Return a text without the numbers of its sources and without runs of white space."""
    return " ".join(_CITED.sub("", text).split())
