"""Names of people that the rule of capitals does not show: "mrs patel", "hi bev", "JANE SMITH"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from assistant.masking.around import pattern
from assistant.masking.known import (
    is_english,
    is_first,
    is_last,
    is_no_name,
    is_ordinary,
    is_word_too,
)
from assistant.masking.policies import masking_policy

LOWER = r"(?:\p{Ll}\p{M}*)"
CAPITAL = (
    rf"(?:(?:Mc|Mac|Fitz|[OD]['’]|De|Di|La|Le|Al|El)?\p{{Lu}}\p{{M}}*{LOWER}+"
    rf"(?:['’](?!(?:s|t|d|m|ll|ve|re)\b){LOWER}{{1,10}})*)"
)
PARTICLE = (
    r"(?:(?:van|von|de|der|den|da|dos|du|la|le|ter|ten|bin|binti|bint|ibn|al|el|del|ap|ab|y)[ \t])"
)
ARTICLE = r"(?:(?:al|el|ul|as|ad|ar)-)"
_PAIR = regex.compile(
    r"(?<![\w@.])(?:[a-z]{2,20}[ \t](?=[a-z])|[A-Z]{2,20}[ \t](?=[A-Z]{2}))[A-Za-z]{2,20}(?![\w@])"
)
_LOUD_FIRST = regex.compile(
    r"(?<![\w@.-])(?P<last>\p{Lu}{3,}(?:[-'’]\p{Lu}{2,})?)[ \t]"
    r"(?P<first>\p{Lu}\p{Ll}+(?:-\p{L}\p{Ll}+)?)(?![\w@])"
)


class Name(NamedTuple):
    """A person's name in a text, by its offsets."""

    start: int
    end: int


@cache
def _titled() -> regex.Pattern[str]:
    titles = masking_policy("personal")["titles"]
    family = rf"(?:{PARTICLE}+{CAPITAL}|{ARTICLE}{CAPITAL})"
    return regex.compile(rf"\b(?:{titles})\.?[ \t]+(?P<name>{family})")


def names_in_other_case(text: str) -> Iterator[Name]:
    """Yield names in small letters or in capitals, by what stands before or by lists of names."""
    yield from (Name(*match.span("name")) for match in _titled().finditer(text))
    yield from _led(text)
    yield from _signed(text)
    yield from _surname_first(text)
    for pair in _PAIR.finditer(text, overlapped=True):
        one, two = pair.group().split()
        if _is_sure(one) and is_last(two) and not is_word_too(two):
            yield Name(*pair.span())


def _surname_first(text: str) -> Iterator[Name]:
    """Yield names whose surname comes first, in capitals: "OKONKWO Chidi"."""
    for match in _LOUD_FIRST.finditer(text):
        last, first = match["last"], match["first"]
        known = is_last(last) or not is_english(last)
        if known and is_first(first) and not is_word_too(first) and not is_no_name(last):
            yield Name(*match.span())


def _is_sure(word: str) -> bool:
    return is_first(word) and not is_word_too(word)


def _led(text: str) -> Iterator[Name]:
    """Yield names behind a title, a greeting or a role: "mrs patel", "hi bev", "my head priya"."""
    titles = masking_policy("personal")["titles"].lower().split("|")
    for match in pattern("small_titled").finditer(text):
        words = match["name"].split()
        if words[0] in titles:
            continue
        if len(words) == 2 and words[0].islower() and not _is_both(*words):
            words.pop()
        while words and is_ordinary(words[-1]) and not is_last(words[-1]):
            words.pop()
        if words:
            yield Name(match.start("name"), match.start("name") + len(" ".join(words)))
    for entry in ("small_placed", "small_role"):
        for match in pattern(entry).finditer(text):
            if match["name"][0].islower() and _is_sure(match["name"]):
                yield Name(*match.span("name"))


def _is_both(first: str, last: str) -> bool:
    """Say whether two words behind a title are a name: "joanna oyelowo", not "patel called"."""
    return not is_english(last) or (is_first(first) and is_last(last))


def _signed(text: str) -> Iterator[Name]:
    """Yield names at the end of a line, behind a sentence or a closing: "ta, jess m"."""
    for match in pattern("small_signed").finditer(text):
        first, _, second = match["name"].partition(" ")
        if is_no_name(first):
            continue
        if _is_sure(first) or (match["closing"] and not is_english(first)):
            both = len(second.rstrip(".")) == 1 or is_last(second) or not is_english(second)
            start = match.start("name")
            yield Name(start, start + len(match["name"] if second and both else first))
