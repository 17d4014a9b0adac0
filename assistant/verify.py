"""The check: nothing is shown that the cited sentences do not say.

One module for every writer. A statement passes if it is, after a lead such as "Yes.",
word for word a cited sentence; or if it keeps the figures, sums, NPQ names, negations,
obligations and conditions of the sentences it cites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.records import Record, policy
from corpus.records import Standing
from index.records import Hit
from index.terms import find_npqs, stems

_FIGURE = re.compile(r"£?\d[\d,]*(?:\.\d+)?%?")
_MONTH = "January|February|March|April|June|July|August|September|October|November|December"
_WHEN = re.compile(rf"\b(?:{_MONTH}|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)\b")
_MAY_MONTH = re.compile(r"(?<=\d )May\b|\bMay(?= \d{4})")
_NEGATION = re.compile(r"\b(?:not|no|never|cannot|without|neither|nor|none)\b|n['’]t\b", re.I)
_MUST = re.compile(r"\b(?:must|required|mandatory|compulsory|have to|has to|obliged)\b", re.I)
_MAY = re.compile(r"\b(?:may|might|can|could|normally|usually|sometimes|optional)\b", re.I)
_CONDITION = re.compile(r"\b(?:unless|only|except|if|provided|subject to|until|up to)\b", re.I)
_LEAST_SHARED = 0.6


class Checked(Record):
    """Whether a statement may be shown, and what is wrong with it if not."""

    ok: bool
    problems: tuple[str, ...] = ()


@cache
def _openers() -> tuple[str, ...]:
    wording = policy("outcomes")
    return tuple(
        sorted({*wording["leads"].values(), *wording["prefixes"].values()}, key=len, reverse=True)
    )


def body(text: str) -> str:
    """Return a statement without its lead ("Yes.") and its prefix ("No longer current:")."""
    stripped = True
    while stripped:
        stripped = False
        for opener in _openers():
            if text.startswith(f"{opener} "):
                text, stripped = text[len(opener) + 1 :], True
    return text


def quote_is_exact(hit: Hit) -> bool:
    """Say whether a sentence stands at its offsets in its passage, character for character."""
    return hit.passage.text[hit.sentence.start : hit.sentence.end] == hit.sentence.text


def check(text: str, cited: Sequence[Hit], retrieved: frozenset[str]) -> Checked:
    """Check a statement against the sentences it cites.

    `retrieved` holds the ids of the sentences that retrieval returned: nothing else may
    be cited.
    """
    problems = []
    if not cited:
        problems.append("cites nothing")
    problems += [
        f"cites {hit.sentence.id}, which was not retrieved"
        for hit in cited
        if hit.sentence.id not in retrieved
    ]
    problems += [f"quotes {hit.sentence.id} inexactly" for hit in cited if not quote_is_exact(hit)]
    problems += [
        f"tells {hit.standing} text as today's"
        for hit in cited
        if hit.standing is not Standing.CURRENT and not _marked(text, hit.standing)
    ]
    if body(text) not in {hit.sentence.text for hit in cited}:
        problems += differences(body(text), " ".join(hit.sentence.text for hit in cited))
    return Checked(ok=not problems, problems=tuple(problems))


def differences(text: str, evidence: str) -> list[str]:
    """List what a statement says beyond its evidence, or leaves out of it."""
    out = []
    extra = set(_FIGURE.findall(text)) - set(_FIGURE.findall(evidence))
    if extra:
        out.append(f"has figures that the evidence lacks: {', '.join(sorted(extra))}")
    times = _times(text) - _times(evidence)
    if times:
        out.append(f"has dates that the evidence lacks: {', '.join(sorted(times))}")
    npqs = find_npqs(text) - find_npqs(evidence)
    if npqs:
        out.append(f"names {', '.join(sorted(npqs))}, which the evidence does not")
    if bool(_NEGATION.search(text)) != bool(_NEGATION.search(evidence)):
        out.append("differs in negation")
    if _MUST.search(text) and not _MUST.search(evidence):
        out.append("says must where the evidence does not")
    if _MUST.search(evidence) and not _MUST.search(text) and _MAY.search(text):
        out.append("says may where the evidence says must")
    if _MAY.search(evidence) and not _MAY.search(text):
        out.append("is more certain than the evidence")
    lost = {m.lower() for m in _CONDITION.findall(evidence)} - {
        m.lower() for m in _CONDITION.findall(text)
    }
    if lost:
        out.append(f"leaves out a condition: {', '.join(sorted(lost))}")
    words = set(stems(text))
    if words and len(words & set(stems(evidence))) < _LEAST_SHARED * len(words):
        out.append("uses words that the evidence does not")
    return out


def _times(text: str) -> set[str]:
    """Return the months and terms that a text names; May only beside a figure."""
    return {w.lower() for w in (*_WHEN.findall(text), *_MAY_MONTH.findall(text))}


def _marked(text: str, standing: Standing) -> bool:
    return str(policy("outcomes")["prefixes"][standing.value]) in text
