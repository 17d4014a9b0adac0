"""Names told by their place in a form: behind a label, in a column, the surname first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from assistant.masking.around import pattern
from assistant.masking.known import (
    is_english,
    is_first,
    is_last,
    is_no_name,
    is_ordinary,
    is_place,
)
from assistant.masking.lines import WORD, Line, is_name, lines_of
from assistant.masking.policies import masking_policy
from assistant.masking.spelt import PARTICLE, Name
from index.stopwords import STOPWORDS

_VALUE = regex.compile(rf"(?:{PARTICLE}|St\.? )?{WORD}(?:[ \t]{{1,2}}(?:{PARTICLE})?{WORD}){{0,4}}")
_PART = r"\p{Lu}[\p{L}\p{M}'’-]+"
_SURNAME = rf"(?:(?:van|von|de|da|al|el|O['’])[ \t-]?)*{_PART}(?:[ -]{_PART})?"
_FORENAME = rf"{_PART}(?:[ \t]\p{{Lu}}[\p{{L}}\p{{M}}'’-]*\.?)?"
_TURNED = regex.compile(
    r"(?:(?<=^|\n|:|;|>|\band|&|•|\d\.|\d\)|-)[ \t>]*)"
    rf"(?P<name>(?P<last>{_SURNAME}),[ \t]+(?P<first>{_FORENAME}))"
    r"(?=[ \t]*(?P<end>$|\n|;|[-–|(:,]?[ \t]*(?:TRN)?:?[ \t]*[\x00@]))"
)
_MORE = re.compile(r"[ \t]*(?:[,;&/]|[ \t]and\b)[ \t]*(?=[A-Z])")
_MOST_WORDS = 4


def names_in_layout(text: str) -> Iterator[Name]:
    """Yield names that their place in a text tells, in whatever case they are written."""
    yield from _labelled(text)
    yield from _columns(text)
    yield from _turned(text)


def _labelled(text: str) -> Iterator[Name]:
    """Yield what stands behind "Surname:" or "HEAD -", and the names that follow it in a list."""
    for label in pattern("labels").finditer(text):
        at: int | None = label.end()
        while at is not None and (value := _VALUE.match(text, at)):
            words = _name_words(value.group(), label.group().isupper())
            end = value.start() + len(" ".join(words))
            if not words or not _may_be_name(words, sure=label["name"] is not None):
                break
            yield Name(value.start(), end)
            more = _MORE.match(text, end)
            at = more.end() if more and not label["name"] else None


def _name_words(value: str, capitals: bool) -> list[str]:
    """Return the first words of a value that are written as a name is."""
    words: list[str] = []
    lower = value[0].islower()
    for word in value.split(" "):
        bare = word.rstrip(".")
        if not word or (bare.lower() in STOPWORDS and not is_first(bare) and bare.islower()):
            break
        if bare[0].islower() and not lower and not regex.fullmatch(PARTICLE, word + " "):
            break
        if words and is_no_name(bare, inside=True) and not (capitals and is_last(bare)):
            break
        words.append(word)
    return words[:_MOST_WORDS]


def _may_be_name(words: list[str], sure: bool) -> bool:
    full = [word.rstrip(".") for word in words if len(word.rstrip(".")) > 1]
    if not full or any(is_no_name(word) for word in full[:1]):
        return False
    if pattern("no_value").fullmatch(" ".join(words)):
        return False
    if words[0].islower():
        return sure and is_name(words) and not is_english(full[-1])
    if re.search(masking_policy("personal")["organisations"], " ".join(words).title()):
        return len(full) == 2 and is_first(full[0])
    known = any(is_first(word) or is_last(word) or not is_ordinary(word) for word in full)
    return sure or (known and not is_place(" ".join(words)))


def _columns(text: str) -> Iterator[Name]:
    """Yield the cells below "Surname" or "Name" in lines that commas, tabs or bars part."""
    columns: list[int] = []
    mark = ""
    for line in lines_of(text):
        if mark and line.text.count(mark) >= max(columns):
            yield from _cells(line, mark, columns)
            continue
        mark = ""
        for each in (",", "\t", "|", ";"):
            heads = line.text.split(each) if each in line.text else []
            columns = [n for n, head in enumerate(heads) if _is_head(head)]
            if columns and all(len(head.split()) <= _MOST_WORDS for head in heads):
                mark = each
                break


def _is_head(cell: str) -> bool:
    return pattern("name_column").fullmatch(cell.strip(" \t\"'*")) is not None


def _cells(line: Line, mark: str, columns: list[int]) -> Iterator[Name]:
    at = line.start
    for number, cell in enumerate(line.text.split(mark)):
        value = cell.strip(" \t\"'*")
        if number in columns and value and _VALUE.fullmatch(value):
            start = at + cell.index(value)
            yield Name(start, start + len(value))
        at += len(cell) + 1


def _turned(text: str) -> Iterator[Name]:
    """Yield names with the surname first: "HILL, Terry", "From: Nwosu, Adaeze"."""
    for match in _TURNED.finditer(text):
        last, first = match["last"], match["first"].split()[0]
        if is_no_name(last) or is_no_name(first) or last.lower() in STOPWORDS:
            continue
        header = text[: match.start("name")].rsplit("\n", 1)[-1].lower().lstrip(" >")
        told = header.startswith(("from:", "to:", "cc:", "bcc:")) or match["end"][-1:] in (
            "\x00",
            "@",
        )
        known = is_last(last) or is_first(last) or not is_english(last)
        if (is_first(first) and (known or told or last.isupper())) or (
            (told or last.isupper()) and known and not is_ordinary(first) and not is_place(last)
        ):
            yield Name(*match.span("name"))
