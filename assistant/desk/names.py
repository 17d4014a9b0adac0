"""Names of people in a text: by title, greeting, sign-off, role, or lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from assistant.desk.known import (
    is_first,
    is_last,
    is_no_name,
    is_ordinary,
    is_place,
    is_word_too,
)
from assistant.desk.people import (
    Piece,
    after_title,
    is_asked,
    is_expected,
    is_given,
    is_person,
    pattern,
)
from assistant.desk.records import desk_policy
from assistant.desk.spelt import ARTICLE, CAPITAL, LOWER, PARTICLE, Name, names_in_other_case
from index.terms import STOPWORDS

_WORD = rf"{CAPITAL}(?:[-‑](?:{CAPITAL}|{LOWER}{{1,10}}))*"
_NAME_WORD = regex.compile(
    rf"{_WORD}|(?:\p{{Lu}}\.){{2,3}}|\p{{Lu}}\p{{M}}*(?:\.|(?![\p{{L}}\p{{M}}'’\d]))"
)
_RUN = regex.compile(
    rf"(?<![\w@.&])(?:{_NAME_WORD.pattern})"
    rf"(?:[ \t]{{1,2}}{PARTICLE}{{0,2}}{ARTICLE}?(?:{_NAME_WORD.pattern})){{0,7}}(?![\w@])"
)
_ORGANISATION = re.compile(
    r"(?<![\w@])(?:(?:St|Saint)\.? )?[A-Z][\w’'.&-]*"
    r"(?:[ \t](?:(?:of|and|the|for|&)[ \t](?:the[ \t])?)?[A-Z][\w’'.&-]*){0,8}"
)
_MOST_WORDS = 5
_NEAR = 60
_AHEAD = 120


def find_names(text: str) -> list[Name]:
    """Return the names of people in a text; schools, places and qualifications are none."""
    shown = _without_organisations(text)
    found = [name for run in _RUN.finditer(shown) for name in _in_run(shown, run)]
    found += names_in_other_case(shown)
    found = list(dict.fromkeys(found))
    telling = {word for n in found for word in text[n.start : n.end].split() if _is_telling(word)}
    taken = {place for n in found for place in range(n.start, n.end)}
    for word in sorted(telling):
        for again in re.finditer(rf"(?<![\w@]){re.escape(word)}(?![\w@])", shown):
            if again.start() not in taken:
                found.append(Name(again.start(), again.end()))
    return sorted(found, key=lambda name: (name.start, -name.end))


def _is_telling(word: str) -> bool:
    return len(word) >= 3 and not is_word_too(word) and not is_ordinary(word) and not is_place(word)


def _without_organisations(text: str) -> str:
    """Blank out schools, trusts and streets, so that "Thomas More School" is nobody."""
    organisation = re.compile(desk_policy("personal")["organisations"])
    title = re.compile(rf"^(?:{desk_policy('personal')['titles']})\b")

    def is_named_so(run: re.Match[str]) -> bool:
        """Say whether "Priya Hall" or "Park Ji-hoon" stands where a person must be meant."""
        words = run.group().split()
        if any(is_given(two) and organisation.fullmatch(one) for one, two in pairwise(words)):
            return True
        hall = re.fullmatch(desk_policy("personal")["surnames_too"], words[-1])
        if len(words) != 2 or not hall or not is_first(words[0]):
            return False
        piece = _piece(text, [run])
        acts = pattern("acts_after").match(piece.after) or pattern("after_role").match(piece.after)
        return bool(acts or is_expected(piece))

    def blank(run: re.Match[str]) -> str:
        words = run.group()
        last = max((m.end() for m in organisation.finditer(words)), default=0)
        if not last or (title.match(words) and not re.match(r"Sir|Lady|Dame|Lord|Canon", words)):
            return words
        first = organisation.search(words)
        assert first is not None
        if is_named_so(run):
            return words
        if first.start() == 0 and last == first.end() and len(words) > last:
            return " " * last + words[last:]
        return " " * len(words)

    def blank_all(match: re.Match[str]) -> str:
        return " " * len(match.group())

    text = pattern("settings_shape").sub(blank_all, text)
    return _ORGANISATION.sub(blank, text)


def _in_run(text: str, run: regex.Match[str]) -> Iterator[Name]:
    """Yield the people in a run of capitalised words, parted by words that are no names."""
    words: list[regex.Match[str]] = []
    for word in [*_NAME_WORD.finditer(text, run.start(), run.end()), None]:
        if word is not None and len(words) < _MOST_WORDS:
            titled = not words and after_title(text[max(0, word.start() - 12) : word.start()])
            if titled or not _is_no_name(word.group(), bool(words)):
                words.append(word)
                continue
        words = _without_first(text, words)
        if words and is_person(_piece(text, words)):
            yield Name(words[0].start(), words[-1].end())
        words = []


def _without_first(text: str, words: list[regex.Match[str]]) -> list[regex.Match[str]]:
    """Leave out the words before a name: "Did Priya", or "Will Kasia" in a question."""
    while words:
        piece, head = _piece(text, words), words[0].group()
        asks = len(words) > 1 and piece.opens and head.lower() in STOPWORDS and is_asked(piece)
        given = len(words) > 1 and is_given(words[1].group()) and is_last(head)
        plainly = is_ordinary(head) and not is_first(head) and not given
        if not (asks or (plainly and not is_expected(piece))):
            break
        words = words[1:]
    return words


def _piece(text: str, words: Sequence[re.Match[str] | regex.Match[str]]) -> Piece:
    start, end = words[0].start(), words[-1].end()
    line_start = text.rfind("\n", 0, start) + 1
    return Piece(
        tuple(match.group() for match in words),
        text[max(line_start, start - _NEAR) : start],
        text[end : end + _AHEAD].split("\n")[0],
        _line_before(text, line_start),
    )


def _line_before(text: str, line_start: int) -> str:
    """Return the last line with text before a line, without the marks of a quoted mail."""
    near = text[max(0, line_start - 4 * _NEAR) : line_start].rstrip()
    return near.rsplit("\n", 1)[-1].lstrip(" >").strip()


def _is_no_name(word: str, inside: bool) -> bool:
    titles = desk_policy("personal")["titles"].split("|")
    if is_no_name(word, inside) or word.rstrip(".") in titles or word == "I":
        return True
    return inside and word.lower() in STOPWORDS and not is_first(word)
