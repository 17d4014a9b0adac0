"""Whether a SENCO needs the qualification: ordered rules as data, decided from what was said."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.funding import Decision
from assistant.question_kinds import is_negative, last_question
from assistant.records import Record, policy
from assistant.understand import Ask


class DutyRule(Record):
    """One row of `policy/senco.yaml`."""

    id: str
    when: dict[Literal["senco", "award"], tuple[str, ...]]
    then: Literal["yes", "no", "depends"]
    facts: tuple[str, ...]


@cache
def duty_rules() -> tuple[DutyRule, ...]:
    """Read the rules in order."""
    return tuple(DutyRule.model_validate(rule) for rule in policy("senco")["rules"])


def decide_duty(ask: Ask) -> Decision | None:
    """Return what is decided about the duty of SENCOs; None if that is not asked, or not settled.

    Asked by when, the answer is the deadline, unless the person needs no qualification.
    """
    settings = policy("senco")
    of_others = ask.query.npqs - set(settings["npqs"]) or ask.about_funding
    if of_others or ask.query.as_of < settings["valid_from"]:
        return None
    asked = last_question(ask.asked)
    if ask.query.npqs and re.search(settings["started"], asked, re.I):
        facts = tuple(settings["started_facts"])
        return Decision(rule="started", verdict="no", facts=facts, wanted=ask.yes_no)
    if "senco" not in ask.slots or re.search(settings["never"], ask.message, re.I):
        return None
    return _of_a_senco(ask, asked)


def _of_a_senco(ask: Ask, asked: str) -> Decision | None:
    """Decide for somebody who is, or is to be, a SENCO."""
    settings = policy("senco")
    by_when = re.search(settings["deadline"], asked, re.I) is not None
    left, text = (re.sub(settings["deadline"], " ", each, flags=re.I) for each in (asked, ask.text))
    what_to_do = re.search(settings["what_to_do"], left, re.I) is not None
    carried = text if "(" in text else ""
    whether = what_to_do or re.search(settings["asks"], f"{left} {carried}", re.I) is not None
    if re.search(settings["asks_of_other"], left, re.I) or not (whether or by_when):
        return None
    elsewhere = ask.slots.get("setting", "unknown") not in settings["settings"]
    if elsewhere or re.search(settings["elsewhere"], ask.message, re.I):
        facts = tuple(settings["elsewhere_facts"])
        return Decision(rule="elsewhere", verdict="depends", facts=facts, wanted=False)
    rule = next((rule for rule in duty_rules() if _holds(rule, ask)), None)
    if not whether and (rule is None or rule.then != "no"):
        facts = tuple(settings["deadline_facts"])
        return Decision(rule="deadline", verdict="depends", facts=facts, wanted=False)
    flipped = re.search(settings["flipped"], asked, re.I) is not None
    if rule is None or (is_negative(asked) and not flipped):
        return None
    verdict = rule.then
    if flipped and verdict != "depends":
        verdict = "no" if verdict == "yes" else "yes"
    wanted = whether and not what_to_do
    return Decision(rule=rule.id, verdict=verdict, facts=rule.facts, wanted=wanted)


def _holds(rule: DutyRule, ask: Ask) -> bool:
    return all(ask.slots.get(slot) in wanted for slot, wanted in rule.when.items())
