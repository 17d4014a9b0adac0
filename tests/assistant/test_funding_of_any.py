"""Funding where no NPQ is named, and whether one has to pay: the contrary of being funded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.funding import decide
from assistant.understand import Ask

AskIt = Callable[..., Ask]
YES, DEPENDS = "funded", "depends"


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("I'm an FE lecturer, am I eligible for NPQ funding?", DEPENDS),
        ("im in an academy is the npq free", DEPENDS),
        ("We are a secondary school. Can we get funding for NPQs?", DEPENDS),
        ("Are leadership NPQs funded?", DEPENDS),
        ("Are specialist NPQs free for primary schools?", DEPENDS),
        ("Our school is on the disadvantage list. Are NPQs funded for us?", YES),
        ("Are NPQs free?", "not_all"),
    ],
)
def test_given_no_npq_named_when_decided_then_it_turns_on_which(
    ask: AskIt, question: str, verdict: str
) -> None:
    decision = decide(ask(question))

    assert decision is not None
    assert decision.verdict == verdict, decision.rule


@pytest.mark.parametrize(
    ("question", "verdict", "wanted"),
    [
        ("do I have to pay for NPQLL", DEPENDS, True),
        ("I teach in a private school. Do I have to pay for the NPQ?", "yes", True),
        ("Do I have to pay for NPQH? I'm in a state school", YES, False),
        ("Do I not have to pay for NPQLL?", DEPENDS, None),
    ],
)
def test_given_whether_one_has_to_pay_when_decided_then_the_verdict_is_turned(
    ask: AskIt, question: str, verdict: str, wanted: bool | None
) -> None:
    decision = decide(ask(question))

    assert decision is not None
    assert (decision.verdict, decision.wanted) == (verdict, wanted)


@pytest.mark.parametrize(
    "question",
    [
        "I work in an academy. When does NPQ funding open?",
        "How does our secondary school claim NPQ funding?",
        "I teach in a state school, who decides whether NPQs are funded?",
    ],
)
def test_given_a_school_when_asked_something_narrower_then_no_rule_for_any_npq_decides(
    ask: AskIt, question: str
) -> None:
    decision = decide(ask(question))

    assert decision is None or decision.rule not in {"school-any", "listed-any"}
