"""Which NPQ suits somebody: by what they hope for and what they are, with rows kept as data."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.funding import Decision
from assistant.permission import held_npqs
from assistant.question_kinds import last_question
from assistant.records import Record, policy
from assistant.understand import Ask
from index.npqs import npq_spans


class Row(Record):
    """What somebody says, and the facts that tell whom a fitting NPQ is for."""

    says: str
    facts: tuple[str, ...]


@cache
def rows(kind: Literal["hopes", "posts"]) -> tuple[Row, ...]:
    """Read what people hope for, or what they are, in order."""
    return tuple(Row.model_validate(row) for row in policy("suiting")[kind])


def decide_suiting(ask: Ask) -> Decision | None:
    """Return whom the fitting NPQs are for; None if that is not asked, or too little is told.

    NPQs that somebody has are not what is asked of; a question about others is left to search.
    """
    settings = policy("suiting")
    asked = last_question(ask.asked)
    if _named(asked) - held_npqs(ask.message) or ask.about_funding:
        return None
    if _says(settings["never"], asked) or ask.query.about_past:
        return None
    if not any(_says(form, text) for form in settings["asks"] for text in (asked, ask.asked)):
        return None
    told = [row for kind in ("hopes", "posts") if (row := _first(kind, ask.message))]
    facts = dict.fromkeys(fact for row in told for fact in row.facts)
    if not facts:
        return None
    return Decision(
        rule="suiting", verdict="depends", facts=tuple(facts)[: settings["most"]], wanted=False
    )


def _named(text: str) -> set[str]:
    """Return the NPQs that are named as such: "headship" may be what somebody hopes for."""
    spans = npq_spans(text)
    return {npq for npq, start, end in spans if "npq" in text[start : end + len(" npq")].lower()}


def _first(kind: Literal["hopes", "posts"], message: str) -> Row | None:
    return next((row for row in rows(kind) if _says(row.says, message)), None)


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.I | re.S) is not None
