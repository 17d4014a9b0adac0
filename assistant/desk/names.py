"""Names of people in a text: by title, greeting, sign-off, role, or lists of names."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from assistant.desk.records import desk_policy
from index.terms import STOPWORDS

_WORD = r"(?:(?:Mc|Mac|O['’]|D['’]|Fitz|Al-|El-)[A-Z][a-zà-öø-ÿ]+|[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)"
_NAME_WORD = re.compile(
    rf"{_WORD}(?:-{_WORD}|['’](?!s\b)[a-zà-ÿ]{{1,10}})*|(?:[A-Z]\.){{2,3}}|[A-Z](?:\.|\b)(?!['’])"
)
_RUN = re.compile(
    rf"(?<![\w@.])(?:{_NAME_WORD.pattern})"
    rf"(?:[ \t]{{1,2}}(?:(?:van|de|der|bin|al|el|ibn|del)[ \t])?(?:{_NAME_WORD.pattern})){{0,7}}"
    r"(?![\w@])"
)
_ORGANISATION = re.compile(
    r"(?<![\w@])(?:(?:St|Saint)\.? )?[A-Z][\w’'.&-]*"
    r"(?:[ \t](?:(?:of|and|the|for|&)[ \t](?:the[ \t])?)?[A-Z][\w’'.&-]*){0,8}"
)
_PAIR = re.compile(
    r"(?<![\w@.])(?:[a-z]{2,20}[ \t](?=[a-z])|[A-Z]{2,20}[ \t](?=[A-Z]{2}))[A-Za-z]{2,20}(?![\w@])"
)
_MOST_WORDS = 4
_NEAR = 60


class Name(NamedTuple):
    """A person's name in a text, by its offsets."""

    start: int
    end: int


@cache
def _set(entry: str) -> frozenset[str]:
    return frozenset(str(desk_policy("personal")[entry]).split())


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    return re.compile(desk_policy("personal")[entry], re.I)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """First names and surnames in use in Britain and Ireland, from Faker's lists."""
    first: set[str] = set()
    last: set[str] = set()
    for locale in desk_policy("personal")["name_locales"]:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            listed = getattr(provider, attribute)
            if attribute.startswith("first_names") and not callable(listed):
                first |= set(listed)
            elif attribute.startswith("last_names") and not callable(listed):
                last |= set(listed)
    first |= set(desk_policy("personal")["more_first_names"].split())
    return frozenset(first), frozenset(last)


@cache
def _ordinary(count: str = "ordinary_words") -> frozenset[str]:
    """The commonest words of symspellpy's English list, which is in order of frequency."""
    source = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = source.read_text(encoding="utf-8-sig").splitlines()
    most = desk_policy("personal")[count]
    return frozenset(line.split(" ", 1)[0] for line in lines[:most])


def find_names(text: str) -> list[Name]:
    """Return the names of people in a text; schools, places and qualifications are none."""
    shown = _without_organisations(text)
    found = [name for run in _RUN.finditer(shown) for name in _in_run(shown, run)]
    found += _in_other_case(shown)
    surnames = {word for n in found for word in text[n.start : n.end].split() if _is_telling(word)}
    found = list(dict.fromkeys(found))
    taken = {place for n in found for place in range(n.start, n.end)}
    for word in sorted(surnames):
        for again in re.finditer(rf"(?<![\w@]){re.escape(word)}(?![\w@])", shown):
            if again.start() not in taken:
                found.append(Name(again.start(), again.end()))
    return sorted(found, key=lambda name: (name.start, -name.end))


def _without_organisations(text: str) -> str:
    """Blank out schools, trusts and streets, so that "Thomas More School" is nobody."""
    organisation = re.compile(desk_policy("personal")["organisations"])
    title = re.compile(rf"^(?:{desk_policy('personal')['titles']})\b")

    def blank(run: re.Match[str]) -> str:
        words = run.group()
        last = max((m.end() for m in organisation.finditer(words)), default=0)
        if not last or (title.match(words) and not re.match(r"Sir|Lady|Dame|Lord|Canon", words)):
            return words
        first = organisation.search(words)
        assert first is not None
        if first.start() == 0 and last == first.end() and len(words) > last:
            return " " * last + words[last:]
        return " " * len(words)

    return _ORGANISATION.sub(blank, text)


def _in_run(text: str, run: re.Match[str]) -> Iterator[Name]:
    """Yield the people in a run of capitalised words, parted by words that are no names."""
    piece: list[re.Match[str]] = []
    for word in [*_NAME_WORD.finditer(text, run.start(), run.end()), None]:
        if word is not None and len(piece) < _MOST_WORDS:
            titled = not piece and _after_title(text[max(0, word.start() - 12) : word.start()])
            if titled or not _is_no_name(word.group()):
                piece.append(word)
                continue
        while piece and _is_word(piece[0].group()) and not _is_expected(text, piece):
            piece = piece[1:]
        if piece and _is_person(text, piece):
            yield Name(piece[0].start(), piece[-1].end())
        piece = []


def _after_title(before: str) -> bool:
    return re.search(rf"\b(?:{desk_policy('personal')['titles']})\.?[ \t]+$", before) is not None


def _is_no_name(word: str) -> bool:
    titles = desk_policy("personal")["titles"].split("|")
    return word in _set("not_names") or word.rstrip(".") in titles


def _is_telling(word: str) -> bool:
    return len(word) >= 3 and word not in _set("words_too") and not _is_word(word)


def _is_word(word: str) -> bool:
    """Say whether a word is ordinary English and on no list of names."""
    first, last = _known()
    return word.lower() in _ordinary() and word not in first and word not in last


def _in_other_case(text: str) -> Iterator[Name]:
    """Yield names typed in small letters or in capitals: "mrs patel", "hi bev", "JANE SMITH"."""
    first, last = _known()
    for match in _pattern("small_titled").finditer(text):
        word = match["name"]
        if word.title() in last or word.lower() not in _ordinary():
            yield Name(*match.span("name"))
    for match in _pattern("small_placed").finditer(text):
        if match["name"].title() in first - _set("words_too") and not match["name"][0].isupper():
            yield Name(*match.span("name"))
    for match in _PAIR.finditer(text):
        one, two = match.group().title().split()
        if one in first - _set("words_too") and two in last and not _is_no_name(two):
            yield Name(*match.span())


def _around(text: str, piece: list[re.Match[str]]) -> tuple[int, str, str]:
    """Return where the line starts, and what stands near before and after, on that line."""
    start, end = piece[0].start(), piece[-1].end()
    line_start = text.rfind("\n", 0, start) + 1
    after = text[end : end + _NEAR].split("\n")[0]
    return line_start, text[max(line_start, start - _NEAR) : start], after


def _is_expected(text: str, piece: list[re.Match[str]]) -> bool:
    """Say whether what stands before makes nearly any capitalised word a name."""
    line_start, before, after = _around(text, piece)
    return (
        _after_title(before)
        or _is_placed(text, line_start, before, after)
        or _pattern("before_name").search(before) is not None
    )


def _is_person(text: str, piece: list[re.Match[str]]) -> bool:
    line_start, before, after = _around(text, piece)
    words = [match.group() for match in piece]
    full = [word for word in words if len(word.rstrip(".")) > 1]
    if not full:
        return False
    if _after_title(before) or _is_placed(text, line_start, before, after):
        return True
    named = _pattern("before_name").search(before) is not None
    if all(_is_word(word) and word not in _set("words_too") for word in full):
        return named and len(full) >= 2
    if named or _pattern("after_role").match(after):
        return True
    return _is_listed(words, full, before, after)


def _is_placed(text: str, line_start: int, before: str, after: str) -> bool:
    """Say whether only a name can stand here: after a greeting or a sign-off, before <address>."""
    alone = not before.strip(" \t,>-–—*") and re.match(r"\s*(?:$|[,(|.–—-]|x\b)", after)
    return bool(
        _pattern("greeting").fullmatch(before.lstrip(" >"))
        or _pattern("closing_inline").search(before)
        or re.match(r"\s*<[^<>\n]*@", after)
        or (alone and _pattern("closing").match(_line_before(text, line_start)))
    )


def _line_before(text: str, line_start: int) -> str:
    """Return the last line with text before a line, without the marks of a quoted mail."""
    near = text[max(0, line_start - 4 * _NEAR) : line_start].rstrip()
    return near.rsplit("\n", 1)[-1].lstrip(" >").strip()


def _is_listed(words: list[str], full: list[str], before: str, after: str) -> bool:
    """Judge by lists of names, and by how rare the words are in English."""
    first, last = _known()
    placed = _pattern("places_before").search(before) is not None
    unknown = [w for w in full if w.lower() not in _ordinary()]
    head = words[0]
    if head in first and head not in _set("words_too"):
        return not (placed and len(words) == 1 and not re.search(r"\b(?:from|to|of) $", before))
    if len(words) >= 2 and re.fullmatch(r"(?:[A-Z]\.)+", head):
        return len(words[-1]) > 3 and words[-1].lower() not in STOPWORDS
    if len(words) >= 2 and (head in _set("words_too") or len(head.rstrip(".")) == 1):
        return words[-1] in last or words[-1] in unknown
    if len(full) >= 2:
        return not placed and _looks_full(full, unknown)
    inside = re.search(r"[a-z;:(]\s+[(\"“]?$", before) is not None
    if head in _set("words_too"):
        return _acts(head, inside, before, after)
    if placed or not (head in last or head in unknown):
        return False
    return (inside and head in unknown) or _pattern("after_name").match(after) is not None


def _looks_full(full: list[str], unknown: list[str]) -> bool:
    """Say whether two or more words look like a first name and a surname, in either order."""
    first, last = _known()
    rare = full[0].lower() not in _ordinary("commonest_words")
    return (
        len(unknown) >= 2
        or (rare and full[-1] in last and full[-1] not in _set("words_too"))
        or (full[0] in last and rare and full[-1] in first)
    )


def _acts(word: str, inside: bool, before: str, after: str) -> bool:
    """Say whether a name that is also a word (Mark, Joy) stands where a person must be meant."""
    if _pattern("acts_after").match(after):
        return True
    asked = re.search(
        r"(?:^|[.!?]\s+)(?:Is|Are|Was|Can|Could|Did|Does|Has|Should|Would)\s$", before
    )
    clear = (inside or asked) and word not in _set("times_and_places")
    return bool(clear and not _pattern("no_person_before").search(before))
