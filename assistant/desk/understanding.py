"""What an enquiry says: who writes, of which NPQ and intake, and its questions made to stand."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz

from assistant.desk.questions import RawQuestion, find_questions
from assistant.desk.records import Asked, Enquiry, Reading, desk_policy
from assistant.desk.segments import part_mail
from assistant.desk.writer import find_writer, greeting_name
from assistant.followups import npq_label
from assistant.seasons import with_years
from assistant.understand import find_slots
from corpus.sentences import split_sentences
from index.npqs import find_npqs, without_npqs
from index.terms import find_intakes, find_years, stems

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b(?: 20\d\d)?|(?:{_MONTHS}) 20\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d)\b"
)
_POINTS = re.compile(
    r"\b(?:it|this|these(?! days)|those|they|them|so|i do|she|he|her|him|same|like me)\b"
    r"|\b(?:on|from|over|do it|work) there\b|\bthere\W*$|\bone\W*$|\bif not\b"
    r"|(?<!know )(?<!sure )\bthat\b"
    r"|^(?:can|could|may|do|should|must) (?:i|we)\W*$",
    re.I,
)
_LEAVE = re.compile(r"(?:can|could|may|am|are|is|do|does|would|will) (?:i|we|he|she|they)\b", re.I)
_WHO = re.compile(
    r"\b(?:i am|i'm|im|we are|we're|he is|she is|they are|i work|we have|i have|she has|he has)\b",
    re.I,
)
_POINTS_BEYOND_IT = re.compile(
    r"\b(?:these(?! days)|those|they|them|so|i do|she|he|her|him|same)\b"
    r"|\b(?:on|from|over|do it|work) there\b|\bthere\W*$"
    r"|(?<!know )(?<!sure )\bthat\b(?! one\b)|\bif not\b",
    re.I,
)
_PERSON = re.compile(
    r"\b(?:i|i'm|im|i've|i'd|me|my|we|we're|us|our|he|him|his|she|her|they|their)\b", re.I
)
_RELATIVE = re.compile(r"\bmy (?:wife|husband|partner|sister|brother|friend|daughter|son)\b", re.I)
_FOLLOWS = re.compile(
    r"^(?:and |but |so )?(?:if (?:so|not|yes|no)\b|(?:since|by) when\b|(?:when|where|how|why)\W*$"
    r"|(?:can|could|may|do|should|must) (?:i|we)\W*$)|\bone\b"
    r"|\b(?:for|about|do|doing|from|with) (?:that|this)\W*$",
    re.I,
)
_ANNOUNCES = re.compile(
    r"^[ \t]*(?:-{2,}.{0,80}|_{5,}|begin forwarded message:?|on\b.{4,200}\bwrote:)[ \t]*$", re.I
)
_REPLY = re.compile(r"^\s*(?:(?:re|fw|fwd)\s*:\s*)+", re.I)
_FEW = 3
_THIN = 2
_LONG_CONTEXT = 40
_SAME_QUESTION = 75  # of 100, how alike two questions are that ask the same


class _Added(NamedTuple):
    """What a question takes over from the rest of the enquiry, and how that is told."""

    text: str
    assumed: str


def understand_enquiry(enquiry: Enquiry, *, as_of: date | None = None) -> Reading:
    """Read an enquiry as on a day, today if none is given.

    The earlier message below is read too where the writer passes it on, or asks nothing.
    """
    policy, notes = desk_policy("questions"), []
    body = enquiry.body
    found = _with_subject(enquiry.subject, find_questions(body))
    if not found or _passes_on(enquiry):
        earlier = _message_of(
            "\n".join(_unquoted(p.text) for p in enquiry.apart if p.kind == "quoted")
        )
        theirs = _not_asked_yet(find_questions(earlier), found)
        if theirs:
            notes.append(policy["notes"]["passed_on" if found else "forwarded"])
            body = f"{body}\n{earlier}"
            found = [*found, *theirs]
    if not found:
        notes.append(policy["notes"]["none"])
    most = policy["most_answered"]
    if len(found) > most:
        notes.append(policy["notes"]["many"].format(count=len(found), most=most))
    told = f"{enquiry.subject}\n{body}"
    slots = _slots(_without(with_years(told, as_of or date.today()), found))
    writer = find_writer(enquiry)
    return Reading(
        writer=writer,
        greeting_name=greeting_name(writer),
        slots=slots,
        npqs=tuple(sorted(find_npqs(told))),
        intakes=tuple(sorted(find_intakes(told))),
        years=tuple(sorted(find_years(told))),
        dates=tuple(dict.fromkeys(match.group() for match in _DATE.finditer(body))),
        questions=tuple(_alone(number, found, told, slots) for number in range(1, len(found) + 1)),
        notes=tuple(notes),
    )


def _slots(told: str) -> dict[str, str]:
    """Return what is told of the person; no workplace where several of a kind apart are told of."""
    slots = find_slots(told)
    sentences = (told[slice(*span)] for span in split_sentences(told))
    places = {find_slots(sentence).get("setting") for sentence in sentences}
    if len(places - set(desk_policy("questions")["any_place"]) - {None}) > 1:
        slots.pop("setting", None)
    return slots


def _passes_on(enquiry: Enquiry) -> bool:
    """Say whether the writer passes another person's message on for an answer."""
    policy = desk_policy("questions")
    own = policy["ours_below"]
    told = re.sub(own, " ", enquiry.body, flags=re.I)
    forwarded = re.match(policy["forwarded_subject"], enquiry.subject, re.I)
    return bool(forwarded or re.search(policy["points_below"], told, re.I))


def _message_of(earlier: str) -> str:
    """Return an earlier mail without its headers and its signature."""
    kept = [line for line in earlier.split("\n") if not _ANNOUNCES.match(line)]
    return part_mail("\n".join(kept).strip()).body


def _not_asked_yet(theirs: list[RawQuestion], found: list[RawQuestion]) -> list[RawQuestion]:
    return [raw for raw in theirs if not any(_alike(raw.text, other.text) for other in found)]


def _alike(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(one, other) >= _SAME_QUESTION


def _without(told: str, found: list[RawQuestion]) -> str:
    """Return what the writer says beside the questions: "abroad" in one is not where they work."""
    told = " ".join(told.split())
    for raw in found:
        told = told.replace(raw.text.rstrip("?"), " ")
    return told


def _unquoted(text: str) -> str:
    return re.sub(r"^[ \t>]+", "", text, flags=re.M)


def _with_subject(subject: str, found: list[RawQuestion]) -> list[RawQuestion]:
    """Put first a question that the subject asks and the mail does not.

    A few words that one of these has too, "NPQ maths: mastery?", are only what it is about.
    """
    subject = _REPLY.sub("", subject).strip()
    if "?" not in subject:
        return found
    asked = [
        raw
        for raw in find_questions(subject)
        if not any(raw.is_topic_of(other) for other in found)
        and not any(_alike(raw.text, q.text) for q in found)
    ]
    return [*asked, *found]


def _alone(number: int, found: list[RawQuestion], told: str, slots: dict[str, str]) -> Asked:
    """Make a question stand alone, with what it leans on in brackets behind it."""
    raw = found[number - 1]
    context = _context(raw)
    follows = _followed(raw, found[number - 2]) if number > 1 and not context else ""
    npqs = [] if find_npqs(follows) else _npqs(raw, told)
    added = [*npqs, *_setting(raw, context, slots), *_intake(raw, told)]
    standalone = raw.text[:1].upper() + raw.text[1:]
    assumed = [piece.assumed for piece in added]
    if context:
        standalone = f"{context} {standalone}"
        assumed.insert(0, _told("context", context))
    told_with = [piece.text for piece in added]
    if follows:
        told_with.insert(0, follows)
        assumed.insert(0, _told("context", follows))
    if told_with:
        standalone = f"{standalone.rstrip('?')} ({', '.join(told_with)})?"
    return Asked(number=number, text=raw.text, standalone=standalone, assumed=tuple(assumed))


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
        if points or of_person or asks_leave:
            kept.append(f"{sentence}.")
    context = " ".join(kept)
    return context if len(context.split()) <= _LONG_CONTEXT else ""


def _followed(raw: RawQuestion, before: RawQuestion) -> str:
    """Return the question before, where one without it says nothing: "If so, when?"."""
    thin = len(stems(raw.text)) <= _THIN
    only_npqs = not stems(without_npqs(raw.text))
    follows = thin and (_FOLLOWS.search(raw.text) is not None or only_npqs)
    return before.text.rstrip("?") if follows else ""


def _told(kind: str, value: str) -> str:
    return str(desk_policy("questions")["assumed"][kind]).format(value=value)


def _leans(kind: str, text: str) -> bool:
    return re.search(desk_policy("questions")[f"leans_{kind}"], text, re.I) is not None


def _npqs(raw: RawQuestion, told: str) -> list[_Added]:
    general = re.search(desk_policy("questions")["general_npq"], raw.text, re.I)
    if find_npqs(raw.text) or general:
        return []
    # One that is only named later is meant by "it", or by what the subject says.
    points = _POINTS.search(raw.text) is not None
    leans = _leans("npq", raw.text)
    named = find_npqs(told if points else told.split("\n", 1)[0]) if leans else frozenset()
    npqs = raw.npqs or tuple(sorted(named))
    if not 0 < len(npqs) <= _FEW:
        return []
    return [_Added(npq_label(npq), _told("npq", npq)) for npq in npqs]


def _setting(raw: RawQuestion, context: str, slots: dict[str, str]) -> list[_Added]:
    """Add where the writer works, and their school's lists, to a question about money."""
    if not _leans("setting", raw.text) or _RELATIVE.search(context):
        return []
    policy, own, out = desk_policy("questions"), find_slots(f"{context} {raw.text}"), []
    for slot, labels in (("setting", "settings"), ("on_list", "on_list"), ("rise", "rise")):
        label = policy[labels].get(slots.get(slot, ""))
        if label and slot not in own:
            out.append(_Added(label, _told("setting", label)))
    if slots.get("head_years") and "EHCO" in raw.npqs and "role" not in own:
        role = f"year {slots['head_years']} of headship"
        out.append(_Added(role, _told("role", role)))
    return out


def _intake(raw: RawQuestion, told: str) -> list[_Added]:
    intakes = find_intakes(told)
    if len(intakes) != 1 or find_years(raw.text) or not _leans("intake", raw.text):
        return []
    intake = next(iter(intakes))
    return [_Added(intake, _told("intake", intake))]
