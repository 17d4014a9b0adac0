"""Who gets a scholarship: ordered rules as data, decided from what the person said."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from assistant.records import Record, policy
from assistant.understand import Ask

Verdict = Literal["yes", "no", "funded", "not_funded", "review", "depends"]
When = dict[str, str | list[str]]


class Decision(Record):
    """The verdict of a funding rule, and the facts that say so, in order of importance."""

    rule: str
    verdict: Verdict
    facts: tuple[str, ...]


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
    npqs = sorted(ask.query.npqs) or ["none"]
    if len(npqs) > 1:
        npqs = [npq for npq in npqs if npq in _first_named(ask.text, npqs)]
    for npq in npqs[:1]:
        for rule in rules():
            if all(_holds(slot, wanted, ask, npq) for slot, wanted in rule.when.items()):
                closing = () if rule.then in ("not_funded", "depends") else (guarantee(),)
                return Decision(rule=rule.id, verdict=rule.then, facts=(*rule.facts, *closing))
    return None


def guarantee() -> str:
    """Return the id of the fact that an eligible person may still get no place."""
    return str(policy("funding")["guarantee"])


def _first_named(text: str, npqs: list[str]) -> list[str]:
    """Prefer the NPQ named last: earlier ones are usually those already done."""
    from index.terms import find_npqs

    tokens = text.split()
    for start in range(len(tokens) - 1, -1, -1):
        found = find_npqs(" ".join(tokens[start:])) & set(npqs)
        if found:
            return sorted(found)
    return npqs


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
