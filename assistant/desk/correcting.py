"""The questions of an enquiry as a colleague corrected them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.desk.inputs import clean
from assistant.desk.records import Asked, Reading, desk_policy
from corpus.errors import DeskError


def corrected(reading: Reading, questions: Sequence[Asked], *, max_chars: int) -> Reading:
    """Return a reading with these questions in this order; ones without words are left out.

    A question added by hand may have one of its two texts only. Raises `DeskError` where they
    are longer together than an enquiry may be.
    """
    tidy = [asked for asked in map(_tidied, questions) if asked.text]
    length = sum(len(asked.text) + len(asked.standalone) for asked in tidy)
    if length > 2 * max_chars:
        refusal = desk_policy("workbench")["refusals"]["too_many_questions"]
        raise DeskError(refusal.format(length=f"{length:,}", limit=f"{2 * max_chars:,}"))
    numbered = (
        asked.model_copy(update={"number": number}) for number, asked in enumerate(tidy, start=1)
    )
    return reading.model_copy(
        update={"questions": tuple(numbered), "notes": _notes(reading, len(tidy))}
    )


def _tidied(asked: Asked) -> Asked:
    text, standalone = (" ".join(clean(given).split()) for given in (asked.text, asked.standalone))
    return asked.model_copy(
        update={
            "text": text or standalone,
            "standalone": standalone or text,
            "assumed": tuple(clean(given) for given in asked.assumed),
        }
    )


def _notes(reading: Reading, count: int) -> tuple[str, ...]:
    """Return the notes with what they say about the number of questions made true again."""
    policy = desk_policy("questions")
    most, wording = policy["most_answered"], policy["notes"]
    counted = {
        wording["none"],
        wording["many"].format(count=len(reading.questions), most=most),
    }
    notes = [note for note in reading.notes if note not in counted]
    if not count:
        notes.append(wording["none"])
    if count > most:
        notes.append(wording["many"].format(count=count, most=most))
    return tuple(notes)
