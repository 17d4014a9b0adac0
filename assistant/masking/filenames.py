"""Find the people in the names of files: "Priya_Raman_NPQH.pdf", "scan_0003_OkonkwoC.jpg"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import regex

from assistant.masking.around import pattern
from assistant.masking.known import (
    is_english,
    is_first,
    is_last,
    is_no_name,
    is_ordinary,
    is_place,
    is_word_too,
)
from assistant.masking.policies import masking_policy
from assistant.masking.spelt import Name

_TOKEN = regex.compile(r"\p{Lu}?\p{Ll}[\p{Ll}'’]*|\p{Lu}+(?!\p{Ll})|\d+")
_LEAST = 3


@cache
def _file() -> regex.Pattern[str]:
    endings = "|".join(masking_policy("kinds")["files"]["endings"].split())
    return regex.compile(
        rf"(?<![\w@/])(?P<stem>[\p{{L}}\d][\w'’().+-]{{2,100}})\.(?:{endings})\b", re.I
    )


def names_in_files(text: str) -> Iterator[Name]:
    """Yield the parts of the names of files that are people."""
    for file in _file().finditer(text):
        start = file.start("stem")
        words = [*_TOKEN.finditer(file["stem"])]
        at = 0
        while at < len(words):
            end = _end_of_run(words, at)
            person = _is_person(words[at:end]) and not _is_setting(words, at, end)
            if person:
                yield Name(start + words[at].start(), start + words[end - 1].end())
            at = end if person or _is_setting(words, at, end) else at + 1


def _end_of_run(words: list[regex.Match[str]], at: int) -> int:
    """Return where the words end that stand together and may all be parts of a name."""
    end = at
    while end < len(words) and _fits(words[end].group()) and _follows(words, at, end):
        end += 1
    return end


def _is_person(words: list[regex.Match[str]]) -> bool:
    group = [word.group() for word in words]
    full = [word for word in group if len(word) >= _LEAST]
    if not full:
        return False
    sure = any(not is_english(word) and not is_place(word) for word in full)
    if len(group) > 1:
        surname = is_last(full[0]) and not is_ordinary(full[0]) and len(full) < len(group)
        return sure or surname or (is_first(full[0]) and all(map(_is_name, full)))
    known = any((is_first(group[0]), is_last(group[0]), group[0].istitle(), _is_glued(group[0])))
    return sure and known and not group[0].isupper() and not _is_beside_figures(words[0])


def _is_beside_figures(word: regex.Match[str]) -> bool:
    """Say whether a word in small letters touches figures, as in "001_7fae56.txt"."""
    around = word.string[word.start() - 1 : word.start()] + word.string[word.end() : word.end() + 1]
    return word.group().islower() and any(c.isdigit() for c in around)


def _fits(word: str) -> bool:
    """Say whether a word may be part of a name in a file's name."""
    if word.isdigit() or is_no_name(word) or word.lower() in _told("words"):
        return False
    return len(word) == 1 or (len(word) >= _LEAST and _is_name(word))


def _is_name(word: str) -> bool:
    known = is_first(word) or is_last(word)
    return (known and not (word.islower() and is_word_too(word))) or not (
        is_english(word) or is_place(word)
    )


def _is_setting(words: list[regex.Match[str]], at: int, end: int) -> bool:
    """Say whether words are a school, with or without "School": "St_Marys", "GraceDieu"."""
    if end == at:
        return False
    run = " ".join(word.group() for word in words[at:end])
    named = pattern("patrons").match(run) or pattern("monarchs").match(run)
    saint = at > 0 and words[at - 1].group().lower() in _told("saints")
    school = end < len(words) and words[end].group().lower() in _told("settings")
    return named is not None or saint or school


def _is_glued(word: str) -> bool:
    """Say whether a word is a first name and a surname in one: "danielokafor"."""
    cuts = range(_LEAST + 1, len(word) - _LEAST)
    return any(is_first(word[:cut]) and _is_surname(word[cut:]) for cut in cuts)


def _is_surname(word: str) -> bool:
    return is_last(word) or not is_english(word)


@cache
def _told(entry: str) -> frozenset[str]:
    return frozenset(masking_policy("kinds")["files"][entry].split())


def _follows(words: list[regex.Match[str]], at: int, end: int) -> bool:
    """Say whether a word stands near enough to the one before it to belong to it."""
    return end == at or words[end].start() - words[end - 1].end() <= 1
