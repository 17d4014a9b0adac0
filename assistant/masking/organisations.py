"""Blank out schools, trusts, streets and towns, so that "Thomas More School" is nobody."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.masking.around import Piece, pattern, piece_of
from assistant.masking.known import is_first, is_no_name, is_place, is_word_too
from assistant.masking.people import (
    after_title,
    is_expected,
    is_given,
)
from assistant.masking.policies import masking_policy

_WORD = r"[A-Z](?:[\w’'&-]|\.(?=\w|[ \t]\w\b))*"
_SHORT = 3
_ORGANISATION = re.compile(
    rf"(?<![\w@])(?:(?:St|Saint)\.? )?{_WORD}"
    rf"(?:[ \t](?:(?:of|and|the|for|&)[ \t](?:the[ \t])?)?{_WORD}){{0,8}}"
)


def without_organisations(text: str) -> str:
    """Return a text with spaces in the place of what is called as a school or a place is."""
    for entry in ("set_phrases", "owned_place"):
        text = pattern(entry).sub(_blank, text)
    text = pattern("monarchs").sub(_blank, text)
    text = pattern("patrons").sub(_blank_patron, text)
    text = pattern("school_place").sub(_blank_place, text)
    text = _without_towns(text)
    text = pattern("settings_shape").sub(_blank_setting, text)
    return _ORGANISATION.sub(_blank_organisation, text)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _blank_patron(match: re.Match[str]) -> str:
    """Blank "Grace Dieu", but not where only a person can stand: "my name is Thomas More"."""
    piece = piece_of(match.string, [match])
    return match.group() if is_expected(piece) else _blank(match)


def _blank_place(match: re.Match[str]) -> str:
    """Blank a town or a country that stands behind a school or a label."""
    rest = match["rest"] or match["rest2"]
    return match.group().removesuffix(rest) + " " * len(rest) if is_place(rest) else match.group()


def _without_towns(text: str) -> str:
    """Blank what follows a street in an address: "14 Larch Close, Wickerby"."""

    def town(match: re.Match[str]) -> str:
        rest = match["rest"]
        blanked = rest if _has_person(rest) else re.sub(r"[^\n]", " ", rest)
        return match.group().removesuffix(rest) + blanked

    return pattern("town").sub(town, text)


def _has_person(places: str) -> bool:
    """Say whether the first words behind a street are rather a person: "Mill Lane, Priya Nair"."""
    words = re.findall(r"[\w'’-]+", places)
    titles = masking_policy("personal")["titles"].split("|")
    told = any(word in titles for word in words) or is_no_name(words[0])
    return told or (is_first(words[0]) and not is_word_too(words[0]))


def _blank_setting(match: re.Match[str]) -> str:
    """Blank "St Bede's", but not in "Imogen St. John-Clarke"."""
    before = pattern("called_st").search(match.string, max(0, match.start() - 30), match.start())
    owned = match.group().endswith(("'s", "’s"))
    if before and not owned and (len(before[1]) < _SHORT or is_first(before[1])):
        return match.group()
    return _blank(match)


def _blank_organisation(run: re.Match[str]) -> str:
    organisation = re.compile(masking_policy("personal")["organisations"])
    title = re.compile(rf"^(?:{masking_policy('personal')['titles']})\b")
    words = run.group()
    last = max((m.end() for m in organisation.finditer(words)), default=0)
    if not last or (
        title.match(words) and not re.match(r"Sir|Lady|Dame|Lord|Canon|Captain", words)
    ):
        return words
    first = organisation.search(words)
    assert first is not None
    if _is_named_so(run, organisation):
        return words
    if first.start() == 0 and last == first.end() and len(words) > last:
        return " " * last + words[last:]
    return " " * len(words)


def _is_named_so(run: re.Match[str], organisation: re.Pattern[str]) -> bool:
    """Say whether "Priya Hall" or "Park Ji-hoon" stands where a person must be meant."""
    words = run.group().split()
    if any(is_given(two) and organisation.fullmatch(one) for one, two in pairwise(words)):
        return True
    hall = re.fullmatch(masking_policy("personal")["surnames_too"], words[-1])
    if len(words) != 2 or not hall or not is_first(words[0]):
        return False
    piece: Piece = piece_of(run.string, [run])
    acts = pattern("acts_after").match(piece.after) or pattern("after_role").match(piece.after)
    return bool(acts or is_expected(piece) or after_title(piece.before))
