"""What is known of words: names in use, English, and places, from lists that libraries bring."""

from __future__ import annotations

import calendar
import importlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import cache, lru_cache
from importlib import resources

from assistant.masking.policies import POLICY, masking_policy
from index.stopwords import STOPWORDS

_PLACES = POLICY / "places.txt"
_GIVEN = POLICY / "given_names.txt"
_STROKES = str.maketrans("ĐđŁłØøÆæŒœÞþıĦħ", "DdLlOoAaOoTtiHh")
_DETERMINERS = frozenset(["the", "a", "an", "your", "our", "my", "its", "this", "no", "to", "any"])
_WORD_RATIO = 0.5
_SURNAME_SHAPE = re.compile(r"(?:Mc|Mac|Fitz|O['’])[A-Z]")


@cache
def words_of(entry: str) -> frozenset[str]:
    """Return a list of words of the policy on personal data."""
    return frozenset(str(masking_policy("personal")[entry]).split())


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """Return a word without accents, in small letters: "Zieliński" is "zielinski"."""
    parts = unicodedata.normalize("NFD", word.translate(_STROKES))
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("’", "'").lower()


def _listed(locales: list[str]) -> tuple[set[str], set[str]]:
    """Collect first names and surnames of Faker's lists, without accents."""
    first: set[str] = set()
    last: set[str] = set()
    for locale in locales:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            listed = getattr(provider, attribute)
            kind = first if attribute.startswith("first_") else last
            if attribute.startswith(("first_", "last_")) and isinstance(listed, Collection):
                kind |= {plain(name) for name in listed if isinstance(name, str)}
    return first, last


@cache
def _given() -> frozenset[str]:
    lines = _GIVEN.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """First names and surnames in use; from countries farther off, only those that are no word."""
    first, last = _listed(masking_policy("personal")["name_locales"])
    more_first, more_last = _listed(masking_policy("personal")["more_name_locales"])
    first |= {plain(name) for name in _given() | words_of("words_too")}
    first |= more_first - _frequency().keys()
    last |= more_last - _frequency().keys()
    words = STOPWORDS - {plain(name) for name in words_of("words_too")}
    return frozenset(first - words), frozenset(last - words)


@cache
def listed_names() -> tuple[list[str], list[str]]:
    """Return the first names and surnames in use that are letters only, sorted."""
    first, last = (sorted(n for n in names if n.isalpha() and len(n) > 2) for names in _names())
    return first, last


@cache
def _more_first() -> frozenset[str]:
    first, _ = _listed(masking_policy("personal")["more_name_locales"])
    return frozenset(first - STOPWORDS)


def is_maybe_first(word: str) -> bool:
    """Say whether a word is a first name in use anywhere, be it a word of English too."""
    return is_first(word) or plain(word) in _more_first()


@cache
def _calendar() -> frozenset[str]:
    names = [*calendar.day_name, *calendar.day_abbr, *calendar.month_name, *calendar.month_abbr]
    words = {name for name in [*names, "Sept", "Tues", "Thur", "Thurs"] if name}
    return frozenset(words | {word + "s" for word in words}) - words_of("words_too")


@cache
def _small_no_names() -> frozenset[str]:
    return frozenset(word.lower() for word in words_of("not_names"))


def is_no_name(word: str, inside: bool = False) -> bool:
    """Say whether a word is never part of a person's name: a month, a qualification.

    Inside a name, short days are syllables: "Đặng Thị Thu".
    """
    if inside and word in calendar.day_abbr:
        return False
    word = re.sub(r"['’]s$", "", word)
    if not inside and word.rstrip(".").capitalize() in words_of("no_openers"):
        return True
    if (word.islower() or word.isupper()) and word.lower() in _small_no_names():
        return True
    head, _, tail = word.partition("-")
    if {head, tail} <= words_of("not_names"):
        return True
    if tail.islower() and head.lower() in _frequency() and tail in STOPWORDS | _hyphened():
        return True
    cases = {word, word.upper(), word.title(), head if tail.islower() else word}
    return not cases.isdisjoint(words_of("not_names")) or word in _calendar()


@cache
def _hyphened() -> frozenset[str]:
    """The common words that stand behind a hyphen: "Sky-high", which is no "Ji-hoon"."""
    return frozenset(word for word in _common() if len(word) > 3 and word not in _names()[0])


def _lines(file: str) -> list[list[str]]:
    source = resources.files("symspellpy").joinpath(file)
    return [line.split() for line in source.read_text(encoding="utf-8-sig").splitlines()]


@cache
def _frequency() -> dict[str, int]:
    """How often a word of English is written; in order, the commonest first."""
    lines = _lines("frequency_dictionary_en_82_765.txt")
    return {line[0]: int(line[1]) for line in lines}


@cache
def _common() -> frozenset[str]:
    return frozenset(list(_frequency())[: masking_policy("personal")["ordinary_words"]])


@cache
def _determined() -> Counter[str]:
    """How often a word stands behind "the", "a", "to" …, as names do not."""
    counted: Counter[str] = Counter()
    for line in _lines("frequency_bigramdictionary_en_243_342.txt"):
        if len(line) == 3 and line[0] in _DETERMINERS:
            counted[line[1]] += int(line[2])
    return counted


def is_first(word: str) -> bool:
    """Say whether a word, or a part of one with a hyphen, is a first name in use."""
    first, _ = _names()
    low = plain(word)
    return low in first or any(len(part) > 2 and part in first for part in low.split("-")[:1])


def is_last(word: str) -> bool:
    """Say whether a word, or a part of one with a hyphen, is a surname in use."""
    _, last = _names()
    low = plain(word)
    if _SURNAME_SHAPE.match(word):
        return True
    return low in last or any(len(part) > 2 and part in last for part in low.split("-"))


@lru_cache(maxsize=20_000)
def is_word_too(word: str) -> bool:
    """Say whether a name is also an ordinary word ("Will", "Rose"), so that it proves nothing."""
    low = plain(word)
    if word.title() in words_of("words_too") or low in STOPWORDS:
        return True
    frequency = _frequency().get(low, 0)
    return bool(frequency) and _determined()[low] / frequency >= _WORD_RATIO


@lru_cache(maxsize=20_000)
def is_ordinary(word: str) -> bool:
    """Say whether a word is common English, and no name or one that is a word too."""
    low = plain(word)
    if not word.isascii():
        return False
    if word.title() in words_of("words_too") or low in STOPWORDS:
        return True
    if "-" in low:
        parts = [part for part in low.split("-") if len(part) > 1]
        return bool(parts) and all(part in _common() for part in parts)
    if low not in _common():
        return False
    return is_word_too(word) or not (is_first(word) or is_last(word))


@lru_cache(maxsize=20_000)
def is_english(word: str) -> bool:
    """Say whether a word, or the word that it is a form of, is in a large list of English."""
    low = plain(word)
    if not word.isascii():
        return False
    forms = [low.removesuffix(end) for end in ("s", "es", "ed", "d", "ing", "ly", "'s")]
    if "-" in low:
        return all(part in _frequency() for part in low.split("-"))
    return low in _frequency() or any(len(form) > 4 and form in _frequency() for form in forms)


_ENDINGS = re.compile(
    r".*(?:ing|ed|ly|ions?|ments?|ness|ity|isms?|ists?|ives?|ables?|ibles?|ous|ics?|ogy|acy|ships?|ful"
    r"|less|ates?|izers?|isers?|ances?|ences?|als?|ary|ory|ures?|works?|books?|wares?|ups?|ers?|ors?)"
)


@lru_cache(maxsize=20_000)
def is_word(word: str) -> bool:
    """Say whether a word is English and not so rare, and shaped so little like it, as a name."""
    low = plain(word)
    if not is_english(word):
        return False
    rare = low in _frequency() and low not in _common() and not _determined()[low]
    return not (rare and "-" not in low and _ENDINGS.fullmatch(low) is None)


@cache
def _places() -> frozenset[str]:
    lines = _PLACES.read_text(encoding="utf-8").splitlines()
    return frozenset(plain(line) for line in lines if not line.startswith("#"))


def is_place(words: str) -> bool:
    """Say whether a word or some words together are the name of a place."""
    return plain(words) in _places()
