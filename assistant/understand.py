"""The second step: what is asked, of which NPQ, by whom, and about which time."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from pydantic import Field

from assistant.asking import is_yes_no
from assistant.followups import standalone
from assistant.guard import Guarded
from assistant.nicknames import written_out
from assistant.parts import said_around, split_parts, stopped
from assistant.posts import post_told
from assistant.records import Question, Record, policy
from assistant.seasons import with_years
from assistant.shapes import Standalone
from index.npqs import find_npqs
from index.records import Query
from index.terms import Speller, find_intakes, find_years, spoken_out


class Ask(Record):
    """One question of a message, made to stand alone, with what was understood of it.

    `behind` holds the NPQs that the person has behind them and does not ask about, `earlier`
    those that earlier turns tell so of; `follows` says that there are earlier turns.
    """

    text: str
    asked: str
    message: str
    query: Query
    behind: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    yes_no: bool = False
    follows: bool = False
    slots: dict[str, str] = Field(default_factory=dict)
    about_funding: bool = False


class Understood(Record):
    """The questions of a message, in order, and how the whole reads on its own."""

    standalone: str
    asks: tuple[Ask, ...]
    corrected: str | None = None


@cache
def _slot_patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    slots = (
        "setting",
        "on_list",
        "rise",
        "role",
        "senco",
        "award",
        "prior_same",
        "everyone",
        "every_npq",
        "suite",
        "funded",
        "group",
        "which",
    )
    return {
        slot: [(value, re.compile(pattern, re.I)) for value, pattern in policy("slots")[slot]]
        for slot in (*slots, "which")
    }


@cache
def _about(topic: str) -> re.Pattern[str]:
    return re.compile(policy("slots")["about"][topic], re.I)


_TOLD = 90  # words of a conversation that are searched with a follow-up, the last turns first


_ELSEWHERE = re.compile(
    r"\b(?:not|isn.?t|aren.?t)\s+(?:in|at|an?|part of|working)\b(?! the (?:top|list))"
    r"[^,.;?]*?(?=\bbut\b|[,.;?]|$)"
    r"|\b(?:lives?|living|grew up|trained|taught|used to (?:work|teach|be))\b[^,.;?]*?"
    r"(?=\bbut\b|\band\b|[,.;?]|$)"
    r"|\b(?:Wales|Ireland|Jersey) (?:High|Primary|Academy|School)\b"
    r"|\b(?:moved|came|transferred) (?:here )?from\b[^,.;?]*?(?=\bto\b|[,.;?]|$)",
    re.I,
)


_RELATIVE = re.compile(
    r"\bmy (?:wife|husband|partner|sister|brother|friend|daughter|son|mum|pupils|children)\b"
    r"[^,.;?]*",
    re.I,
)
_OF_THEM = re.compile(
    r"\b(?:can|could|would|will|does|do|is|are|may|should|whether|if) (?:he|she|they)\b", re.I
)


def find_slots(text: str) -> dict[str, str]:
    """Return what a message says about the person: setting, role, lists, earlier funding."""
    slots: dict[str, str] = {}
    for slot, patterns in _slot_patterns().items():
        told = _where_they_work(text) if slot == "setting" else text
        value = next((value for value, pattern in patterns if pattern.search(told)), None)
        if value is not None:
            slots[slot] = value
    post = post_told(text)
    if post is not None:
        slots["post"] = post
    years = years_as_head(text)
    if years is not None:
        slots |= {"head_years": str(years), "role": "headteacher"}
    elif slots.get("role") == "headteacher" and re.search(r"\bnew(?:ly)?\b|\bfirst\b", text, re.I):
        slots["head_years"] = "1"
    return slots


def _joined(told: dict[str, str], text: str) -> dict[str, str]:
    """Join what was told before and now; "our new SENCO" has not the award told of before."""
    other = _OTHER_SENCO.search(text) is not None
    left = {slot: value for slot, value in told.items() if slot != "award" or not other}
    return left | find_slots(text)


_OTHER_SENCO = re.compile(
    r"\b(?:(?:our|my|his|her|their|another)|(?:do|does|is|will|must|should) the)"
    r" (?:new |other )?send?co\b",
    re.I,
)


def _where_they_work(text: str) -> str:
    """Leave out where the person does not work, and where a relative does, if "I" am asked of."""
    told = _ELSEWHERE.sub(" ", text)
    return told if _OF_THEM.search(text) else _RELATIVE.sub(" ", told)


_NUMBERS = {
    word: number
    for number, group in enumerate(
        [
            "one first", "two second", "three third", "four fourth", "five fifth", "six sixth",
            "seven seventh", "eight eighth", "nine ninth", "ten tenth",
            "eleven eleventh", "twelve twelfth",
        ],
        start=1,
    )
    for word in group.split()
} | {"fifteen": 15, "twenty": 20}  # fmt: skip


def years_as_head(text: str) -> int | None:
    """Return how many years the person says they have been a head, if they say it."""
    match = re.search(policy("slots")["heads_years"], text, re.I)
    if match is None or re.search(
        r"first (?:five|two|5|2)|\bonly\b|\bwithin\b", match.group(), re.I
    ):
        return None
    digits = next((group for group in match.groups() if group), None)
    if digits:
        return int(digits)
    return next(
        (_NUMBERS[w] for w in re.findall(r"[a-z]+", match.group().lower()) if w in _NUMBERS), None
    )


def understand(
    question: Question, guarded: Guarded, speller: Speller, *, alone: str = ""
) -> Understood:
    """Correct spelling, take context from earlier turns, split into questions, find slots.

    `alone` is how a follow-up reads on its own, where that was found out elsewhere.
    """
    spelled = speller.correct(guarded.text)
    day = question.as_of
    turns = [turn for turn in question.history if speller.reads(turn)]
    said = [with_years(speller.correct(turn), day) for turn in turns]
    history = tuple(
        stopped(written_out(turn, follows=place > 0)) for place, turn in enumerate(said)
    )
    text = stopped(written_out(with_years(spelled, day), follows=bool(history)))
    taken = Standalone(history, instead=alone) if alone else standalone(text, history)
    if len(find_npqs(taken.instead)) > 1:  # put in full, it may ask the same of each NPQ
        text, taken = taken.instead, Standalone(taken.context)
    told = find_slots(". ".join((*taken.context, text))) if taken.context else {}
    whole = _joined(told, text)
    earlier = npqs_behind(". ".join(taken.context))[0]
    asks = []
    parts = split_parts(text)
    for part in parts:
        resolved = taken.apply(part.text) if part.first else part.text
        if part.lead:
            resolved = f"{resolved} ({part.lead})"
        asked = taken.instead or part.text
        ask = _ask(resolved, asked, taken.instead or text, day, whole, earlier)
        around = said_around(part.text, text, alone=len(parts) == 1)
        ask = _with_message(ask, around, alone=len(parts) == 1) if around else ask
        asks.append(_with_turns(ask, part.text, taken.context) if part.first else ask)
    return Understood(
        standalone=taken.apply(text),
        asks=tuple(asks),
        corrected=spelled if _respelt(spoken_out(guarded.text), spelled) else None,
    )


def _respelt(typed: str, corrected: str) -> bool:
    """Say whether letters were changed, and not only marks or capitals put in."""
    typed, corrected = (re.sub(r"[^a-z0-9 ]", "", text.lower()) for text in (typed, corrected))
    return typed != corrected


_BETWEEN_CLAUSES = (
    r"[,.;:?!\n]|\band\b|\bbut\b"
    r"|\b(?=(?:can|could|may|do|does|am|is|will|would|should) (?:i|we|he|she|they)\b)"
)


def clauses(message: str) -> list[str]:
    """Cut a message at its stops, at "and" and "but", and where it begins to ask."""
    return re.split(_BETWEEN_CLAUSES, message, flags=re.I)


@lru_cache(maxsize=512)
def npqs_behind(message: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the NPQs that the person has taken, and those that are wanted as well.

    "had NPQLBC funded in 2023, wants NPQSL": NPQLBC is behind, NPQSL is wanted.
    """
    before = re.compile(policy("slots")["prior_npq"], re.I)
    behind: set[str] = set()
    wanted: set[str] = set()
    for clause in clauses(message):
        for npq in find_npqs(clause):
            words = clause.split()
            place = next(
                i for i in range(len(words), -1, -1) if npq in find_npqs(" ".join(words[i:]))
            )
            (behind if before.search(" ".join(words[:place])) else wanted).add(npq)
    return frozenset(behind), frozenset(wanted)


def without_comparison(text: str) -> str:
    """Return a question without the time it is held against: "free, like they were in 2022?"."""
    left = re.sub(policy("slots")["held_against"], " ", text, flags=re.I)
    return " ".join(left.split()) if len(left.split()) > 2 else text


def without_times_behind(text: str) -> str:
    """Return a question of today without when the person did something: "had it funded in 2022".

    A question about the past keeps its times.
    """
    left = text
    for times in ("time_behind", "time_away", "time_of_person"):
        left = re.sub(policy("slots")[times], " ", left, flags=re.I)
    return text if _about("past").search(left) else left


def _with_message(ask: Ask, around: str, *, alone: bool) -> Ask:
    """Search for a question with what its message says; one of several is searched alone too."""
    query = ask.query
    told = f"{around} {query.text}"
    more = {"text": told, "bare": query.text} if alone else {"also": told}
    return ask.model_copy(update={"query": query.model_copy(update=more)})


def _with_turns(ask: Ask, typed: str, turns: tuple[str, ...]) -> Ask:
    """Search for a follow-up as it was typed, with the turns before it, as well."""
    if not turns:
        return ask
    said = " ".join(" ".join((typed, *reversed(turns))).split()[:_TOLD])
    query = ask.query.model_copy(update={"also": said})
    return ask.model_copy(update={"query": query, "follows": True})


def claim_as_ask(claim: str, as_of: date) -> Ask:
    """Return what is claimed as if it were asked, for yes or no."""
    ask = _ask(claim, claim, claim, as_of, find_slots(claim))
    return ask.model_copy(update={"yes_no": True})


def _about_funding(text: str, asked: str, npqs: frozenset[str], slots: dict[str, str]) -> bool:
    """Say whether a question is about scholarships, in words or by what is told of the workplace.

    "Sixth form teacher wanting NPQLT" asks what there is for them; so does "we are not on the
    list, can I still do NPQLT?".
    """
    own = _about("own_question").search(asked) is not None
    if _about("funding").search(_about("self_funding").sub(" ", asked if own else text)):
        return True
    wants = (
        "setting" in slots and _about("wanting").search(asked) and not _about("asks").search(asked)
    )
    unlisted = slots.get("on_list") == "no" and _about("doing").search(asked)
    return bool(npqs and (wants or unlisted))


def _ask(
    text: str,
    asked: str,
    message: str,
    as_of: date,
    slots: dict[str, str],
    earlier: frozenset[str] = frozenset(),
) -> Ask:
    behind, wanted = npqs_behind(message)
    named = find_npqs(text)
    left = (named - (behind - wanted)) or named
    told = without_comparison(text)
    timed = without_times_behind(told)
    query = Query(
        text=told,
        npqs=left,
        years=find_years(timed),
        intakes=find_intakes(timed),
        about_past=bool(_about("past").search(timed)),
        about_proposals=bool(_about("proposals").search(text)),
        as_of=as_of,
    )
    return Ask(
        text=text,
        asked=asked,
        message=message,
        query=query,
        behind=named - left,
        earlier=earlier,
        yes_no=is_yes_no(asked),
        slots=slots,
        about_funding=_about_funding(text, asked, left, slots),
    )
