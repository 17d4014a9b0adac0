"""One short question back, where the answer turns on something unsaid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.records import Question, Record, policy
from index.records import SearchResult
from index.terms import find_npqs, stems

_FIRST_PERSON = re.compile(r"\b(?:i|me|my|we|us|our)\b", re.I)
_IDENTITY = re.compile(
    r"^\W*(?:so )?(?:what.?s|what is|whats|what are|how (?:long|big|many)|is|are)\b"
    r"|^\W*(?:the )?\w+(?: \w+)?\W*$",
    re.I,
)


_FILLER = frozenset(
    {"now", "what", "whats", "much", "long", "done", "okay", "bit", "quick", "pick", "choos"}
    | {"colleagu", "friend", "hour", "week"}
)


class Clarification(Record):
    """The question back, and the full questions offered as buttons."""

    ask: str
    options: tuple[str, ...]


class _Topic(Record):
    id: str
    pattern: str
    ask: str
    options: tuple[str, ...]
    first_person: bool = False
    identity: bool = False


@cache
def _topics() -> tuple[_Topic, ...]:
    return tuple(_Topic.model_validate(topic) for topic in policy("clarify")["topics"])


def settled(found: Sequence[SearchResult]) -> bool:
    """Say whether what was found answers a message that seemed to say too little."""
    limits = policy("clarify")["answered_at"]
    return any(
        result.asked
        and result.asked[0].similarity >= limits["asked"]
        and max((h.features.get("sentence", 0.0) for h in result.hits[:5]), default=0.0)
        >= limits["sentence"]
        for result in found
    )


def clarification(question: Question, text: str, slots: dict[str, str]) -> Clarification | None:
    """Return what to ask back, or None if the message says enough.

    Only a bare message is asked back: no history, no NPQ named, "NPQ" nowhere in it.
    """
    if question.history or find_npqs(text) or re.search(r"\bnpqs?\b", text, re.I):
        return None
    refers = re.search(policy("clarify")["bare_reference"], text, re.I) is not None
    for topic in _topics():
        if not re.search(topic.pattern, text, re.I):
            continue
        rest = re.sub(
            topic.pattern,
            " ",
            re.sub(policy("clarify")["bare_reference"], " ", text, flags=re.I),
            flags=re.I,
        )
        left = [stem for stem in stems(rest) if stem not in _FILLER]
        bare = not left or (refers and len(left) <= 1)
        personal = topic.first_person and _FIRST_PERSON.search(text) and not slots.get("setting")
        personal_it = (
            topic.id == "funded" and refers and len(left) <= 3 and _FIRST_PERSON.search(text)
        )
        identity = not topic.identity or _IDENTITY.search(text)
        if identity and (
            bare or (personal and len(left) <= 1) or (personal_it and len(text.split()) <= 14)
        ):
            return Clarification(ask=topic.ask, options=topic.options)
    return None
