"""Rules on the order of words: who does what to whom, what comes first, a copy with one change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from assistant.check.pairs import Compared, wording
from assistant.check.reading import Word, all_words, has, stem, unmatched, words_pattern
from assistant.records import policy
from index.stopwords import STOPWORDS

Sides = tuple[list[Word], list[Word]]
_TOKEN = re.compile(r"[£\w][\w,.'%£-]*[\w%]|\w")
_WINDOW = 5
_GAIN = 1.6
_VOICE = 3


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return words_pattern(str(policy("check_frames")[name]))


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a text in order, a pivot of several words as one."""
    text = _pattern("pivots").sub(lambda m: m.group().replace(" ", "_"), text.lower())
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=8192)
def _word(token: str) -> Word:
    known = all_words(token)
    return known[0] if known else Word((stem(token), frozenset()))


def _pivotal(token: str) -> bool:
    acts = has("verbs", token) or _pattern("acts").fullmatch(token) is not None
    return "_" in token or (acts and not has("auxiliary", token))


def _is_verb(tokens: Sequence[str], place: int) -> bool:
    """Say whether a token that may be a verb is one here, not a noun."""
    before = tokens[place - 1] if place else ""
    noun = before.endswith("'s") or _pattern("noun_next").fullmatch(before) is not None
    return "_" in tokens[place] or not (noun or tokens[place].endswith("'s"))


def _relative(tokens: Sequence[str], place: int) -> bool:
    """Say whether a verb stands in a clause that tells which, its object perhaps before it."""
    return (
        _pattern("relative").search(" ".join(tokens[max(0, place - _WINDOW) : place])) is not None
    )


def _telling(tokens: Sequence[str]) -> list[Word]:
    return [_word(t) for t in tokens if t not in STOPWORDS and not has("auxiliary", t)]


def _sides(tokens: Sequence[str], place: int, window: int = _WINDOW) -> Sides:
    """Return the nearest telling words before and after a place."""
    once = [t if sum(_word(t)[0] == _word(u)[0] for u in tokens) == 1 else "the" for t in tokens]
    return _telling(once[:place])[-window:], _telling(once[place + 1 :])[:window]


def _both(first: list[Word], second: list[Word]) -> int:
    return sum(any(a.meets(b) for b in second) for a in first)


def _crossed(one: Sides, other: Sides) -> bool:
    """Say whether what stands before in one stands after in the other, and the reverse."""
    mine = [[a for a in one[n] if not _both([a], one[1 - n])] for n in (0, 1)]
    theirs = [[a for a in other[n] if not _both([a], other[1 - n])] for n in (0, 1)]
    there, back = _both(mine[0], theirs[1]), _both(mine[1], theirs[0])
    straight = _both(mine[0], theirs[0]) + _both(mine[1], theirs[1])
    return there > 0 and back > 0 and there + back > straight


def roles(pair: Compared) -> Iterator[str]:
    """What stands before a verb told after it, and the reverse, in the same voice."""
    mine, theirs = _tokens(pair.claim), _tokens(pair.source)
    for place, token in enumerate(mine):
        if not _pivotal(token):
            continue
        there = [n for n, t in enumerate(theirs) if _pivotal(t) and _word(t)[0] == _word(token)[0]]
        if not all(_is_verb(*each) for each in ((mine, place), *((theirs, n) for n in there))):
            continue
        if len(there) != 1 or sum(_word(t)[0] == _word(token)[0] for t in mine) != 1:
            continue
        if _relative(mine, place) != _relative(theirs, there[0]):
            continue
        one, other = _sides(mine, place), _sides(theirs, there[0])
        if "_" in token and _turned(_sides(mine, place, 99), _sides(theirs, there[0], 99)):
            yield wording("swapped", token.replace("_", " "))
            return
        if _passive(mine, place) != _passive(theirs, there[0]):
            other = other[1], other[0]
            if "by" not in (*mine[place : place + 3], *theirs[there[0] : there[0] + 3]):
                continue
        if _crossed(one, other):
            yield wording("swapped", token.replace("_", " "))
            return


def _passive(tokens: Sequence[str], place: int) -> bool:
    before = " ".join(tokens[max(0, place - _VOICE) : place])
    return _pattern("be").search(before) is not None and not tokens[place].endswith(("s", "ing"))


def _in_time(text: str) -> Sides | None:
    """Return what comes earlier and what later in a text that says so once."""
    found = [
        (match.start(), match.end(), name == "earlier")
        for name in ("earlier", "later")
        for match in _pattern(name).finditer(text)
    ]
    if len(found) != 1:
        return None
    start, end, forward = found[0]
    before, after = text[:start].strip(), text[end:]
    if not before or before.endswith((",", ";")):
        told, _, main = after.partition(",")
        before, after = f"{before} {main}", told
    sides = _telling(_tokens(before)), _telling(_tokens(after))
    return sides if forward else (sides[1], sides[0])


def _turned(mine: Sides, theirs: Sides) -> bool:
    """Say whether all that comes later in one comes earlier in the other, both ways."""
    later, then = mine[1], theirs[1]
    moved = later and then and not _both(later, then)
    return bool(moved) and _both(later, theirs[0]) + _both(then, mine[0]) == len(later) + len(then)


def in_time(pair: Compared) -> Iterator[str]:
    """What comes before told as what comes after, by whichever word."""
    mine, theirs = _in_time(pair.claim), _in_time(pair.source)
    if mine and theirs and (_crossed(mine, theirs) or _turned(mine, theirs)):
        yield wording("swapped", "before and after")


def same_order(pair: Compared) -> bool:
    """Say whether "A before B" of one is "B after A" of the other."""
    mine, theirs = _in_time(pair.claim), _in_time(pair.source)
    if not mine or not theirs or not all((*mine, *theirs)):
        return False
    return _both(mine[0], theirs[0]) > _both(mine[0], theirs[1]) and _both(
        mine[1], theirs[1]
    ) > _both(mine[1], theirs[0])


@lru_cache(maxsize=8192)
def copied(claim: str, source: str) -> float:
    """Return the share of the words of a claim that stand in a sentence in this order."""
    mine = [_word(t)[0] for t in _tokens(claim)]
    theirs = [_word(t)[0] for t in _tokens(source)]
    row = [0] * (len(theirs) + 1)
    for word in mine:
        now = [0]
        for n, other in enumerate(theirs):
            now.append(row[n] + 1 if word == other else max(row[n + 1], now[-1]))
        row = now
    return row[-1] / len(mine) if mine else 0.0


def changed(pair: Compared) -> Iterator[str]:
    """A new word in what is otherwise a copy, unless it means what it stands for."""
    extra = unmatched(pair.claim, pair.source)
    limits = policy("check_frames")
    share = copied(pair.claim, pair.source)
    if not extra or share < limits["near_list"]:
        return
    mine, theirs = _tokens(pair.claim), _tokens(pair.source)
    keys = [_word(t)[0] for t in mine], [_word(t)[0] for t in theirs]
    for _, a, b, c, d in SequenceMatcher(None, keys[1], keys[0], autojunk=False).get_opcodes():
        new = [word[0] for word in extra if word[0] in keys[0][c:d]]
        listed = _pattern("listing").search(" ".join(mine[max(0, c - 1) : d + 1])) is not None
        if share < limits["near_copy"] and not (listed and a == b):
            continue
        if new and not _alike(pair, theirs[a:b], mine[c:d]):
            yield wording("changed", *new)
            return


def _alike(pair: Compared, old: Sequence[str], new: Sequence[str]) -> bool:
    """Say whether, to the encoder, words mean much the same as those they stand for."""
    if pair.similarity is None or not any(unmatched(word, pair.claim) for word in old):
        return False
    words = " ".join(new)
    without = pair.claim.lower().replace(words, "", 1)
    gain = pair.similarity(pair.claim, pair.source) - pair.similarity(without, pair.source)
    likeness = pair.similarity(" ".join(old), words)
    return likeness + _GAIN * gain >= float(policy("check_frames")["alike"])


def paired(pair: Compared) -> Iterator[str]:
    """What a sentence tells of "before" told of "after", each in a clause of its own."""
    parts = re.split(r"[;.] ", pair.source)
    if not all(_pattern(name).search(pair.source) for name in ("earlier", "later")):
        return
    for part in re.split(r"[;.] ", pair.claim):
        for name in ("earlier", "later"):
            if not _pattern(name).search(part):
                continue
            with_it = " ; ".join(each for each in parts if _pattern(name).search(each))
            without = " ; ".join(each for each in parts if not _pattern(name).search(each))
            if not with_it or not without:
                continue
            strange = unmatched(part, with_it)
            if len(strange) > 1 and len(strange) - len(unmatched(part, pair.source)) > 1:
                yield wording("mixed", *(word[0] for word in strange))
                return
