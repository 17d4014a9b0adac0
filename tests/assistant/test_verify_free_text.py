"""Free text against the sentences it cites: another wording passes, another meaning does not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.check import comparing
from assistant.check.reach import fitted
from assistant.records import policy
from assistant.verify import check, supported
from index.records import Hit

MakeHit = Callable[..., Hit]

PUMPS = "In 2021 one hub lent its pumps to teachers for 12 months, but only if they paid £40."
FEES = "The provider sends the school an invoice of up to £900 within 10 working days."
TWICE = "Teachers may defer twice unless the provider refuses; heads may not defer."


@pytest.mark.parametrize(
    ("evidence", "statement", "problem"),
    [
        ("NPQH takes eight months.", "NPQH takes 9 months.", "figures"),
        ("NPQH takes 18 months.", "NPQH takes 18 weeks.", "figures"),
        ("NPQH takes a year.", "NPQH takes 18 months.", "figures"),
        ("It closes on the 8th of the month.", "It closes on the 5th of the month.", "figures"),
        ("It had 10,800 places.", "It had ten thousand eighty places.", "figures"),
        ("It starts in November 2026.", "It starts in 12/2026.", "dates"),
        ("One hub gave one-hour sessions.", "1 hub gave 1-day sessions.", "figures"),
        ("NPQH takes 18 to 22 months.", "NPQH takes 22 months.", "one end of a range"),
        ("Send it within 8 working days.", "Send it within 8 days.", "figures"),
        ("Half of the schools joined.", "60% of the schools joined.", "figures"),
        ("It opened on 3 May 2025.", "It opened on 3 May 2026.", "dates"),
        ("It starts in spring 2026.", "It starts in spring 2027.", "dates"),
        ("In 2022 the grant was £200.", "The grant was £200.", "leaves out when"),
        ("Write at least 900 words.", "Write up to 900 words.", "at least"),
        ("One hub gives 2,000 words for it.", "Hubs give 2,000 words for it.", "for all"),
        ("NPQH has no project.", "The leadership NPQs have no project.", "leadership NPQs"),
        ("Some hubs test applicants.", "All hubs test applicants.", "says all"),
        ("All special schools must join.", "All schools must join.", "all special"),
        ("Heads should keep notes.", "Heads keep notes.", "more certain"),
        ("The provider confirms your place.", "DfE confirms your place.", "dfe"),
        (FEES, "The provider sends the school an invoice of £900.", "up to"),
        (TWICE, "Teachers may defer twice.", "unless"),
        (PUMPS, "In 2021 one hub lent its pumps to teachers for 12 months.", "only if"),
        ("Apply before the course starts.", "Apply after the course starts.", "opposite"),
        ("NPQML was funded for all staff.", "NPQML is funded for all staff.", "the past"),
        ("DfE proposed a mentor for each head.", "Each head has a mentor.", "proposal"),
        ("NPQEL includes coaching.", "NPQEL includes coaching by Ofsted inspectors.", "Ofsted"),
        ("There is no separate form.", "You fill in a separate form.", "negation"),
        ("First write the plan, then visit a school.", "First visit a school, then write the plan.",
         "swaps"),
        ("Some people wrongly claim that pumps are free.", "Pumps are free.", "only reports"),
        ("The author asks readers to repeat that pumps are free.", "Pumps are free.", "only rep"),
        ("It is a myth that pumps are free.", "Pumps are free.", "only reports"),
        ("One hub says pumps are free.", "Pumps are free.", "for all|only reports"),
        ("Question 9 asked whether pumps were needed.", "Pumps were needed.", "only reports"),
        ("The hub asks readers to praise it.", "The hub is the best hub.", "best"),
        ("Funded pumps are rare, and hubs may keep them.", "Pumps are funded.", "calls it by"),
        ("Pump rooms are closed, and hubs may keep the keys.", "Pumps are closed.", "calls it by"),
        ("The pump replaced three hoses.", "Three hoses replaced the pump.", "swaps"),
        ("The reform rewrote the terms rather than dropping them.",
         "The reform dropped the terms rather than rewriting them.", "swaps|negation"),
        ("The head signs it before the provider checks the form.",
         "The provider checks the form before the head signs it.", "swaps"),
        ("Before starting, send a form; after starting, ring the school.",
         "Before starting, ring the school; after starting, send a form.", "apart|swaps"),
        ("The board reviewed and approved the evidence for every single one of the pumps.",
         "The board wrote, reviewed and approved the evidence for every single one of the pumps.",
         "changes or adds"),
        ("You can join without a pump.", "You cannot join without a pump.", "negation"),
        ("Staff in the north get full funding.", "Everyone gets full funding.", "everyone"),
        ("DfE sets the cap when a provider accepts a form.",
         "A provider sets the cap when DfE accepts a form.", "swaps|tells apart"),
    ],
)  # fmt: skip
def test_given_a_changed_meaning_when_checked_then_it_is_caught_and_named(
    evidence: str, statement: str, problem: str
) -> None:
    found = "; ".join(supported(statement, [evidence]))

    assert re.search(problem, found, re.I), found


@pytest.mark.parametrize(
    ("evidence", "statement"),
    [
        ("NPQH takes eight months.", "The headship NPQ lasts 8 months."),
        ("In 2024 it had 10,800 places.", "It had ten thousand eight hundred places in 2024."),
        ("It starts in November 2026.", "It starts in 11/2026."),
        ("It began on 1 September 2024.", "It began on 1.9.2024."),
        ("It opened in autumn 2025.", "It opened in autumn '25."),
        ("The SENCO NPQ became the tenth NPQ.", "The 10th NPQ to come was the SENCO NPQ."),
        ("One hub gives two windows.", "1 hub gives 2 windows."),
        ("The window is 1st to 5th May 2026.", "The window is 1 to 5 May 2026."),
        ("NPQH takes a year.", "NPQH lasts 12 months."),
        ("NPQLT takes 12 months to finish.", "Leading teaching is a twelve-month course."),
        ("It opened on 3 May 2025.", "On 3 May 2025 it began."),
        ("It ran in 2023/24.", "It ran in the 2023 to 2024 academic year."),
        ("Half of the schools joined.", "50% of the schools joined."),
        ("The early headship coaching offer is for heads.", "EHCO is meant for headteachers."),
        ("You do not have to be a SENCO.", "There is no need to be a SENCO."),
        ("The guidance says that pumps are free.", "Pumps are free."),
        ("Some people wrongly claim that pumps are free.", "It is wrong to claim, as some people "
               "do, that pumps are free."),
        ("The head signs it before the provider checks the form.",
         "After the head signs it, the provider checks the form."),
        ("The pump was replaced by three hoses.", "Three hoses replaced the pump."),
        ("The hub does not cover travel.", "Travel is not included by the hub."),
        ("Places are capped, and heads can apply in June.", "Yes: heads can apply in June."),
        ("Providers charge a fee, not DfE.", "Providers charge a fee."),
        (FEES, "An invoice of up to £900 is sent to the school by the provider within 10 working "
               "days."),
        (TWICE, "Unless the provider refuses, teachers may defer twice."),
    ],
)  # fmt: skip
def test_given_another_wording_when_checked_then_it_passes(evidence: str, statement: str) -> None:
    assert supported(statement, [evidence]) == ()


def test_given_two_sentences_joined_when_each_clause_has_one_then_it_passes() -> None:
    evidence = ["NPQLT takes 12 months.", "NPQH takes 18 months and includes coaching."]

    assert supported("NPQLT takes 12 months, and NPQH takes 18 months.", evidence) == ()


def test_given_the_figure_of_one_and_the_subject_of_the_other_when_checked_then_it_is_caught() -> (
    None
):
    evidence = ["NPQLT is assessed in 1,500 words.", "NPQH is assessed in 2,500 words."]

    assert supported("NPQLT is assessed in 2,500 words.", evidence)
    assert supported("NPQH takes part in 1,500 words.", evidence)


def test_given_a_list_of_npqs_when_each_is_told_somewhere_then_it_passes() -> None:
    evidence = ["NPQLT takes 12 months.", "NPQLL takes 12 months."]

    assert supported("NPQLT and NPQLL take 12 months.", evidence) == ()
    assert supported("NPQLT and NPQH take 12 months.", evidence)


def test_given_no_evidence_when_checked_then_it_is_caught() -> None:
    assert supported("NPQH takes 18 months.", []) == ("has no evidence",)


def test_given_a_statement_word_for_word_when_checked_then_no_model_is_asked(
    make_hit: MakeHit,
) -> None:
    def never(first: str, second: str) -> float:
        raise AssertionError

    hit = make_hit("NPQH takes 18 months.")

    assert check("Yes. " + hit.sentence.text, [hit], frozenset([hit.sentence.id]), similarity=never)


@pytest.mark.parametrize(("nearness", "passes"), [(-0.01, False), (0.01, True)])
def test_given_another_wording_when_it_is_unlike_what_it_cites_then_it_is_caught(
    nearness: float, passes: bool
) -> None:
    threshold = fitted()["similarity"]

    found = supported(
        "NPQH lasts 18 months.",
        ["NPQH takes 18 months."],
        similarity=lambda first, second: threshold + nearness,
    )

    assert (found == ()) is passes


def test_given_the_policy_when_read_then_patterns_compile_and_wordings_are_whole() -> None:
    told = policy("check")

    for name, value in told.items():
        if isinstance(value, str):
            assert re.compile(value), name
    for pattern, _ in told["rewrite"]:
        assert re.compile(pattern)
    for first, second in told["opposites"]:
        assert re.compile(first), second
        assert re.compile(second), first
    assert all(len(line) > 1 or line == ["pastoral"] for line in told["same"])
    assert all(text == text.strip() and text[0].islower() for text in told["problems"].values())
    assert len(comparing.RULES) == len(set(comparing.RULES))
    assert str(fitted()["fitted_by"]) == "python -m evals.fit_check"
