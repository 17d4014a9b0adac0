"""What the wording of a sentence says to a yes/no question: figures, denials, leave."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.check.reading import amounts_in
from assistant.check.values import Amount, amount_told
from assistant.completing import PAST
from assistant.providers import providers_in
from assistant.question_kinds import (
    YesNo,
    figures,
    funds,
    is_negative,
    kind_of,
    last_question,
    main_clause,
    ordinary_places,
    places,
    sort_of,
)
from assistant.records import policy
from assistant.understand import Ask
from corpus.records import Standing
from index.npqs import find_npqs, without_npqs
from index.records import Hit
from index.terms import find_years, guidance_words, stems

_SHORT = 40  # words of a message that is all claim


def by_figure(ask: Ask, chosen: Sequence[Hit]) -> YesNo | None:
    """Return no where the first sentence has another figure of the same thing, yes where the same.

    Another sentence of today about the same NPQ that tells the figure stops a no.
    """
    settings, asked, hit = policy("verdict")["denied"], claimed(ask), chosen[0]
    if ask.query.about_past or is_negative(asked) or not _bears_on(hit):
        return None
    ours, told = _counted(asked), f"{asked} {hit.sentence.text}"
    if not ours or re.search(settings["bounded"], told, re.I) or not _of_one_thing(asked, hit):
        return None
    if not untold(ask, hit):
        plain = sort_of(asked) == "plain" and not re.search(
            policy("verdict")["denies"], hit.sentence.text, re.I
        )
        return "yes" if plain else None
    first = re.search(settings["first"], asked, re.I)
    if sort_of(asked) == "permission" and not first:
        return None
    others = [each.sentence.text for each in chosen[1:] if _like(each, hit)]
    beside = [text for text in others if not first or re.search(settings["first"], text, re.I)]
    theirs = _counted(hit.sentence.text)
    if any(amount_told(amount, [*theirs, *_counted(" ".join(beside))]) for amount in ours):
        return None
    same = {_measures(a) for a in ours} & {_measures(a) for a in theirs}
    units = {a.unit for a in (*ours, *theirs)}
    return "no" if same and not {"week", "month"} <= units else None


def denied(ask: Ask, hit: Hit) -> YesNo | None:
    """Return no where the sentence says plainly not."""
    settings, text = policy("verdict")["denied"], hit.sentence.text
    asked = claimed(ask)
    if ask.query.about_past or is_negative(asked) or not _bears_on(hit):
        return None
    if re.search(settings["besides"], asked, re.I):
        return None
    plainly = re.search(settings["plainly"], _clause_about(asked, text), re.I)
    free = sort_of(asked) == "permission" and re.search(settings["need_not"], text, re.I)
    return "no" if plainly and not free else None


def _clause_about(asked: str, text: str) -> str:
    """Return the part of a sentence between semicolons that shares most words with a question."""
    words = set(stems(asked))
    return max(text.split(";"), key=lambda clause: len(words & set(stems(clause))))


def by_wording(ask: Ask, hit: Hit) -> YesNo | None:
    """Read the answer off the best sentence: "do not have to" for "do I have to"."""
    settings = policy("verdict")
    if (
        ask.query.about_past
        or is_negative(ask.asked)
        or hit.features.get("coverage", 0.0) < settings["least_coverage"]
    ):
        return None
    wording = settings["wording"].get(sort_of(ask.asked), {})
    text = hit.sentence.text
    if figures(ask.asked) - figures(text):
        return None
    if places(ask.asked) - places(text) or (funds(text) and not funds(ask.asked)):
        return None
    if re.search(wording.get("no", "(?!)"), text, re.I):
        return "no"
    if re.search(wording.get("yes", "(?!)"), text, re.I):
        return "yes"
    return None


def unlikely(ask: Ask, sentence: str, *, plainly: bool = False) -> YesNo | None:
    """Return the answer that a sentence speaks against: yes if it denies, no if it allows.

    `plainly`: one that denies nothing speaks against no as well.
    """
    settings = policy("verdict")
    if kind_of(ask.asked)[2]:
        return None
    allows = re.search(settings["allows"], sentence, re.I)
    if allows and sort_of(ask.asked) == "permission" and not is_negative(ask.asked):
        return "no"
    # "You do not have to be one" allows what is asked with "may I".
    told = re.sub(settings["denied"]["need_not"], " ", sentence, flags=re.I)
    told = main_clause(told if sort_of(ask.asked) == "permission" else sentence)
    if re.search(settings["denies"], told, re.I):
        return "yes"
    return "no" if plainly and not is_negative(ask.asked) else None


def bears(ask: Ask, hit: Hit, said: YesNo) -> bool:
    """Say whether a sentence can stand behind a yes or no, whatever speaks for it.

    Not one that holds in other schools than the one told of, or for some people of whom the
    question says nothing, nor what one provider says if it names none; behind a no not one that
    says what is no bar or denies "normally" what was not asked, one about what to be to take what
    is asked for, nor one with an exception where "for anyone?" is asked; behind a yes to "free?"
    not one that says who pays, nor one of the past behind a yes of today, nor one without what is
    asked for.
    """
    settings, text = policy("verdict")["bears"], hit.sentence.text
    if places(text) & ordinary_places() and places(ask.message) - places(text):
        return False
    if re.search(settings["any_time"], text) and re.search(settings["asks_first"], ask.asked, re.I):
        return False
    of_one = re.search(settings["of_one"], text)
    if _of_others(ask, text) or (of_one and not providers_in(f"{ask.message} {ask.text}")):
        return False
    return _bears_no(ask, text) if said == "no" else _bears_yes(ask, hit)


def _bears_no(ask: Ask, text: str) -> bool:
    settings = policy("verdict")["bears"]
    if any(
        re.search(told, text, re.I) and not re.search(wanted, ask.asked, re.I)
        for told, wanted in settings["only_if_asked"]
    ):
        return False
    lets = re.search(settings["lets"], text, re.I)
    if lets and not re.search(settings["asks_of_that"], ask.asked, re.I):
        return False
    hedged = re.search(settings["hedged"], text, re.I)
    shared = set(stems(hedged[1])) & set(stems(ask.message)) if hedged else set()
    if hedged and len(shared) < settings["hedged_words"]:
        return False
    if re.search(settings["purpose"], text, re.I) and not re.search(r"\bbe\b", ask.asked, re.I):
        return False
    anyone = re.search(settings["anyone"], ask.asked, re.I)
    return not (anyone and re.search(settings["excepting"], text, re.I))


def _bears_yes(ask: Ask, hit: Hit) -> bool:
    settings, text, asked = policy("verdict")["bears"], hit.sentence.text, last_question(ask.asked)
    past = re.search(policy("verdict")["past"], asked, re.I)
    if (hit.standing in PAST and not past) or _not_what_is_asked_for(ask, hit):
        return False
    money = re.search(settings["money"], asked, re.I)
    if money and not re.search(settings["told_of_money"], text, re.I):
        return False
    free = re.search(settings["free"], ask.asked, re.I)
    return not (free and re.search(settings["paid"], text, re.I))


def _not_what_is_asked_for(ask: Ask, hit: Hit) -> bool:
    """Say whether neither a sentence nor its predicted question has what a question asks for.

    "Does it cover safeguarding?" gets no yes from a list of what is covered without that.
    """
    settings = policy("verdict")
    if is_negative(ask.asked) or hit.asked_similarity >= settings["surely"]:
        return False
    wanted = re.search(settings["bears"]["asked_for"], last_question(ask.asked), re.I)
    bare = without_npqs(wanted["what"]) if wanted else ""
    what = set(stems(f"{bare} {guidance_words(bare)}")) - set(stems(" ".join(settings["common"])))
    near = hit.asked or "" if hit.asked_similarity >= settings["hardly"] else ""
    return bool(what) and not what & set(stems(f"{hit.sentence.text} {near}"))


def _of_others(ask: Ask, text: str) -> bool:
    """Say whether a sentence is about some people, and a question tells nothing of anybody."""
    restricted = re.search(policy("verdict")["bears"]["restricted"], text, re.I)
    return restricted is not None and len(set(stems(without_npqs(ask.message)))) <= 1


def untold(ask: Ask, hit: Hit) -> bool:
    """Say whether a question names a figure with its unit that the sentence does not tell."""
    told = _counted(hit.sentence.text)
    return any(not amount_told(amount, told) for amount in _counted(claimed(ask)))


def other_year(ask: Ask, chosen: Sequence[Hit]) -> bool:
    """Say whether a question names an earlier year that no chosen sentence names."""
    years = {y for y in find_years(last_question(ask.asked)) if y < ask.query.as_of.year}
    return bool(years - find_years(" ".join(hit.sentence.text for hit in chosen)))


def _bears_on(hit: Hit) -> bool:
    """Say whether a sentence holds today, is not of one source alone, and is near enough.

    One that a funding rule chose was not searched for: it is near.
    """
    settings = policy("verdict")["denied"]
    near = max(hit.asked_similarity, hit.features.get("coverage", 1.0))
    one = re.search(settings["one_source"], hit.sentence.text, re.I)
    return near >= settings["near"] and hit.standing is Standing.CURRENT and one is None


def claimed(ask: Ask) -> str:
    """Return the last question, or all that was said where it only asks whether that is right."""
    asked = last_question(ask.asked)
    if re.search(policy("verdict")["confirms"], asked, re.I) is None:
        return asked
    return ask.message if len(ask.message.split()) <= _SHORT else ask.asked


def _of_one_thing(asked: str, hit: Hit) -> bool:
    """Say whether a sentence is about the NPQ and place of a question, and of money if it is."""
    text, named = hit.sentence.text, find_npqs(asked)
    fits = not named or not hit.sentence.npqs or bool(named & hit.sentence.npqs)
    return fits and not places(asked) - places(text) and (funds(text) or not funds(asked))


def _like(hit: Hit, other: Hit) -> bool:
    """Say whether a sentence holds today and is about the same NPQs as another."""
    return hit.standing is Standing.CURRENT and hit.sentence.npqs == other.sentence.npqs


def _counted(text: str) -> list[Amount]:
    """Return the figures of a text that count something known."""
    return [amount for amount in amounts_in(text) if amount.unit not in ("", "th")]


def _measures(amount: Amount) -> str:
    """Return what a figure measures: weeks and months both measure how long a course is."""
    return "month" if amount.unit == "week" else amount.unit
