"""Whether a provider is in a list of providers, where that is what is asked."""

from __future__ import annotations

import re
from functools import cache

from assistant.providers import providers, providers_in
from assistant.question_kinds import YesNo, is_negative, last_question
from assistant.records import policy
from assistant.understand import Ask
from corpus.records import Standing
from index.records import Hit

_OPENS = re.compile(r"^\W*(?:(?:so|and|but|hi|hello|ok|please)\b\W+)*", re.I)


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    any_of_them = f"(?:{'|'.join(providers())})"
    asks = policy("verdict")["listing"]["asks"]
    return tuple(re.compile(each.replace("PROVIDER", any_of_them), re.I) for each in asks)


def provider_asked_about(ask: Ask) -> str | None:
    """Return the pattern of the one provider of which it is asked whether it offers something."""
    asked = _OPENS.sub("", last_question(ask.asked)).rstrip(" ?!.")
    if ask.query.about_past or is_negative(asked):
        return None
    if re.search(policy("verdict")["listing"]["unless"], asked, re.I):
        return None
    named = providers_in(asked)
    asking = any(shape.search(asked) for shape in _shapes())
    return named[0] if asking and len(named) == 1 else None


def by_listing(ask: Ask, hit: Hit) -> YesNo | None:
    """Return whether a sentence that lists providers has the one in it that is asked about.

    A list for no NPQ in particular says of one that is named only who is no provider at all.
    """
    text, wanted, told = hit.sentence.text, ask.query.npqs, hit.sentence.npqs
    lists = re.search(policy("verdict")["listing"]["lists"], text, re.I)
    if lists is None or hit.standing is not Standing.CURRENT:
        return None
    if told and not (wanted and wanted <= told):
        return None
    provider = provider_asked_about(ask)
    said = _has(provider, text) if provider else None
    return None if said == "yes" and wanted and not told else said


def _has(provider: str, text: str) -> YesNo | None:
    settings = policy("verdict")["listing"]
    left_out = re.search(settings["except"], text, re.I)
    if left_out is not None or re.search(settings["all"], text, re.I):
        out = left_out is not None and re.search(provider, left_out[1], re.I) is not None
        return "no" if out or provider in settings["once"] else "yes"
    named = [each for each in settings["now"] if re.search(each, text, re.I)]
    if len(named) < 2:
        return None
    return "yes" if provider in named else "no"


def listing_first(ask: Ask, ranked: list[Hit]) -> list[Hit] | None:
    """Put the list that settles whether a provider offers something before all other claims."""
    if provider_asked_about(ask) is None:
        return None
    within = policy("verdict")["listing"]["within"]
    settling = (n for n, hit in enumerate(ranked[:within]) if by_listing(ask, hit))
    place = next(settling, None)
    if place is None:
        return None
    first = ranked[place].model_copy(update={"score": ranked[0].score})
    return [first, *ranked[:place], *ranked[place + 1 :]]
