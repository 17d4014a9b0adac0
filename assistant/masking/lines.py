"""Names that are a whole line, or stand right beside a number or an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from assistant.masking.around import pattern
from assistant.masking.known import (
    is_english,
    is_first,
    is_last,
    is_no_name,
    is_ordinary,
    is_place,
    is_word,
    is_word_too,
    words_of,
)
from assistant.masking.spelt import Name
from index.stopwords import STOPWORDS

WORD = r"(?:\p{L}[\p{L}\p{M}'’-]*\.?)"
_BESIDE = regex.compile(
    rf"(?:^|\n)[ \t>*•-]*(?:\d{{1,2}}[.)][ \t]*)?(?P<name>{WORD}(?:[ \t]{WORD}){{1,3}})"
    r"[ \t]*[,:|(–-]{0,2}[ \t]*(?:(?:TRN|NI|NINO|DOB|T|M|Tel|Mob|Email)\b[ :.=]*)?[\x00-\x02]"
)
_BEHIND = regex.compile(
    r"\x00[ \t]*[,:–-]?[ \t]+(?P<name>\p{Lu}\p{Ll}+(?:[ \t]\p{Lu}[\p{L}-]+){1,2})"
    r"(?=[ \t]*(?:,|;|\n|$))"
)
_CELL = regex.compile(
    r"(?:^|[\n,;|\t\"“‘:])[ \t]*(?P<name>(?P<last>\p{Lu}[\p{L}\p{M}'’-]+)[ \t]\p{Lu}{1,2}\.?)"
    r"(?=[ \t]*[,;|\t][ \t]*\x00|[ \t]+[–-][^\n\"]{1,60}\.(?:docx?|pdf|xlsx?|pptx?)\b)"
)
_PART = re.compile(r"[^/|;\n]+")
_WHOLE = regex.compile(
    rf"[ \t>*•-]*(?P<name>{WORD}(?:[ \t]{WORD}){{0,3}})[ \t]*[,.!]?(?:[ \t]x{{1,3}})?[ \t\r]*"
)
_MASKED = re.compile(r"[ \t>*•(]*(?:[\w.]{1,15}[ \t]*[:.=-]*[ \t]*){0,2}[\x00@]")


class Line(NamedTuple):
    """A line of a text and where it starts."""

    start: int
    text: str


def names_by_line(text: str) -> Iterator[Name]:
    """Yield names that their line tells, in whatever case they are written."""
    yield from _beside(text)
    yield from _in_cells(text)
    yield from _alone(text)


def _beside(text: str) -> Iterator[Name]:
    """Yield names right before or behind a number or an address: "Greg Head 1234567"."""
    for match in _BESIDE.finditer(text):
        words = match["name"].split()
        sure = is_first(words[0]) and not is_word_too(words[0]) and not is_no_name(words[0])
        if is_name(words) or (sure and not any(word.lower() in STOPWORDS for word in words)):
            yield Name(*match.span("name"))
    for match in _BEHIND.finditer(text):
        words = match["name"].split()
        if not any(is_no_name(word) or is_ordinary(word) for word in words):
            yield Name(*match.span("name"))


def _in_cells(text: str) -> Iterator[Name]:
    """Yield a surname with initials in the cell before a number: "Danvers C,7301845"."""
    for match in _CELL.finditer(text):
        if not is_no_name(match["last"]):
            yield Name(*match.span("name"))


def _alone(text: str) -> Iterator[Name]:
    """Yield names that are a whole line: the last one, or one beside a number or an address."""
    lines = [line for line in lines_of(text) if line.text.strip(" \t>")]
    if not lines:
        return
    masked = [_MASKED.match(line.text) is not None for line in lines]
    for number, line in enumerate(lines):
        near = any(masked[max(0, number - 2) : number + 3]) and len(lines) > 1
        last = number > 0 and number == len(lines) - 1
        for part in _PART.finditer(line.text) if near else [None]:
            value = _WHOLE.fullmatch(part.group() if part else line.text)
            if value is None:
                continue
            words, start = value["name"].split(), line.start + (part.start() if part else 0)
            called = number == 0 and re.search(r",[ \t\r]*$", line.text) is not None
            signed = last and _are_initials(words, lines[number - 1].text)
            if signed or _is_line(words, near, last or called):
                yield Name(start + value.start("name"), start + value.end("name"))


def _is_line(words: list[str], near: bool, last: bool) -> bool:
    """Say whether a line that holds these words and nothing else is a name."""
    head = words[0].rstrip(".")
    if is_no_name(head) or is_no_name(words[-1]) or head in words_of("times_and_places"):
        return False
    if len(words) == 1:
        if head.isupper():
            return len(head) > 2 and is_first(head) and not is_place(head)
        if last or near:
            known = is_first(head) and not (
                is_word_too(head) and head.title() in words_of("times_and_places")
            )
            rare = not is_english(head) or (
                head.istitle() and not (is_word if last else is_ordinary)(head)
            )
            return len(head) > 2 and (known or (rare and not is_place(head)))
        return False
    if len(head) == 1:
        return len(words) == 2 and head.lower() not in "ia" and _is_family(words[1])
    if not near and not (last and not head.istitle()) and not head.isupper():
        return False
    return is_name(words)


def _are_initials(words: list[str], before: str) -> bool:
    """Say whether "RB" signs what stands before it."""
    initials = len(words) == 1 and re.fullmatch(r"[A-Z]{2,3}", words[0]) is not None
    ends = re.search(r"[.!?)][\s>]*$", before) or pattern("closing").match(before.strip(" >"))
    return initials and bool(ends) and not is_no_name(words[0])


def _is_family(word: str) -> bool:
    return len(word) > 2 and not is_no_name(word) and (is_last(word) or not is_english(word))


def is_name(words: list[str]) -> bool:
    """Say whether words in any case are a first name and what may follow one."""
    head, rest = words[0].rstrip("."), words[1:]
    if is_no_name(head) or any(word.lower().rstrip(".") in STOPWORDS for word in words):
        return False
    if len(head) == 1:
        return bool(rest) and _is_family(rest[-1])
    if any(is_no_name(word) for word in rest) and head.isupper():
        return False
    if is_first(head) and not is_word_too(head):
        return all(is_last(w) or is_first(w) or not is_ordinary(w) for w in rest) or head.istitle()
    if is_english(head) or is_place(head):
        return is_first(head) and bool(rest) and _is_family(rest[-1])
    return all(is_last(word) or is_first(word) or not is_english(word) for word in rest)


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a text with their offsets."""
    ends = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    for before, end in pairwise(ends):
        yield Line(before + 1, text[before + 1 : end])
