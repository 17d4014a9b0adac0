"""Rules on what a sentence only holds and does not say: other people's words, mere epithets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.check.pairs import Compared, wording
from assistant.check.reading import all_words, content, has, share_told, unmatched, words_pattern
from assistant.records import policy
from index.stopwords import STOPWORDS

_MOSTLY = 0.5
_SHORT = 0.7
_END = re.compile(r"[.;!?](?:\s|$)|,? but ")


@cache
def _frame(name: str) -> re.Pattern[str]:
    told = " ".join(str(policy("check_frames")[name]).split())
    return words_pattern(re.sub(r" ?\|(?=\(|\w)", "|", told))


def attitude(pair: Compared) -> Iterator[str]:
    """What somebody claims, hopes, asks for, or asks about, told as so."""
    for name, keeps in (("unreal", "kept"), ("asked", "kept"), ("whether", "whether_kept")):
        for match in _frame(name).finditer(pair.source):
            if _frame(keeps).search(pair.claim):
                continue
            if _in_scope(pair, match):
                yield wording("attitude", match.group().lower())
                return
    for match in _frame("said").finditer(pair.source):
        speaker = _speaker(pair.source[: match.start()])
        if not speaker or _frame("kept").search(pair.claim) or not _in_scope(pair, match):
            continue
        if share_told(speaker, pair.claim) < 1 or not content(speaker):
            yield wording("attitude", f"{speaker} {match.group()}".lower())
            return


def _speaker(before: str) -> str:
    """Return who speaks, "" for those who may set the rules."""
    last = re.split(r"[,;:.(]\s*|\b(?:and|but|though|although)\b", before)[-1].strip()
    words = " ".join(last.split()[-4:])
    return "" if not words or _frame("official").search(words) else words


def _in_scope(pair: Compared, frame: re.Match[str]) -> bool:
    """Say whether a claim tells what stands after a frame, and not what stands outside of it."""
    rest = pair.source[frame.end() :]
    end = _END.search(rest)
    scope = rest[: end.start()] if end else rest
    outside = f"{pair.source[: frame.start()]} ; {rest[end.end() :] if end else ''}"
    mine = content(pair.claim)
    if not mine:
        return False
    inside_only = len(unmatched(pair.claim, outside)) - len(unmatched(pair.claim, pair.source))
    return inside_only >= _MOSTLY * len(mine) or (
        inside_only > 0 and share_told(scope, pair.claim) > _MOSTLY
    )


def rated(pair: Compared) -> Iterator[str]:
    """Praise or blame that the evidence does not give."""
    said = {m.group().lower() for m in _frame("rated").finditer(pair.claim)}
    known = {m.group().lower() for m in _frame("rated").finditer(pair.source)}
    new = {each for each in said - known if unmatched(each, pair.source)}
    if new:
        yield wording("words", *sorted(new))


_PREDICATE = re.compile(
    r"^(?P<subject>[^,;:]+?) (?:is|are|was|were) (?P<rest>(?:(?!by )[\w-]+ ?){1,4})[.!]?$", re.I
)


def epithet(pair: Compared) -> Iterator[str]:
    """What only describes a noun of the evidence told as said of it."""
    lost = _head_lost(pair)
    if lost:
        yield wording("epithet", lost)
        return
    match = _PREDICATE.match(pair.claim.strip())
    if not match or has("verbs", match["subject"]):
        return
    if has("negation", match["rest"]) or has("auxiliary", match["rest"]):
        return
    told = content(match["rest"])[-1:]
    places = [
        (m.start(), m.end())
        for m in re.finditer(r"[\w'-]+", pair.source)
        if any(a.meets(b) for a in content(m.group()) for b in told)
    ]
    if told and places and all(_describes(pair.source, *place) for place in places):
        yield wording("epithet", match["rest"].strip())


def _describes(text: str, start: int, end: int) -> bool:
    """Say whether a word stands before a noun that it describes, after no verb."""
    before = re.split(r"[,;:.]", text[:start])[-1].split()[-4:]
    after = re.match(r"\s+([\w-]+)", text[end:])
    if after is None or not (_is_noun(after[1]) or "npq" in after[1].lower()):
        return False
    return not _frame("has_been").search(" ".join(before))


def _is_noun(word: str) -> bool:
    """Say whether a word that stands after another may be the noun of which that tells."""
    return word.lower() not in STOPWORDS and not has("verbs", word) and not has("told", word)


def _held(word: str, text: str) -> bool:
    return any(a.meets(b) for a in all_words(word) for b in all_words(text))


def _head_lost(pair: Compared) -> str:
    """Return the subject of a claim that in the evidence only stands before its noun."""
    verbs = str(policy("check")["verbs"])
    subject = re.match(rf"(?:(?!(?:{verbs})\b)[\w'-]+ )+", pair.claim, re.I)
    last = subject.group().split()[-1] if subject else ""
    few = len(content(pair.claim)) <= _SHORT * len(content(pair.about))
    if not few or (not content(last) and "npq" not in last.lower()):
        return ""
    found = list(words_pattern(re.escape(last.removesuffix("s")) + "s?").finditer(pair.source))
    for match in found:
        after = re.match(r" ([a-z-]+)\b", pair.source[match.end() :])
        if after is None or not _is_noun(after[1]) or _held(after[1], pair.claim):
            return ""
    return last if found else ""
