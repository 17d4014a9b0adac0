"""One short question back, where the answer turns on something unsaid."""

from __future__ import annotations

import re
from functools import cache

from assistant.courtesy import Reply, offered
from assistant.followups import named_together
from assistant.intent import asking_features, is_so
from assistant.records import Clarification, Outcome, Record, policy
from assistant.turn import PartResult, Turn
from assistant.understand import find_slots
from index.npqs import find_npqs
from index.terms import stems

_FIRST_PERSON = re.compile(r"\b(?:i|me|my|we|us|our)\b", re.I)
_IDENTITY = re.compile(
    r"^\W*(?:so )?(?:what.?s|what is|whats|what are|how (?:long|big|many)|is|are)\b"
    r"|^\W*(?:the )?\w+(?: \w+)?\W*$",
    re.I,
)
_IT = re.compile(r"\b(?:it|that one|this one|mine)\b", re.I)
_FILLER = frozenset(
    {"now", "what", "whats", "much", "long", "done", "okay", "bit", "quick", "pick", "choos"}
    | {"colleagu", "friend", "hour", "week"}
)


class Topic(Record):
    """What a message that says too little may be about.

    `pattern` finds the barest ones; `told_by` those that say what they are about plainly.
    """

    id: str
    ask: str
    options: tuple[str, ...]
    pattern: str = "(?!)"
    told_by: str = "(?!)"
    first_person: bool = False
    identity: bool = False


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics on which one may ask back."""
    return tuple(Topic.model_validate(topic) for topic in policy("clarify")["topics"])


def after(reply: Reply) -> Clarification | None:
    """Return what to ask after a greeting or the like, with questions to begin with."""
    asks = reply.outcome is Outcome.NEEDS_CLARIFICATION
    return Clarification(ask=reply.ask, options=offered()) if asks else None


def clarification(turn: Turn) -> Clarification | None:
    """Return what to ask back, or None if the message says enough.

    Only a message that is one question is asked back; with a history, only on which NPQ it is.
    """
    if turn.refused or len(turn.parts) != 1:
        return None
    if turn.question.history:
        return _which_of_several(turn)
    part = turn.parts[0]
    decision = part.draft.decision
    if decision is not None and not decision.generic:
        return None
    if only_tells(part.draft.ask.message):
        told = policy("clarify")["only_told"]
        return Clarification(ask=told["ask"], options=tuple(told["options"]), depends=False)
    back = policy("clarify")["points_back"]
    if re.search(back["says"], part.draft.ask.message, re.I):
        return Clarification(ask=back["ask"], options=tuple(back["options"]))
    topic = bare_topic(part.draft.ask.message, part.draft.ask.slots)
    if not is_so("ask_back", features(part, bare=topic is not None)):
        return None
    topic = topic or _likeliest(part)
    return Clarification(ask=topic.ask, options=topic.options)


def only_tells(text: str) -> bool:
    """Say whether a message tells who somebody is and asks nothing: "I'm a childminder"."""
    settings = policy("clarify")["only_told"]
    asks = re.search(policy("slots")["about"]["asks"], text, re.I)
    return (
        asks is None
        and len(text.split()) <= settings["most_words"]
        and re.match(settings["says"], text, re.I) is not None
        and re.search(settings["unless"], text, re.I) is None
    )


def _which_of_several(turn: Turn) -> Clarification | None:
    """Ask which NPQ "it" is, where a bare follow-up comes after several side by side."""
    assert turn.guarded is not None
    text = turn.guarded.text
    several = named_together(turn.question.history)
    if len(several) < 2 or not _IT.search(text) or bare_topic(text, find_slots(text)) is None:
        return None
    options = tuple(_IT.sub(npq, text, count=1) for npq in several)
    return Clarification(ask=policy("clarify")["which_of_several"], options=options)


def features(part: PartResult, *, bare: bool) -> dict[str, float]:
    """Return the inputs of the model that tells when to ask back."""
    return asking_features(
        part.draft.ask,
        part.found,
        part.reading,
        bare=bare,
        confidence=part.confidence,
        decided=part.draft.decision is not None,
    )


def _likeliest(part: PartResult) -> Topic:
    told = (t for t in topics() if re.search(t.told_by, part.draft.ask.message, re.I))
    return next(told, None) or max(topics(), key=lambda topic: part.found.topics.get(topic.id, 0.0))


def bare_topic(text: str, slots: dict[str, str]) -> Topic | None:
    """Return the topic of a message that says little else, by the rules; None if there is none.

    Such a message names no NPQ and says "NPQ" nowhere.
    """
    if find_npqs(text) or re.search(r"\bnpqs?\b", text, re.I):
        return None
    reference = policy("clarify")["bare_reference"]
    refers = re.search(reference, text, re.I) is not None
    for topic in topics():
        if not re.search(topic.pattern, text, re.I):
            continue
        rest = re.sub(topic.pattern, " ", re.sub(reference, " ", text, flags=re.I), flags=re.I)
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
            return topic
    return None
