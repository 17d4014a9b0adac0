"""NPQs as they are written, in both directions: "NPQLTD", "LTD", "leading teacher development"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.yaml_files import read_yaml
from index.stopwords import STOPWORDS

_POLICY = Path(__file__).with_name("npqs.yaml")
_NOT_NPQ = re.compile(
    r"\byears?'?(?: \w+)? (?:of|in|as|into) (?:a |my |their |your )?headship\b"
    r"|\b(?:first|new|second|start(?:ed|ing)?) headship\b"
    r"|\bhead(?:ship)? (?:post|job|role|interview)s?\b|\bheadships\b"
    r"|\b(?:senior|executive) leadership (?:teams?|roles?|posts?|positions?|meetings?|group)\b"
    r"|\b(?:an?|my|her|his|their|our) headship\b"
    r"(?! (?:npq|course|qualification|programme|one|coach))"
    r"|\bteacher development trust\b"
    r"|\bearly years (?:setting|staff|teacher|foundation)"
    r"|\blead(?:ing)? teaching (?:assistants?|and learning (?:lead|assistant)s?|staff)\b",
    re.I,
)
# words that stand before "leadership" or behind "leading" without naming a subject
_LONG_CODE = 6
_NO_SUBJECTS = (
    "assistant deputy head headteacher phase subject curriculum primary secondary maths "
    "mathematics literacy behaviour culture early years sen send "
    "school schools trust team teams teaching teacher teachers learning change middle senior "
    "system people staff others department professional whole next leadership area areas"
)
_OF_NO_SUBJECT = STOPWORDS | frozenset(_NO_SUBJECTS.split())


@cache
def npq_policy() -> dict[str, dict[str, list[str]]]:
    """Read how each NPQ is written."""
    loaded: dict[str, dict[str, list[str]]] = read_yaml(_POLICY)
    return loaded


class _Naming(NamedTuple):
    """One way to write an NPQ, and a part that it never lacks, in lower case."""

    length: int
    npq: str
    pattern: re.Pattern[str]
    part: str


@cache
def _namings() -> tuple[_Naming, ...]:
    """Ways to write NPQs, longest first so that a name inside a name is not counted."""
    out: list[_Naming] = []
    for npq, entry in npq_policy().items():
        for name in entry["names"]:
            words = r"[\s-]+".join(re.escape(word) for word in name.split())
            pattern = re.compile(rf"\b{words}\b", re.I)
            out.append(_Naming(len(name), npq, pattern, max(name.lower().split(), key=len)))
        for code in {npq, *entry["codes"]}:
            bare = code.removeprefix("NPQ")
            pattern = re.compile(rf"\bNPQ\s?-?{bare}s?\b", re.I)
            out.append(_Naming(len(bare) + 4, npq, pattern, bare.lower()))
            if len(bare) >= 3:
                pattern = re.compile(rf"\b{bare}s?\b", re.I if len(bare) >= 4 else re.NOFLAG)
                out.append(_Naming(len(bare), npq, pattern, bare.lower()))
    return tuple(sorted(out, key=lambda naming: -naming.length))


def _npq_patterns(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns of NPQs that a text may match, longest name first."""
    lowered = text.casefold()
    return [(each.npq, each.pattern) for each in _namings() if each.part in lowered]


@lru_cache(maxsize=8192)
def find_npqs(text: str) -> frozenset[str]:
    """Return the codes of the NPQs, and of EHCO, that a text names in any form."""
    found: set[str] = set()
    text = _NOT_NPQ.sub(" ", text)
    for npq, pattern in _npq_patterns(text):
        text, count = pattern.subn(" ", text)
        if count:
            found.add(npq)
    return frozenset(found)


ONE_NAME = "NPQX"


def with_one_name(text: str) -> str:
    """Return a text in which each NPQ that it names is called `ONE_NAME`."""
    out, done = "", 0
    for _, start, end in npq_spans(text):
        out, done = f"{out}{text[done:start]}{ONE_NAME}", end
    return out + text[done:]


_CODE = re.compile(r"\bNPQ(?!s\b|'s\b)[A-Z]{1,9}\b", re.I)
_SUBJECT = re.compile(
    r"\bNPQ (?:in|for) (?:leading (?P<led>[a-z]+(?: [a-z]+)?)"
    r"|(?P<of>[a-z]+(?:(?: and)? [a-z]+)?) (?:leadership|management)\b)",
    re.I,
)


def find_unknown_npqs(text: str) -> tuple[str, ...]:
    """Return what a text calls an NPQ and is none: "NPQTA", "NPQ in science leadership"."""
    out = [code for code in _CODE.findall(text) if not (find_npqs(code) or _is_like_one(code))]
    for match in _SUBJECT.finditer(text):
        named = {word.lower() for word in re.findall(r"[a-z]+", match["led"] or match["of"], re.I)}
        if not find_npqs(match.group()) and not named & _OF_NO_SUBJECT:
            out.append(match.group())
    return tuple(dict.fromkeys(out))


def _is_like_one(code: str) -> bool:
    """Say whether a code is the beginning of one there is ("NPQSEN"), or no code ("NPQers")."""
    begun = len(code) >= _LONG_CODE and any(npq.startswith(code.upper()) for npq in npq_policy())
    return begun or (code[3:].islower() and code[3:] in ("er", "ers", "ing", "like", "level"))


@lru_cache(maxsize=4096)
def npq_spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return each mention of an NPQ with the characters at which it starts and ends."""
    found: list[tuple[str, int, int]] = []
    for npq, pattern in _npq_patterns(text):
        for match in pattern.finditer(text):
            found.append((npq, match.start(), match.end()))
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return tuple(sorted(found, key=lambda each: each[1]))


def npq_places(text: str) -> tuple[tuple[str, int], ...]:
    """Return each mention of an NPQ with the character at which it starts."""
    return tuple((npq, start) for npq, start, _ in npq_spans(text))


def without_npqs(text: str) -> str:
    """Return a text with the names of NPQs taken out."""
    for _, pattern in _npq_patterns(text):
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def with_npq(text: str, name: str) -> str:
    """Return a text with the first NPQ that it names put as another, other mentions left out."""
    for _, pattern in _npq_patterns(text):
        if pattern.search(text):
            return without_npqs(pattern.sub("\x00", text, count=1)).replace("\x00", name)
    return text


def groups_of(npqs: Iterable[str]) -> frozenset[str]:
    """Return the groups (specialist, leadership) that some NPQs belong to."""
    return frozenset(group for npq in npqs for group in npq_policy()[npq]["groups"])


_SPOKEN_GROUP = re.compile(
    r"\b(specialist|leadership)"
    r"(?=(?:\W+(?:and|or|from|than|nor)?\W*(?:the )?(?:specialist|leadership))? npq)",
    re.I,
)


def groups_named(text: str) -> frozenset[str]:
    """Return the groups (specialist, leadership) whose NPQs a text speaks of as such."""
    return frozenset(group.lower() for group in _SPOKEN_GROUP.findall(text))


_GROUP = re.compile(r"\b(?:(an?) )?(?:specialist|leadership) (?=NPQ)", re.I)


def without_groups(text: str) -> str:
    """Return a text that speaks of NPQs where it spoke of specialist or leadership NPQs."""
    return _GROUP.sub(lambda match: "an " if match[1] else "", text)


_BEFORE_NPQ = re.compile(
    r"\b(?:(?:the|an?|my|our|your|his|her|their) )?(?:npqs? (?:in|for|on) )?(?:the |an? )?$", re.I
)
_BEHIND_NPQ = re.compile(r"(?: npq\b| qualification\b| course\b)?", re.I)
_SAID_TWICE = re.compile(r"\ban NPQ(?:,? an NPQ\b| \(an NPQ\))+")
_OF_ALL = re.compile(r"\bnpqs\b", re.I)
_ROLE = re.compile(r"(?:senior leader|senco)s?", re.I)


@lru_cache(maxsize=512)
def of_any_npq(text: str) -> str:
    """Return a question about one NPQ as it would be asked of any; empty if it is not of one.

    "How long does NPQLL take?" becomes "How long does an NPQ take?". A word for a role ("as a
    SENCO") stays as it is; a question that speaks of NPQs as such is of any already.
    """
    named = [span for span in npq_spans(text) if not _is_role(text, *span[1:])]
    groups = groups_of(npq for npq, _, _ in named) & {"specialist", "leadership"}
    if not groups or len(find_npqs(text)) != 1 or _OF_ALL.search(text):
        return ""
    out, done = "", 0
    for _, start, end in named:
        out += f"{_BEFORE_NPQ.sub('', text[done:start])}an NPQ"
        behind = _BEHIND_NPQ.match(text, end)
        done = behind.end() if behind else end
    return _SAID_TWICE.sub("an NPQ", out + text[done:])


def _is_role(text: str, start: int, end: int) -> bool:
    before = _BEFORE_NPQ.search(text, 0, start)
    as_npq = before is not None and "npq" in before.group().lower()
    return not as_npq and _ROLE.fullmatch(text, start, end) is not None


def spelled_out(text: str) -> str:
    """Add the full name of each NPQ that a text names only by its code."""
    lowered = text.lower()
    names = [
        str(npq_policy()[npq]["label"])
        for npq in sorted(find_npqs(text))
        if str(npq_policy()[npq]["label"]).lower() not in lowered
    ]
    return f"{text} ({', '.join(names)})" if names else text
