"""Who gets a scholarship: ordered rules as data, decided from what the person said."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Literal

from assistant.records import Record, policy
from assistant.understand import Ask
from index.terms import find_npqs

Verdict = Literal["yes", "no", "funded", "not_funded", "review", "depends"]
When = dict[str, str | list[str]]


class Decision(Record):
    """The verdict of a funding rule, and the facts that say so, in order of importance.

    `generic` where it turns on the NPQ alone, on nothing that the person said.
    """

    rule: str
    verdict: Verdict
    facts: tuple[str, ...]
    generic: bool = False


class Rule(Record):
    """One row of `policy/funding.yaml`."""

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
    if not ask.about_funding or _about_another_time(ask):
        return None
    npqs, other_before = target_npqs(ask)
    if len(npqs) > 1:
        return None
    npq = npqs[0] if npqs else "none"
    for rule in rules():
        if all(_holds(slot, wanted, ask, npq) for slot, wanted in rule.when.items()):
            closing = [policy("funding")["other_before"]] if other_before else []
            if rule.then not in ("not_funded", "depends"):
                closing.append(policy("funding")["guarantee"])
            return Decision(
                rule=rule.id,
                verdict=rule.then,
                facts=(*rule.facts, *closing),
                generic=set(rule.when) == {"npq"},
            )
    return None


def target_npqs(ask: Ask) -> tuple[list[str], bool]:
    """Return the NPQs wanted, and whether another one is behind the person.

    "had NPQLBC funded in 2023, wants NPQSL" wants NPQSL only.
    """
    before = re.compile(policy("slots")["prior_npq"], re.I)
    wanted, prior = set(ask.query.npqs), set()
    clauses = re.split(r"[,.;:?!\n]|\band\b|\bbut\b", ask.message)
    for clause in clauses:
        for npq in find_npqs(clause) & wanted:
            words = clause.split()
            place = next(
                i for i in range(len(words), -1, -1) if npq in find_npqs(" ".join(words[i:]))
            )
            if before.search(" ".join(words[:place])):
                prior.add(npq)
    if wanted - prior:
        return sorted(wanted - prior), bool(prior)
    return sorted(wanted), False


def _about_another_time(ask: Ask) -> bool:
    valid_from: date = policy("funding")["valid_from"]
    intake = policy("funding")["intake"]
    if ask.query.as_of < valid_from:
        return True
    if ask.query.intakes and "spring 2026" in ask.query.intakes:
        return False
    return bool(ask.query.intakes and intake not in ask.query.intakes)


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
