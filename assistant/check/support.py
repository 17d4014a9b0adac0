"""Free text against the sentences it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.check.acting import out_of_order
from assistant.check.comparing import compare
from assistant.check.doubting import doubts
from assistant.check.numbers import untold_dates, untold_figures
from assistant.check.pairs import Compared, Similarity, wording
from assistant.check.reach import fitted
from assistant.check.reading import comparable, content, has, share_told, unmatched
from assistant.check.values import values_in
from assistant.check.weighing import chance_wrong, signs_of, weights
from corpus.sentences import split_sentences
from index.npqs import find_npqs, with_npq

_LEAD = re.compile(r"^(?:yes|no|not (?:now|yet|any more|necessarily))\s*[,.:;-]\s*", re.I)
_JOINT = re.compile(
    r"[;:]\s+|,?\s+(?:but|whereas|while|although|though|and|or|so)\s+"
    r"|,\s+(?=(?:it|they|you|the|this|NPQ\w*|EHCO)\b)|(?<=[.!?])\s+",
    re.I,
)
_MOST_JOINTS = 8
_LEAST_WORDS = 3


def find_problems(
    text: str, evidence: Sequence[str], similarity: Similarity | None = None
) -> tuple[str, ...]:
    """Say what a text says beyond its evidence or leaves out of it; empty if supported.

    What rules find is weighed with what a model doubts; without `similarity` rules alone decide.
    """
    plainly = _plainly(text, evidence)
    if plainly is not None:
        return plainly
    claim, sources = _claim(text), tuple(map(comparable, evidence))
    problems = _by_rules(claim, sources, similarity)
    if similarity is None:
        return problems
    if untold := _untold(claim, sources):
        return problems or untold
    if nearest(text, evidence, similarity) < fitted()["similarity"]:
        return problems or (wording("unlike"),)
    doubted = doubts(text, evidence)
    if chance_wrong(signs_of(text, evidence, problems, doubted)) < weights()["limit"]:
        return ()
    return problems or (wording("doubted", *doubted.most()),)


def problems_of(
    text: str, evidence: Sequence[str], similarity: Similarity | None = None
) -> tuple[str, ...]:
    """Say what rules find in a text that its evidence does not say; empty if nothing."""
    plainly = _plainly(text, evidence)
    if plainly is not None:
        return plainly
    return _by_rules(_claim(text), tuple(map(comparable, evidence)), similarity)


def _plainly(text: str, evidence: Sequence[str]) -> tuple[str, ...] | None:
    """Say what needs no comparing: nothing is cited, or a sentence is quoted; None otherwise."""
    if not evidence:
        return (wording("evidence"),)
    return () if is_quoted(text, evidence) else None


def is_quoted(text: str, evidence: Sequence[str]) -> bool:
    """Say whether a text is, after a "Yes.", a sentence of its evidence, word for word."""
    sources = [comparable(each) for each in evidence]
    known = {s[span.start : span.end] for s in sources for span in split_sentences(s)}
    return bool({comparable(text), _claim(text)} & {*sources, *known})


def _by_rules(
    claim: str, sources: tuple[str, ...], similarity: Similarity | None
) -> tuple[str, ...]:
    best = _best(claim, sources, similarity)
    if best and not out_of_order(claim, sources) and _in_parts(claim, sources, similarity):
        return ()
    return tuple(best)


def _claim(text: str) -> str:
    return _LEAD.sub("", comparable(text))


def nearest(text: str, evidence: Sequence[str], similarity: Similarity) -> float:
    """Return how near a text is to the sentence that it is nearest to, or to all together."""
    together = [" ".join(evidence)] if len(evidence) > 1 else []
    return max(similarity(text, each) for each in (*evidence, *together))


def _untold(claim: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Say which figures, dates and NPQs no sentence has: whatever else speaks for a text."""
    told = " ".join(sources)
    pair = Compared(claim, told, told)
    found = {
        "figures": untold_figures(pair),
        "dates": untold_dates(pair),
        "npqs": find_npqs(claim) - find_npqs(told),
    }
    return tuple(wording(kind, *sorted(what)) for kind, what in found.items() if what)


def clear() -> None:
    """Forget what was found under other limits; for the script that fits them."""
    _best.cache_clear()


@lru_cache(maxsize=4096)
def _best(claim: str, sources: tuple[str, ...], similarity: Similarity | None = None) -> list[str]:
    """Return what is wrong with a claim by the source that fits it best, of those most like it."""
    told = [share_told(claim, source) for source in sources]
    likest = max(told) - fitted()["likest"]
    alike = [s for s, share in zip(sources, told, strict=True) if share >= likest]
    return min((compare(claim, source, similarity) for source in alike), key=len)


def _in_parts(claim: str, sources: tuple[str, ...], similarity: Similarity | None) -> bool:
    """Say whether a claim parts into clauses of which each is supported by one source."""
    cuts = [0]
    ends = [len(claim)]
    for match in list(_JOINT.finditer(claim))[:_MOST_JOINTS]:
        cuts.append(match.end())
        ends.insert(-1, match.start())
    npqs = find_npqs(claim)

    @cache
    def told(start: int) -> bool:
        if start == len(cuts):
            return True
        return any(
            told(end + 1)
            for end in range(start, len(cuts))
            if _part_told(claim[cuts[start] : ends[end]], sources, npqs, similarity)
        )

    return told(0)


def _part_told(
    part: str, sources: tuple[str, ...], npqs: frozenset[str], similarity: Similarity | None
) -> bool:
    """Say whether one source tells a part that says something of its own."""
    own = find_npqs(part)
    values = values_in(part)
    if not has("verbs", part) and not ((own or content(part)) and values.amounts):
        return False
    if len(part.split()) < _LEAST_WORDS:
        return False
    if not own and npqs:
        sources = tuple(s for s in sources if not find_npqs(s) or find_npqs(s) & npqs)
    if any(
        len(unmatched(part, source)) <= fitted()["share_of_part"] * len(content(part))
        and not _best(part, (source,), similarity)
        for source in sources
    ):
        return True
    return len(own) > 1 and all(_told_of(npq, part, sources) for npq in own)


def _told_of(npq: str, part: str, sources: tuple[str, ...]) -> bool:
    """Say whether one source tells of an NPQ, word by word, what a part tells of several."""
    alone = with_npq(part, npq)
    return any(
        npq in find_npqs(source) and not unmatched(alone, source) and not _best(alone, (source,))
        for source in sources
    )
