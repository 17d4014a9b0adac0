"""Whether one may take an NPQ: in a post, abroad, beside another, after it; from what was said."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from assistant.funding import Decision
from assistant.posts import posts
from assistant.question_kinds import last_question
from assistant.records import policy
from assistant.understand import Ask, clauses
from index.npqs import ONE_NAME, find_npqs, npq_spans, with_one_name

Case = Literal["several", "after", "legacy", "failed"]
_NPQ = re.compile(r"npq|leadership", re.I)


def decide_permission(ask: Ask) -> Decision | None:
    """Return whether an NPQ, or another one, may be taken; None if not asked, or not settled.

    A question that says so ("a second one", "both at once") needs nothing told of the person;
    one that only names an NPQ is of this kind where another is behind the person or under way.
    """
    settings = policy("permission")
    asked = last_question(ask.asked)
    if ask.query.as_of < settings["valid_from"] or _says("paying", asked):
        return None
    said = with_one_name(asked)
    of_post = _of_a_post(ask, said) or _of_the_coaching(ask, asked, said)
    if of_post is not None:
        return of_post
    if ask.about_funding or _says("never", ask.message):
        return None
    if _verdict(said) is None:
        said = with_one_name(ask.asked)
    verdict = _verdict(said)
    if verdict is None:
        return None
    held = held_npqs(ask.message) | ask.earlier
    wanted = frozenset(find_npqs(asked)) - held
    if wanted & set(settings["never_npqs"]):
        return None
    case = _case(ask, said, held, wanted)
    if case is None:
        return None
    facts = settings["facts" if case in ("several", "after") else f"facts_{case}"]
    more = [fact for npq in sorted(wanted) for fact in settings["more_facts"].get(npq, ())]
    plainly = case != "failed" and not _asks("limits", said)
    return Decision(rule=case, verdict=verdict, facts=(*facts, *more), wanted=plainly)


def _of_a_post(ask: Ask, said: str) -> Decision | None:
    """Say that it depends, on the provider, whether somebody in a post may take an NPQ."""
    named = find_npqs(ask.text)
    one = next(iter(named)) if len(named) == 1 else ""
    for post in posts():
        told = ask.slots.get("post") == post.id or ask.slots.get("setting") == post.setting
        if not told or (named and not post.of_npqs) or one in post.never_npqs:
            continue
        if _asks("asks_of_post", re.sub(post.says, "someone", said, flags=re.I)):
            facts = post.of_one.get(one, post.facts)
            return Decision(rule=post.id, verdict="depends", facts=facts, wanted=True)
    return None


def _of_the_coaching(ask: Ask, asked: str, said: str) -> Decision | None:
    """Tell who may have EHCO: those who did NPQH, are doing it, or are about to start."""
    if find_npqs(asked) != {"EHCO"} or not _asks("asks_of_post", said):
        return None
    if _says("without_npqh", ask.message):
        return None
    linked = "NPQH" in held_npqs(ask.message) | ask.earlier
    return Decision(
        rule="coaching",
        verdict="yes" if linked else "depends",
        facts=policy("permission")["facts_coaching"],
        wanted=True,
    )


@lru_cache(maxsize=512)
def held_npqs(message: str) -> frozenset[str]:
    """Return the NPQs that a person says they have or are on: "halfway through NPQLL"."""
    settings, held = policy("permission"), set()
    for npq, start, _ in npq_spans(message):
        before = re.split(r"[.?!;,]", message[:start])[-1]
        unheld = _says("wants", before) or _says("not_held", before)
        if re.search(settings["held"], before, re.I) and not unheld:
            held.add(npq)
    return frozenset(held)


def _verdict(asked: str) -> Literal["yes", "no"] | None:
    if _asks("limits_flipped", asked):
        return "no"
    return "yes" if _asks("asks", asked) or _asks("limits", asked) else None


def _case(ask: Ask, said: str, held: frozenset[str], wanted: frozenset[str]) -> Case | None:
    """Tell which case it is; None where only one NPQ is spoken of, and none is behind."""
    if any(_NPQ.search(told) and _says("legacy", told) for told in clauses(ask.message)):
        return "legacy"
    other = wanted and held - wanted
    several = said.count(ONE_NAME) != 1
    if not (several or other):
        return None
    if _says("failed", ask.message):
        return "failed"
    return "after" if other else "several"


def _asks(forms: str, text: str) -> bool:
    return any(re.search(form, text, re.I) for form in policy("permission")[forms])


def _says(pattern: str, text: str) -> bool:
    return re.search(policy("permission")[pattern], text, re.I) is not None
