"""Names in small letters: "can u ask lucy", "is joy on the list? she", "chantelles NPQ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.masking.around import pattern
from assistant.masking.known import (
    is_english,
    is_first,
    is_last,
    is_maybe_first,
    is_no_name,
    is_ordinary,
    is_place,
    is_word_too,
    words_of,
)
from assistant.masking.spelt import Name
from index.stopwords import STOPWORDS

_SMALL = re.compile(r"(?<![\w@.'’/\\-])[a-zß-öø-ÿ]{3,20}(?![\w@/-]|['’](?!s\b)|\.\w)")
_SELF = re.compile(r"(?:my name|name is|called|i am|i['’]?m\b)", re.I)
_LEAST = 4


def small_names(text: str) -> Iterator[Name]:
    """Yield single names in small letters, by the lists or by what stands before them."""
    for match in _SMALL.finditer(text):
        word = match.group()
        if word in words_of("small_words") or is_no_name(word):
            continue
        if re.search(r"\b(?:st|saint)\.? $", text[max(0, match.start() - 10) : match.start()]):
            continue
        if _is_listed(word):
            yield Name(match.start(), _end_with_surname(text, match.end()))
        elif (
            len(word) > _LEAST + 1
            and word[-1] == "s"
            and not is_english(word)
            and _is_listed(word[:-1])
        ):
            yield Name(match.start(), match.end() - 1)
        elif is_first(word) and not is_word_too(word):
            before = text[max(0, match.start() - 30) : match.start()]
            owns = re.match(r"['’]s\b", text[match.end() : match.end() + 3])
            if owns or pattern("small_before").search(before):
                yield Name(match.start(), _end_with_surname(text, match.end()))
    yield from _told(text)
    yield from _told_in_full(text)


def _end_with_surname(text: str, end: int) -> int:
    """Return where a name ends whose first name ends here: at a surname that is no English."""
    surname = pattern("small_surname").match(text, end)
    if surname is None or is_english(surname["last"]) or is_no_name(surname["last"]):
        return end
    return end if is_place(surname["last"]) else surname.end("last")


def _is_listed(word: str) -> bool:
    """Say whether a word is a first name and nothing else."""
    return len(word) >= _LEAST and is_first(word) and not is_english(word)


def _told(text: str) -> Iterator[Name]:
    """Yield words that are names only because of the cue before them."""
    for match in pattern("small_unknown").finditer(text):
        word = match["name"]
        # "I'm" and "it's" lead words that are typed wrong as often as names.
        unknown = match["self"] is None and not (is_english(word) or is_place(word))
        rare = unknown or (is_maybe_first(word) and word not in words_of("small_words"))
        if rare and not is_ordinary(word) and not is_no_name(word):
            yield Name(*match.span("name"))
    for entry in ("small_word", "small_asked"):
        for match in pattern(entry).finditer(text):
            group = "name" if match["name"] else "opens"
            words = match[group].split()
            if is_first(words[0]) and not is_no_name(words[-1]):
                yield Name(*match.span(group))


def _told_in_full(text: str) -> Iterator[Name]:
    """Yield a first name with a surname behind a cue, and initials with a surname."""
    for match in pattern("small_introduced").finditer(text):
        first, last, *more = match["name"].split()
        doubtful = is_word_too(first) and not _SELF.match(match.group())
        if is_first(first) and not is_no_name(last) and _is_surname(last, doubtful):
            third = more and not is_english(more[0]) and not is_no_name(more[0])
            yield Name(match.start("name"), match.end("name") if third else match.end("last"))
    for match in pattern("small_initials").finditer(text):
        if is_last(match["last"]) and not is_ordinary(match["last"]):
            yield Name(*match.span("name"))
    for match in pattern("small_pair").finditer(text):
        first, last = match["name"].split()
        if is_first(first) and (is_last(last) or is_first(last) or not is_english(last)):
            yield Name(*match.span("name"))


def _is_surname(word: str, doubtful: bool) -> bool:
    """Say whether a word is a surname; behind "patience", only one that is nothing else."""
    if doubtful:
        return not is_english(word)
    return word not in STOPWORDS and (is_last(word) or is_place(word) or not is_english(word))
