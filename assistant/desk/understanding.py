"""What an enquiry says: who writes, of which NPQ and intake, and what is asked."""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz import fuzz

from assistant.desk.leaning import alone
from assistant.desk.questions import RawQuestion, find_questions, unwrapped
from assistant.desk.records import Enquiry, Reading, desk_policy
from assistant.desk.segments import announces_earlier, part_mail
from assistant.desk.writer import find_writer, greeting_name
from assistant.seasons import with_years
from assistant.understand import find_slots
from corpus.sentences import split_sentences
from index.npqs import find_npqs
from index.terms import find_intakes, find_years

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b(?: 20\d\d)?|(?:{_MONTHS}) 20\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d)\b"
)
_REPLY = re.compile(r"^\s*(?:(?:re|fw|fwd)\s*:\s*)+", re.I)
_SAME_QUESTION = 75  # of 100, how alike two questions are that ask the same


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
    notes += [policy["notes"]["to_do"].format(text=asked) for asked in _to_do(body)]
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
        questions=tuple(alone(number, found, told, slots) for number in range(1, len(found) + 1)),
        notes=tuple(notes),
    )


def _to_do(body: str) -> list[str]:
    """Return what a mail asks somebody to do: "can you reset it please"."""
    found = re.finditer(desk_policy("questions")["to_do"], unwrapped(body), re.I)
    return list(dict.fromkeys(" ".join(match.group().split()) for match in found))


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
    kept = [line for line in earlier.split("\n") if not announces_earlier(line)]
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
        and not (found and raw.only_names_npqs)
        and not any(_alike(raw.text, q.text) for q in found)
    ]
    return [*asked, *found]
