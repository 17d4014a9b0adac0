"""Names of people in a text: by title, greeting, sign-off, role, or lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import regex

from assistant.masking.around import pattern, piece_of
from assistant.masking.known import (
    is_first,
    is_last,
    is_no_name,
    is_ordinary,
    is_place,
    is_word,
    is_word_too,
)
from assistant.masking.layout import names_in_layout
from assistant.masking.lines import names_by_line
from assistant.masking.organisations import without_organisations
from assistant.masking.people import (
    after_title,
    is_asked,
    is_expected,
    is_given,
    is_person,
)
from assistant.masking.policies import masking_policy
from assistant.masking.smallnames import small_names
from assistant.masking.spelt import ARTICLE, CAPITAL, LOWER, PARTICLE, Name, names_in_other_case
from index.stopwords import STOPWORDS

_WORD = rf"{CAPITAL}(?:[-‑](?:{CAPITAL}|{LOWER}{{1,10}}))*"
_NAME_WORD = regex.compile(
    rf"St\.(?=[ \t]\p{{Lu}})|{_WORD}"
    rf"|(?:\p{{Lu}}\.){{2,3}}|\p{{Lu}}[-‑]\p{{Lu}}(?![\p{{L}}\p{{M}}'’\d-])|\p{{Lu}}\p{{M}}*(?:\.|(?![\p{{L}}\p{{M}}'’\d]))"
)
_RUN = regex.compile(
    rf"(?<![\w@.&])(?:{_NAME_WORD.pattern})"
    rf"(?:[ \t]{{1,2}}{PARTICLE}{{0,2}}{ARTICLE}?(?:{_NAME_WORD.pattern})){{0,7}}(?![\w@])"
)
_PARTICLES = regex.compile(rf"\b{PARTICLE}{{1,3}}$")
# A line that is shouted is read as one in small letters.
_LOUD = re.compile(r"(?m)^(?=(?:[^a-z\n]*[A-Z]{2,}){3})[^a-z\n]+$")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_TITLED = re.compile(r"(?<![\w@])[^\W\d_a-z][^\W\d_]{2,}(?![\w@])")
_MOST_WORDS = 5


def find_names(text: str, addresses: Sequence[str] = ()) -> list[Name]:
    """Return the names of people in a text; schools, places and qualifications are none.

    E-mail addresses that were hidden in the text spell names that stand elsewhere in it.
    """
    shown = without_organisations(text)
    found = [name for run in _RUN.finditer(shown) for name in _in_run(shown, run)]
    found += names_in_other_case(shown)
    found += [*names_in_layout(shown), *names_by_line(shown)]
    found += small_names(shown)
    lowered = _LOUD.sub(lambda line: line.group().lower(), shown)
    if lowered != shown and len(lowered) == len(shown):
        found += names_in_other_case(lowered)
        found += small_names(lowered)
    found += _in_addresses(shown, addresses)
    found = list(dict.fromkeys(found))
    found += _told_again(text, shown, found)
    return sorted(found, key=lambda name: (name.start, -name.end))


def _told_again(text: str, shown: str, found: list[Name]) -> Iterator[Name]:
    """Yield the words of names found already where they stand once more."""
    telling = {word for n in found for word in text[n.start : n.end].split() if _is_telling(word)}
    taken = {place for n in found for place in range(n.start, n.end)}
    for word in sorted(telling):
        at = shown.find(word)
        while at >= 0:
            end = at + len(word)
            around = shown[at - 1 : at] + shown[end : end + 1]
            if at not in taken and not re.search(r"[\w@]", around):
                yield Name(at, end)
            at = shown.find(word, end)


def _in_addresses(text: str, addresses: Sequence[str]) -> Iterator[Name]:
    """Yield capitalised words that an e-mail address spells too: "Ruth" of "ruth.p@example.org"."""
    parts = {part.lower() for address in addresses for part in _LETTERS.findall(address)}
    for word in _TITLED.finditer(text) if parts else ():
        known = word.group().lower() in parts and not is_no_name(word.group())
        if known and not is_ordinary(word.group()) and not is_word(word.group()):
            yield Name(*word.span())


def _is_telling(word: str) -> bool:
    return len(word) >= 3 and not is_word_too(word) and not is_ordinary(word) and not is_place(word)


def _in_run(text: str, run: regex.Match[str]) -> Iterator[Name]:
    """Yield the people in a run of capitalised words, parted by words that are no names."""
    words: list[regex.Match[str]] = []
    for word in [*_NAME_WORD.finditer(text, run.start(), run.end()), None]:
        if word is not None and len(words) < _MOST_WORDS:
            titled = not words and after_title(text[max(0, word.start() - 12) : word.start()])
            if titled or not _is_no_name(word.group(), _inside(words)):
                words.append(word)
                continue
        words = _without_first(text, words)
        if words and is_person(piece_of(text, words)):
            yield Name(_with_particles(text, words[0].start()), words[-1].end())
        words = []


def _inside(words: list[regex.Match[str]]) -> bool:
    """Say whether a name has begun: "On" in "On Thu" has begun none."""
    return bool(words) and not (is_ordinary(words[-1].group()) and not is_first(words[-1].group()))


def _with_particles(text: str, start: int) -> int:
    """Return where a name starts with the "van der" before it."""
    before = _PARTICLES.search(text, max(0, start - 20), start)
    told = before and pattern("surname_before").search(text[max(0, start - 80) : before.start()])
    return before.start() if before and told else start


def _without_first(text: str, words: list[regex.Match[str]]) -> list[regex.Match[str]]:
    """Leave out the words before a name: "Did Priya", or "Will Kasia" in a question."""
    while words:
        piece, head = piece_of(text, words), words[0].group()
        asks = len(words) > 1 and piece.opens and head.lower() in STOPWORDS and is_asked(piece)
        given = len(words) > 1 and is_given(words[1].group()) and is_last(head)
        plainly = len(head) > 1 and is_ordinary(head) and not is_first(head) and not given
        if not (asks or (plainly and not is_expected(piece))):
            break
        words = words[1:]
    return words


def _is_no_name(word: str, inside: bool) -> bool:
    titles = masking_policy("personal")["titles"].split("|")
    if is_no_name(word, inside) or word.rstrip(".") in titles or word == "I":
        return True
    return inside and word.lower() in STOPWORDS and not is_first(word)
