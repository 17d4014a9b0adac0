"""Rules on how far a statement reaches: whose, which, how many, since when, in what words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.pairs import Compared, found_in, tokens, told_after, wording
from assistant.check.reading import content, has, policy_pattern, unmatched, words_pattern
from assistant.records import fitted_numbers
from index.npqs import find_npqs, without_npqs
from index.stopwords import STOPWORDS


def scope(pair: Compared) -> Iterator[str]:
    """One hub, or a named one, told as all."""
    lost = found_in("scope", pair.about)
    if lost and not has("scope", pair.claim) and not _named_alike(pair):
        yield wording("scope", *sorted(lost))


def _named_alike(pair: Compared) -> bool:
    """Say whether a claim keeps the name that stands beside "one hub" in the evidence."""
    for match in policy_pattern("scope").finditer(pair.about):
        beside = pair.about[max(0, match.start() - 30) : match.end() + 30]
        named = set(re.findall(r"(?<=[(] )?\b[A-Z][a-z]+", beside)) - {match.group().split()[0]}
        if named & set(re.findall(r"\b[A-Z][a-z]+", pair.claim)):
            return True
    return False


_GROUP = re.compile(r"\b(specialist|leadership)\s+(?:NPQs|qualifications|courses)\b", re.I)


def groups(pair: Compared) -> Iterator[str]:
    """Some NPQs told as a whole group, or as all."""
    said = {m.group(1).lower() for m in _GROUP.finditer(pair.claim)}
    known = {
        w
        for w in ("specialist", "leadership")
        if re.search(rf"\b{w}\b", without_npqs(pair.source), re.I)
    }
    if said - known:
        yield wording("whole", *sorted(f"{group} NPQs" for group in said - known))
    named = find_npqs(pair.source) and not find_npqs(pair.claim)
    if named and "NPQs" in pair.claim and "NPQs" not in pair.source:
        yield wording("whole", "NPQs")


def names(pair: Compared) -> Iterator[str]:
    """NPQs, and other names in capitals."""
    npqs = find_npqs(pair.claim) - find_npqs(pair.source)
    if npqs:
        yield wording("npqs", *sorted(npqs))


_WHOLE = frozenset({"full", "fully", "whole", "entire"})


def quantity(pair: Compared) -> Iterator[str]:
    """All where the evidence says some; some left out."""
    claim, about = pair.claim, pair.about
    said = {each for each in found_in("all", claim) if not _each_of_them(pair, each)}
    known = found_in("all", pair.source)
    if (
        said
        and (not known or (known <= _WHOLE and not said <= _WHOLE))
        and not _per(claim, pair.source)
    ):
        yield wording("whole", *sorted(found_in("all", claim)))
    for match in policy_pattern("all").finditer(pair.source):
        after = [t for t in tokens(pair.source[match.end() :]) if t not in STOPWORDS][:1]
        same = words_pattern(match.group()).search(claim)
        if same and after and unmatched(after[0], claim):
            yield wording("scope", f"{match.group()} {after[0]}")
    if told_after(pair, "some") and not has("some", claim) and not has("some_said", claim):
        yield wording("part", *sorted(found_in("some", about)))


def _each_of_them(pair: Compared, word: str) -> bool:
    """Say whether "each" is put to a noun of the evidence, of which it tells without limits."""
    unlimited = not any(has(name, pair.source) for name in ("some", "scope", "hedge"))
    after = re.search(rf"\b{word} (?:of the )?(\w+)", pair.claim, re.I)
    numbered = after is not None and after[1].isdigit()
    told = word == "each" and after is not None and not unmatched(after[1], pair.source)
    return numbered or (unlimited and told)


def _per(claim: str, source: str) -> bool:
    """Say whether each "each" of a claim is a "per" or "a" of the evidence."""
    said = found_in("all", claim)
    return said <= {"each", "every"} and re.search(r"\bper\b", source) is not None


def tense(pair: Compared) -> Iterator[str]:
    """The past and proposals told as what holds."""
    claim, about = pair.claim, pair.about
    gone = has("past_told", about) and not has("present", about)
    if gone and has("present", claim) and not has("past_said", claim):
        yield wording("past")
    if has("proposal_strong", pair.source) and not has("proposal", claim):
        yield wording("proposal")


def _is_name(word: str, text: str) -> bool:
    """Say whether a word stands with a capital letter inside a sentence."""
    return bool(re.search(rf"(?<=[a-z,;] )(?-i:{word[:1].upper()}){re.escape(word[1:])}", text))


def too_much(pair: Compared, extra: int) -> bool:
    """Say whether a claim has more new words than another wording of the sentence would."""
    limits = fitted()
    total = len(content(pair.claim))
    left = len(unmatched(pair.about, pair.claim))
    return extra > limits["share"] * total or extra - left > limits["excess"]


def fitted() -> dict[str, float]:
    """Return what `python -m evals.fit_check` fitted."""
    return fitted_numbers("check")


def added(pair: Compared) -> Iterator[str]:
    """Content words of which the evidence has no form."""
    extra = unmatched(pair.claim, pair.source)
    named = [word for word in extra if _is_name(word[0], pair.claim)]
    if named:
        yield wording("names", *(word[0] for word in named))
    elif extra and too_much(pair, len(extra)):
        yield wording("words", *(word[0] for word in extra))
