"""Whether somebody has to have an NPQ at all: no, but for SENCOs, who have rules of their own."""

from __future__ import annotations

import re

from assistant.funding import Decision
from assistant.question_kinds import is_negative, last_question
from assistant.records import policy
from assistant.understand import Ask
from index.npqs import find_npqs, with_one_name


def decide_voluntary(ask: Ask) -> Decision | None:
    """Return that an NPQ is voluntary, where that is all that is asked; None otherwise."""
    settings, asked = policy("voluntary"), last_question(ask.asked)
    named = find_npqs(asked) or ask.query.npqs
    if ask.query.as_of < settings["valid_from"] or named & set(settings["never_npqs"]):
        return None
    if len(named) > 1 or re.search(settings["never"], ask.message, re.I):
        return None
    said = with_one_name(asked)
    contrary = re.search(settings["asks_contrary"], said, re.I) is not None
    plainly = any(re.search(form, said, re.I) for form in settings["asks"])
    if not contrary and (is_negative(asked) or not plainly):
        return None
    facts = settings["facts_of"].get(next(iter(named), ""), settings["facts"])
    return Decision(
        rule="voluntary", verdict="yes" if contrary else "no", facts=tuple(facts), wanted=True
    )
