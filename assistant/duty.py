"""Whether a SENCO needs the qualification: ordered rules as data, decided from what was said."""

from __future__ import annotations

import re
from functools import cache

from assistant.funding import Decision, Rule
from assistant.question_kinds import is_negative, last_question
from assistant.records import policy
from assistant.understand import Ask


@cache
def duty_rules() -> tuple[Rule, ...]:
    """Read the rules in order."""
    return tuple(Rule.model_validate(rule) for rule in policy("senco")["rules"])


def decide_duty(ask: Ask) -> Decision | None:
    """Return what is decided about the duty of SENCOs; None if that is not asked, or not settled.

    Asked by when, the answer is the deadline, unless the person needs no qualification.
    """
    settings = policy("senco")
    of_others = ask.query.npqs - set(settings["npqs"]) or ask.about_funding
    if of_others or ask.query.as_of < settings["valid_from"]:
        return None
    asked = last_question(ask.asked)
    if ask.query.npqs and _says("started", asked) and not _says("started_not", ask.message):
        return Decision(
            rule="started", verdict="no", facts=settings["started_facts"], wanted=ask.yes_no
        )
    if ask.query.npqs and _says("of_other_settings", ask.text if ask.follows else asked):
        facts = settings["other_settings_facts"]
        return Decision(rule="other-settings", verdict="depends", facts=facts, wanted=False)
    if "senco" not in ask.slots or _says("never", ask.message) or _of_another(ask.message, asked):
        return None
    return _of_a_senco(ask, asked)


def _of_another(message: str, asked: str) -> bool:
    """Say whether "I" am asked of while the SENCO is somebody else."""
    another = _says("of_another", message) and not _says("of_oneself", message)
    return another and _says("first_person", asked)


def _of_a_senco(ask: Ask, asked: str) -> Decision | None:
    """Decide for somebody who is, or is to be, a SENCO."""
    settings = policy("senco")
    left = re.sub(settings["deadline"], " ", asked, flags=re.I)
    what_to_do = _says("what_to_do", left)
    plain = any(re.search(form, left, re.I) for form in settings["asks"])
    whether = what_to_do or (plain and not _says("asks_of_other", left))
    if not whether and left == asked:
        return None
    mainstream = ask.slots.get("setting", "unknown") in settings["settings"]
    if not mainstream or _says("elsewhere", ask.message):
        return Decision(
            rule="elsewhere", verdict="depends", facts=settings["elsewhere_facts"], wanted=False
        )
    rule = next((rule for rule in duty_rules() if _holds(rule, ask)), None)
    if not whether and (rule is None or rule.then != "no"):
        return Decision(
            rule="deadline", verdict="depends", facts=settings["deadline_facts"], wanted=False
        )
    flipped = _says("flipped", asked)
    if rule is None or (is_negative(asked) and not flipped):
        return None
    verdict = rule.then
    if flipped and verdict != "depends":
        verdict = "no" if verdict == "yes" else "yes"
    wanted = whether and not what_to_do
    return Decision(rule=rule.id, verdict=verdict, facts=rule.facts, wanted=wanted)


def _says(pattern: str, text: str) -> bool:
    return re.search(policy("senco")[pattern], text, re.I) is not None


def _holds(rule: Rule, ask: Ask) -> bool:
    return all(ask.slots.get(slot, "unknown") in wanted for slot, wanted in rule.when.items())
