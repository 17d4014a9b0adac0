"""A question of an enquiry made to stand alone: its NPQ, its person, their workplace, intake."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.carried import carried
from assistant.comparisons import npq_name
from assistant.desk.questions import RawQuestion
from assistant.desk.records import Asked, desk_policy
from assistant.shapes import npq_label
from assistant.understand import find_slots
from corpus.sentences import split_sentences
from index.npqs import find_npqs, with_npq, without_npqs
from index.terms import find_intakes, find_years, stems

_BEYOND_IT = (
    r"\b(?:these(?! days)|those|they|them|so|i do|she|he|her|him|same)\b"
    r"|\b(?:on|from|over|do it|work) there\b|\bthere\W*$"
    r"|\b(?:from|out|over|based|work|live) here\b|\bhere\W*$"
    r"|(?<!know )(?<!sure )\bthat\b(?! one\b)|\bif not\b"
)
_POINTS_BEYOND_IT = re.compile(_BEYOND_IT, re.I)
_POINTS = re.compile(
    rf"{_BEYOND_IT}|\b(?:it|this|like me)\b|(?<!know )(?<!sure )\bthat one\b|\bone\W*$"
    r"|^(?:can|could|may|do|should|must) (?:i|we)\W*$",
    re.I,
)
_LEAVE = re.compile(r"(?:can|could|may|am|are|is|do|does|would|will) (?:i|we|he|she|they)\b", re.I)
_WHO = re.compile(
    r"\b(?:i am|i'm|im|we are|we're|he is|she is|they are|i work|we have|i have|she has|he has)\b",
    re.I,
)
_PERSON = re.compile(
    r"\b(?:i|i'm|im|i've|i'd|me|my|we|we're|us|our|he|him|his|she|her|they|their)\b", re.I
)
_RELATIVE = re.compile(r"\bmy (?:wife|husband|partner|sister|brother|friend|daughter|son)\b", re.I)
_FOLLOWS = re.compile(
    r"^(?:and |but |so |or )?(?:if (?:so|not|yes|no)\b|(?:since|by) when\b"
    r"|(?:(?:for|by|since|until|at|from|to) )?(?:when|where|how(?: (?:long|much|often))?|why)\W*$"
    r"|(?:can|could|may|do|should|must) (?:i|we)\W*$)|\bone\b"
    r"|\b(?:for|about|do|doing|from|with) (?:that|this)\W*$",
    re.I,
)
_IF_SO = re.compile(r"(?:and |but )?if (?:so|not)\b", re.I)
_IF_DONE = re.compile(
    r"\bif (?:i|we|he|she|they|it|you) (?:do|did|does|don't|doesn't|didn't)\W*$", re.I
)
_SETTLES = re.compile(r"\b(?:who|which)\b.{0,20}\b(?:right|correct|true)\b", re.I)
_OF_THE_LAST = re.compile(
    r"\bthe same (?:appl(?:y|ies)|holds?|goes?|be true|rules?)\b"
    r"|\bsame (?:for|with|go(?:es)? for)\b"
    r"|\b(?:position|answer|rules?) (?:differ\w*|(?:be )?different)\b"
    r"|\b(?:that|this|it) (?:also )?(?:extends?|appl(?:y|ies)) to\b"
    r"|^(?:and )?(?:which|what|who) (?:are|is) (?:they|those|these)\W*$",
    re.I,
)
_HOW_MUCH = re.compile(
    r"\d ?%|\b(?:the (?:full|whole|entire)|all of the) (?:fee|cost|course)", re.I
)
_HERE = re.compile(r"\b(?:from|out|over|based|work|live|in) here\b|\bhere\W*$", re.I)
_IT = re.compile(r"\b(?:it|this|that|they)\b", re.I)
_NAMES_A_PLACE = re.compile(
    r"[\d\[]|\b(?:[Aa]t|[Ii]n|[Ff]rom|[Ff]or) [A-Z]"
    r"|[A-Z]\w+ (?:Primary|School|Academy|College|Trust|Nursery|Federation)\b"
)
_FEW = 3
_THIN = 2
_LONG_CONTEXT = 40


class _Added(NamedTuple):
    """What a question takes over from the rest of the enquiry, and how that is told."""

    text: str
    assumed: str


def alone(number: int, found: list[RawQuestion], told: str, slots: dict[str, str]) -> Asked:
    """Make a question stand alone, with what it leans on in brackets behind it."""
    raw = found[number - 1]
    before = found[number - 2] if number > 1 else None
    again = _asked_of_another(raw, before) if before else ""
    if again:
        raw = raw._replace(text=again)
    leans = before is not None and _OF_THE_LAST.search(raw.text)
    context = "" if leans else _context(raw)
    wanting = not context or _IF_DONE.search(raw.text) is not None
    follows = _followed(raw, before) if before and wanting else ""
    npqs = [] if find_npqs(follows) else _npqs(raw, told)
    added = [*npqs, *_setting(raw, context, slots), *_intake(raw, told)]
    standalone = raw.text[:1].upper() + raw.text[1:]
    assumed = [piece.assumed for piece in added]
    if context:
        standalone = f"{context} {standalone}"
        assumed.insert(0, _told("context", context))
    told_with = [piece.text for piece in added]
    things = _things(raw, before) if not (context or follows) else []
    if things:
        told_with = [*things, *told_with]
        assumed.insert(0, _told("context", ", ".join(things)))
    if follows:
        told_with.insert(0, follows)
        assumed.insert(0, _told("context", follows))
    if told_with:
        standalone = f"{standalone.rstrip('?')} ({', '.join(told_with)})?"
    return Asked(
        number=number, text=found[number - 1].text, standalone=standalone, assumed=tuple(assumed)
    )


def _context(raw: RawQuestion) -> str:
    """Return what is told before a question that it leans on.

    A question that points at something leans on the last sentence before it ("it" may be the NPQ
    that is meant anyway), one about a person on what happened to them and on what they are.
    """
    told = [raw.context[slice(*span)].rstrip(".") for span in split_sentences(raw.context)]
    kept = []
    for place, sentence in enumerate(told):
        last = place + 1 == len(told)
        points = last and (_POINTS if not raw.npqs else _POINTS_BEYOND_IT).search(raw.text)
        happened = re.search(desk_policy("questions")["event"], sentence, re.I)
        of_person = _PERSON.search(raw.text) and happened
        asks_leave = last and _LEAVE.match(raw.text) and _WHO.search(sentence)
        if points or of_person or asks_leave or _SETTLES.search(raw.text):
            kept.append(sentence if sentence.endswith(("!", "?")) else f"{sentence}.")
    context = " ".join(kept)
    if not (_leans("intake", raw.text) or _leans("setting", raw.text)):
        context = re.sub(desk_policy("questions")["dated"], "", context, flags=re.I)
    return context if len(context.split()) <= _LONG_CONTEXT else ""


def _followed(raw: RawQuestion, before: RawQuestion) -> str:
    """Return the question before, where one without it says nothing: "If so, when?"."""
    thin = len(stems(raw.text)) <= _THIN
    only_npqs = not stems(without_npqs(raw.text))
    follows = (
        _OF_THE_LAST.search(raw.text)
        or _IF_SO.match(raw.text)
        or _IF_DONE.search(raw.text)
        or (thin and (_FOLLOWS.search(raw.text) or only_npqs))
        or (thin and raw.beside and _IT.search(raw.text))
    )
    return before.text.rstrip("?") if follows else ""


def _things(raw: RawQuestion, before: RawQuestion | None) -> list[str]:
    """Return what "it" is where that is no NPQ, by the model of follow-ups: "a certificate"."""
    if _leans("the_work", raw.text):
        return [str(desk_policy("questions")["the_work"])]
    thin = len(stems(raw.text)) <= _THIN and _IT.search(raw.text)
    if not thin or not raw.context or _leans("setting", raw.text):
        return []
    pieces = carried(raw.text, [raw.context, *([before.text] if before else [])])
    things = [each for each in pieces if stems(without_npqs(each)) and not find_npqs(each)]
    return [each for each in things if not _NAMES_A_PLACE.search(each)][:_THIN]


def _asked_of_another(raw: RawQuestion, before: RawQuestion) -> str:
    """Return the last question as it is asked of one NPQ: "Would the same apply to NPQLL?"."""
    named = sorted(find_npqs(raw.text))
    if len(named) != 1 or not _OF_THE_LAST.search(raw.text) or len(find_npqs(before.text)) > 1:
        return ""
    return with_npq(before.text, npq_name(named[0])) if find_npqs(before.text) else ""


def _last_sentence(context: str) -> str:
    spans = split_sentences(context)
    return context[slice(*spans[-1])] if spans else ""


def _told(kind: str, value: str) -> str:
    return str(desk_policy("questions")["assumed"][kind]).format(value=value)


def _leans(kind: str, text: str) -> bool:
    return re.search(desk_policy("questions")[f"leans_{kind}"], text, re.I) is not None


def _npqs(raw: RawQuestion, told: str) -> list[_Added]:
    points = _POINTS.search(raw.text) is not None
    of_what = f"{raw.text} {_last_sentence(raw.context)}" if points else raw.text
    general = re.search(desk_policy("questions")["general_npq"], raw.text, re.I)
    admin = re.search(desk_policy("questions")["admin"], of_what, re.I)
    if find_npqs(raw.text) or general or admin:
        return []
    # One that is only named later is meant by "it", or by what the subject says.
    leans = _leans("npq", raw.text)
    named = find_npqs(told if points else told.split("\n", 1)[0]) if leans else frozenset()
    npqs = raw.npqs or tuple(sorted(named))
    of_process = re.search(desk_policy("questions")["of_process"], raw.text, re.I)
    if not 0 < len(npqs) <= _FEW or (len(npqs) > 1 and of_process):
        return []
    return [_Added(npq_label(npq), _told("npq", npq)) for npq in npqs]


def _setting(raw: RawQuestion, context: str, slots: dict[str, str]) -> list[_Added]:
    """Add where the writer works, and their school's lists, to a question about money.

    To one whether a head may have EHCO, their year as a head.
    """
    policy, own = desk_policy("questions"), find_slots(f"{context} {raw.text}")
    out: list[_Added] = []
    as_head = slots.get("head_years") and "EHCO" in raw.npqs and "head_years" not in own
    if as_head and (_leans("setting", raw.text) or _LEAVE.match(raw.text)):
        role = f"year {slots['head_years']} of headship"
        out.append(_Added(role, _told("role", role)))
    leans = _leans("setting", raw.text) or _HERE.search(raw.text)
    if not leans or _RELATIVE.search(context):
        return out
    if own.get("setting") in policy["any_place"]:
        del own["setting"]
    if _HOW_MUCH.search(raw.text):
        return out
    for slot, labels in (("setting", "settings"), ("on_list", "on_list"), ("rise", "rise")):
        label = policy[labels].get(slots.get(slot, ""))
        if label and slot not in own and label not in f"{context} {raw.text}":
            out.append(_Added(label, _told("setting", label)))
    return out


def _intake(raw: RawQuestion, told: str) -> list[_Added]:
    intakes = find_intakes(told)
    if len(intakes) != 1 or find_years(raw.text) or not _leans("intake", raw.text):
        return []
    intake = next(iter(intakes))
    return [_Added(intake, _told("intake", intake))]
