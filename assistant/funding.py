"""Who gets a scholarship: ordered rules as data, decided from what the person said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Literal

from assistant.question_kinds import is_negative, last_question
from assistant.records import Record, policy
from assistant.understand import Ask, clauses, npqs_behind, without_comparison, without_times_behind
from index.npqs import find_npqs, without_npqs
from index.terms import find_intakes, find_years

Verdict = Literal["yes", "no", "funded", "eligible", "not_funded", "not_all", "review", "depends"]
When = dict[str, str | list[str]]


class Decision(Record):
    """The verdict of a funding rule, and the facts that say so, in order of importance.

    `generic` where it turns on the NPQ alone, on nothing that the person said; `wanted` says
    whether the verdict is the yes or no that is asked for, None where the question's sort tells.
    """

    rule: str
    verdict: Verdict
    facts: tuple[str, ...]
    generic: bool = False
    wanted: bool | None = None


class Rule(Record):
    """One row of `policy/funding.yaml` or `policy/senco.yaml`."""

    id: str
    when: When
    then: Verdict
    facts: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Read the funding rules in order."""
    return tuple(Rule.model_validate(rule) for rule in policy("funding")["rules"])


def decide(ask: Ask) -> Decision | None:
    """Return the first rule that matches; None if the question is not about funding today.

    A rule is used only where the person named a setting, a list or an earlier course,
    or asks about one NPQ; questions about an earlier time are left to the passages.
    """
    never = re.search(policy("funding")["never"], ask.asked, re.I)
    if not ask.about_funding or _about_another_time(ask) or never:
        return None
    npqs, other_before, same_before = target_npqs(ask)
    if len(npqs) > 1:
        return _alike(ask, npqs)
    npq = npqs[0] if npqs else "none"
    said = ask.slots.get("prior_same")
    before = ask.earlier | npqs_behind(ask.message)[0]
    if same_before and said != "legacy":
        ask = ask.model_copy(update={"slots": ask.slots | {"prior_same": "yes"}})
    elif said == "yes" and npqs and before and not before & set(npqs):
        ask = ask.model_copy(update={"slots": ask.slots | {"prior_same": "another"}})
        other_before = True
    if other_before and (bar := _in_the_way(ask)) is not None:
        return bar
    for rule in rules():
        if all(_holds(slot, wanted, ask, npq) for slot, wanted in rule.when.items()):
            closing = [policy("funding")["other_before"]] if other_before else []
            if ask.slots.get("prior_same") == "legacy" and _ONCE_FUNDED.search(ask.message):
                closing.append(policy("funding")["legacy_before"])
            if rule.then not in ("not_funded", "not_all", "depends"):
                closing.append(policy("funding")["guarantee"])
            decision = Decision(
                rule=rule.id,
                verdict=rule.then,
                facts=(*rule.facts, *closing),
                generic=set(rule.when) == {"npq"},
            )
            return _of_paying(ask, decision)
    return None


def _of_paying(ask: Ask, decision: Decision) -> Decision:
    """Turn a verdict for "do I have to pay?": who is not funded has to."""
    asked = without_npqs(last_question(ask.asked))
    if re.search(policy("funding")["must_pay"], asked, re.I) is None or is_negative(asked):
        return decision
    verdict: Verdict = "yes" if decision.verdict == "not_funded" else decision.verdict
    wanted = verdict in ("yes", "depends")
    return decision.model_copy(update={"verdict": verdict, "wanted": wanted, "generic": False})


def _alike(ask: Ask, npqs: Sequence[str]) -> Decision | None:
    """Decide of several NPQs at once, where what is said of the person settles each alike."""
    each = []
    for npq in npqs:
        query = ask.query.model_copy(update={"npqs": frozenset([npq])})
        each.append(decide(ask.model_copy(update={"query": query, "behind": frozenset()})))
    first = each[0]
    alike = all(one is not None and one.rule == first.rule for one in each) if first else False
    return first if alike else None


def _in_the_way(ask: Ask) -> Decision | None:
    """Decide whether funding for another NPQ bars this one, if that is asked."""
    asked = last_question(ask.asked)
    elsewhere = ask.slots.get("setting", "school") not in ("school", "trust")
    if elsewhere or re.search(policy("funding")["stands_in_way"], asked, re.I | re.S) is None:
        return None
    facts = (policy("funding")["other_before"], policy("funding")["guarantee"])
    plainly = ask.yes_no and _NOT.search(asked) is None
    return Decision(rule="another-before", verdict="no", facts=facts, wanted=plainly)


def target_npqs(ask: Ask) -> tuple[list[str], bool, bool]:
    """Return the NPQs wanted, whether another is behind the person, and whether the same is.

    "had NPQLBC funded in 2023, wants NPQSL" wants NPQSL, with another behind.
    """
    behind, wanted = npqs_behind(ask.message)
    asked = set(ask.query.npqs | ask.behind)
    prior = behind & asked
    funded_before = {
        npq
        for clause in clauses(ask.message)
        if _PAID.search(clause)
        for npq in find_npqs(clause) & prior
    }
    left = (asked - prior) | (wanted & asked)
    targets = sorted(left or asked)
    return targets, bool(funded_before - set(targets)), bool(funded_before & wanted)


_PAID = re.compile(r"\bfund|\bscholarship|\bpaid for", re.I)
_ONCE_FUNDED = re.compile(r"\b(?:withdr\w+|dropped|pulled|failed|funded|scholarship)\b", re.I)
_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.I)
_BEGINS_PAST = re.compile(r"^\W*(?:(?:so|and|but)\W+)*(?:was|were|did)\b", re.I)
_THEN = re.compile(
    r"\b(?:was|were|did|could|had)\b[^.?!]*\b(?:in|for|during|before|until|by|of)\b[^.?!]*\b20\d\d"
    r"|\b(?:in|during|before|until|by|back in|for)\b[^.?!]*\b20\d\d"
    r"[^.?!]*\b(?:was|were|did|had|could)\b"
    r"|\b(?:will|would|going to)\b[^.?!]*\b20(?:2[7-9]|[3-9]\d)|\b20(?:2[7-9]|[3-9]\d)",
    re.I,
)


def _about_another_time(ask: Ask) -> bool:
    valid_from: date = policy("funding")["valid_from"]
    intake = policy("funding")["intake"]
    if not valid_from <= ask.query.as_of <= policy("funding")["valid_until"]:
        return True
    if ask.query.intakes and "spring 2026" in ask.query.intakes:
        return False
    if ask.query.intakes:
        return intake not in ask.query.intakes
    asked = without_times_behind(without_comparison(ask.asked))
    questions = [s for s in re.split(r"(?<=[.!?])\s+|\n", asked) if s.strip()][-1:]
    if any(_BEGINS_PAST.search(question) for question in questions):
        return True
    years = find_years(" ".join(questions))
    if ask.follows:  # "same in 2025?"; "and a nursery?" after a question of 2022
        earlier = find_years(without_times_behind(ask.query.also))
        told = years or find_years(ask.text) & earlier
        if told and max(told) != valid_from.year and not find_intakes(asked):
            return True
    return (
        bool(years)
        and max(years) != valid_from.year
        and any(_THEN.search(question) for question in questions)
    )


def _holds(slot: str, wanted: str | list[str], ask: Ask, npq: str) -> bool:
    groups: dict[str, dict[str, list[str]]] = policy("funding")
    if slot == "npq":
        return npq in (groups["npqs"][wanted] if isinstance(wanted, str) else wanted)
    if slot == "setting":
        allowed = groups["settings"][wanted] if isinstance(wanted, str) else wanted
        return ask.slots.get("setting", "unknown") in allowed
    if slot == "intake":
        return bool(ask.query.intakes & set(wanted))
    if slot == "head_years":
        years = ask.slots.get("head_years")
        return years is not None and (int(years) <= 5) == (wanted == "first_five")
    return ask.slots.get(slot, "unknown") in wanted
