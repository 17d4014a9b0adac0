"""Ask of each thing that a question compares what it compares them in, one question each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.npqs import find_npqs, npq_policy, npq_spans
from index.terms import stems

_COMPARES = re.compile(
    r"\b(?:differ(?:ent|ence|ences|s)?|vs?\.?|versus|compar(?:e|ed|ison|ing)|better|between|alike|muddled|"
    r"confused|longer|shorter|harder|easier|cheaper|dearer|costlier|overlap\w*|"
    r"the same(?! (?:time|provider|place|school|person|year|day|term|pace))|same as|rather than|"
    r"(?:more|less) \w+(?: \w+){0,2} than)\b",
    re.I,
)
_BETWEEN = re.compile(r"\s*,?\s*(?:compared (?:with|to)|vs?\.?|versus|against)\s+(?:the )?", re.I)
_EITHER = re.compile(r"(?:[\w-]+ ){0,4}[\w-]+ or (?:the )?[\w-]+(?: [\w-]+){0,3}", re.I)
_ATTRIBUTE = re.compile(
    r"(?P<long>\b(?:long|longer|shorter|length|months|duration)\b)|(?P<cost>\b(?:cost|price|cheaper|dearer|expensive|fee)\b)|"
    r"(?P<assess>\b(?:assess\w*|words?|essay|exam)\b)|(?P<cover>\b(?:content|cover|topics?|areas?|learn|syllabus)\b)|"
    r"(?P<who>\bwho(?:'s)?(?: (?:is|are|it|they|each|both|one|meant|intended))* for\b)|"
    r"(?P<provider>\bproviders?\b)|(?P<fund>\b(?:fund(?:ed|ing|s)?|pay|pays|paid|free|scholarships?)\b)",
    re.I,
)
_ATTRIBUTES = {
    "who": "Who is {} for?",
    "long": "How long does {} take?",
    "cost": "How much does {} cost?",
    "assess": "How is {} assessed and how many words?",
    "cover": "What does {} cover?",
    "provider": "Which providers offer {}?",
    "fund": "What funding is there for {}?",
}
_GROUPS = {
    "long": "How long do {} NPQs take?",
    "cost": "How much do {} NPQs cost?",
    "assess": "How are {} NPQs assessed and how many words?",
    "provider": "Which providers offer {} NPQs?",
    "fund": "What funding is there for {} NPQs?",
}
_GROUP = re.compile(r"\b(specialist|leadership) (?:npqs?|ones?)\b", re.I)
_BOTH_GROUPS = re.compile(r"\bspecialist\b.*\bleadership\b|\bleadership\b.*\bspecialist\b", re.I)
# Stems that say nothing of what two NPQs are compared in.
_COMPARING = frozenset(
    stems("npq npqs course two both one ones main actual exactly quick same or choose pick go next")
)
_LONG = 30  # words of a message that compares and does nothing else
_BARE = re.compile(
    r"\W*(?:(?:and|so|ok|the|its|what|what's|how|about|any|is|are) )*?"
    r"(?:(?P<cost>costs?|prices?|fees?|how much)|(?P<long>how long|length|duration)"
    r"|(?P<assess>assessment|exam|essay|word (?:count|limit))|(?P<cover>content|topics|areas)"
    r"|(?P<who>who(?:'s| is)?(?: it)? for)|(?P<provider>providers?))"
    r"(?: (?:is it|does it|it|take|cost|then|please))*\W*",
    re.I,
)


def attribute_asked(text: str, npq: str) -> str:
    """Return what a follow-up of a word or two asks of an NPQ: "cost?", "who for"; else ""."""
    found = _BARE.fullmatch(text)
    return _ATTRIBUTES[str(found.lastgroup)].format(npq_name(npq)) if found else ""


def compared_apart(text: str, sentences: Sequence[str]) -> list[str]:
    """Return the questions of a message that compares NPQs, or groups of them; none if it does not.

    "What is the difference between A and B" asks who each is for. `sentences` are the message's.
    """
    npqs = sorted(find_npqs(text), key=lambda npq: _place(npq, text))
    if len(text.split()) > _LONG or len(npqs) > 4:
        return []
    if len(npqs) < 2:
        return _with_groups(npqs, text) if _COMPARES.search(text) else []
    chosen_between = len(find_npqs(" ".join(_EITHER.findall(text)))) >= 2
    if not chosen_between and not _COMPARES.search(text):
        return []
    asking = [one for one in sentences if "?" in one or len(find_npqs(one)) > 1] or [text]
    attributes = dict.fromkeys(
        str(found.lastgroup) for one in asking for found in _ATTRIBUTE.finditer(one)
    )
    if not attributes and (beside := _side_by_side(text)):
        return beside
    questions = [_ATTRIBUTES[name] for name in attributes or ("who",)]
    return [about.format(npq_name(npq)) for about in questions for npq in npqs]


def _with_groups(npqs: Sequence[str], text: str) -> list[str]:
    """Ask of both groups, or of one NPQ and of the group that it is held against."""
    asked = _ATTRIBUTE.search(text)
    of_group = _GROUPS.get(asked.lastgroup or "") if asked else None
    group = _GROUP.search(text)
    if asked is None or of_group is None:
        return []
    if npqs and group:
        of_one = _ATTRIBUTES[asked.lastgroup or ""]
        return [of_one.format(npq_name(npqs[0])), of_group.format(group[1].lower())]
    both = not npqs and _BOTH_GROUPS.search(text)
    return [of_group.format(each) for each in ("specialist", "leadership")] if both else []


def _side_by_side(text: str) -> list[str]:
    """Ask the same of each of two NPQs that stand side by side: "credits for A vs B"."""
    spans = npq_spans(text)
    if len(spans) != 2:
        return []
    (first, start, end), (second, begins, ends) = spans
    bare = f"{text[:start]} {text[ends:]}"
    if not _BETWEEN.fullmatch(text[end:begins]) or not set(stems(bare)) - _COMPARING:
        return []
    return [f"{text[:start]}{npq_name(npq)}{text[ends:]}" for npq in (first, second)]


def _place(npq: str, text: str) -> int:
    tokens = text.split()
    return next((i for i in range(len(tokens)) if npq in find_npqs(" ".join(tokens[: i + 1]))), 0)


def npq_name(npq: str) -> str:
    """Return an NPQ's code with its name: NPQLL (leading literacy)."""
    return f"{npq} ({npq_policy()[npq]['label']})"
