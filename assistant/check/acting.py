"""Rules on who does it, and on things that have changed places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations

from assistant.check import values
from assistant.check.pairs import Compared, dated, opposites_told, tokens, wording
from assistant.check.reading import content, has, policy_pattern, share_told, stem, words_pattern
from assistant.records import policy
from index.npqs import npq_places
from index.stopwords import STOPWORDS

_NEARLY_ALL = 0.8


@cache
def _actors() -> dict[str, re.Pattern[str]]:
    return {n: words_pattern("|".join(words)) for n, words in policy("check")["actors"].items()}


def actors(pair: Compared) -> Iterator[str]:
    """Someone who is not in the evidence; two who have changed places."""
    mine = {n for n, p in _actors().items() if p.search(pair.claim)}
    known = {n for n, p in _actors().items() if p.search(pair.source)}
    extra = (mine - known) & set(policy("check")["agents"])
    if extra:
        yield wording("actor", *sorted(extra))
    before, after = _acting(pair.claim), _acting(pair.source)
    for verb in before.keys() & after.keys():
        if not _may_be_one(before[verb], after[verb]):
            yield wording("swapped", verb)
            break


def _may_be_one(first: set[str], second: set[str]) -> bool:
    """Say whether two may be the same; "you" and "someone" may be a head or a SENCO."""
    people = {"teacher", *policy("check")["people"]}
    return bool(first & second) or ("teacher" in first | second and first | second <= people)


@lru_cache(maxsize=4096)
def _acting(text: str) -> dict[str, set[str]]:
    """Return who stands at most three words before each word that may be a verb."""
    out: dict[str, set[str]] = {}
    for name, pattern in _actors().items():
        for match in pattern.finditer(text):
            if re.search(
                r"\b(?:by|for|of|with|to|from|in|at)(?: (?:an?|the|your|its))?(?: \w+)? $",
                text[: match.start()],
                re.I,
            ):
                continue
            after = re.findall(r"[a-z]+|[,;:.]", text[match.end() : match.end() + 40].lower())[:2]
            for word in after:
                if word in ",;:.":
                    break
                if has("verbs", word) and not has("auxiliary", word):
                    out.setdefault(stem(word), set()).add(name)
                    break
    return out


def _anchors(text: str) -> dict[str, dict[str, list[int]]]:
    """Return the places of what may change places, by sort and name."""
    out: dict[str, dict[str, list[int]]] = {}
    for sort, name, start in (*_words_placed(text), *_values_placed(text)):
        out.setdefault(sort, {}).setdefault(name, []).append(start)
    return out


def _words_placed(text: str) -> Iterator[tuple[str, str, int]]:
    for name in policy("check")["agents"]:
        yield from (("actor", name, m.start()) for m in _actors()[name].finditer(text))
    for number, pair in enumerate(opposites_told()):
        for side, pattern in enumerate(pair):
            yield from (
                (f"opposite {number}", str(side), m.start()) for m in pattern.finditer(text)
            )


def _values_placed(text: str) -> Iterator[tuple[str, str, int]]:
    found = values.values_in(text)
    yield from ((amount.unit, amount.text, amount.start) for amount in found.amounts)
    yield from (("date", date.text, date.start) for date in found.dates)
    yield from (("term", term.text, term.start) for term in found.terms)
    yield from (("npq", npq, place) for npq, place in npq_places(text))


def swapped(pair: Compared) -> Iterator[str]:
    """Two things of a sort, each told with what the evidence tells of the other."""
    mine, known = _anchors(pair.claim), _anchors(pair.source)
    for sort in mine.keys() & known.keys():
        for first, second in combinations(sorted(mine[sort].keys() & known[sort].keys()), 2):
            if first != second and _crossed(pair, mine[sort], known[sort], first, second):
                yield wording("mixed", *_named(sort, first, second))
                return


def _named(sort: str, first: str, second: str) -> tuple[str, str]:
    if sort.startswith("opposite"):
        return tuple(policy("check")["opposites"][int(sort.split()[1])])
    return first, second


def _crossed(
    pair: Compared,
    mine: dict[str, list[int]],
    known: dict[str, list[int]],
    first: str,
    second: str,
) -> bool:
    """Say whether what stands nearest to each of two stands nearest to the other here."""
    here = _nearer(pair.claim, mine[first], mine[second])
    there = _nearer(pair.source, known[first], known[second])
    straight = len(here[0] & there[0]) + len(here[1] & there[1])
    crossed = len(here[0] & there[1]) + len(here[1] & there[0])
    if _listed(pair.claim, mine[first], mine[second]):
        return False
    if _listed(pair.source, known[first], known[second]):
        return False
    return crossed > straight + 1 and crossed >= 2 * straight


def _listed(text: str, first: list[int], second: list[int]) -> bool:
    """Say whether two things stand in one list: nothing but such things between them."""
    start, end = min(
        ((min(a, b), max(a, b)) for a in first for b in second), key=lambda each: each[1] - each[0]
    )
    between = {word[0] for word in content(text[start:end])} - dated()
    return not between - {stem(token) for token in tokens(text[start:])[:1]}


def _nearer(text: str, first: list[int], second: list[int]) -> tuple[set[str], set[str]]:
    """Return the stems nearer to the first and to the second; a clause between counts as far."""
    out: tuple[set[str], set[str]] = (set(), set())
    first = [len(tokens(text[:start])) for start in first]
    second = [len(tokens(text[:start])) for start in second]
    clause = _clause_numbers(text)
    for place, token in enumerate(tokens(text)):
        near = [
            min(abs(place - other) + 99 * abs(clause[place] - clause[other]) for other in places)
            for places in (first, second)
        ]
        if near[0] != near[1] and token not in STOPWORDS and min(near) > 0:
            out[near[0] > near[1]].add(stem(token))
    return out[0] - out[1], out[1] - out[0]


@lru_cache(maxsize=4096)
def _clause_numbers(text: str) -> tuple[int, ...]:
    """Return the number of the clause of each token."""
    parts = re.split(r"[;:]| but | whereas | while |\. ", text)
    return tuple(n for n, part in enumerate(parts) for _ in tokens(part)) + (len(parts),) * 3


def out_of_order(claim: str, sources: Iterable[str]) -> bool:
    """Say whether a claim has changed the places of two things that a sentence tells."""
    whole = [s for s in sources if share_told(claim, s) > _NEARLY_ALL]
    pairs = [Compared(claim, source, source) for source in whole]
    return any(True for pair in pairs for rule in (swapped, sequence) for _ in rule(pair))


def sequence(pair: Compared) -> Iterator[str]:
    """What comes first told as what comes then; "before" may open a sentence."""
    for marker in policy_pattern("sequence").finditer(pair.source):
        word = marker.group().lower()
        said = words_pattern(word).search(pair.claim)
        if said and said.start() and marker.start():
            before, after = _around(pair.source, marker.start(), marker.end())
            first, then = _around(pair.claim, said.start(), said.end())
            if len(before & then) + len(after & first) > len(before & first) + len(after & then):
                yield wording("swapped", word)
                return


def _around(text: str, start: int, end: int) -> tuple[set[str], set[str]]:
    before = [stem(t) for t in tokens(text[:start]) if t not in STOPWORDS][-4:]
    after = [stem(t) for t in tokens(text[end:]) if t not in STOPWORDS][:5]
    return set(before), set(after)
