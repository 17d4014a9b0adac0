"""A list of providers settles whether one of them offers an NPQ, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.listing import by_listing
from assistant.understand import Ask
from assistant.verdict import settling_first, verdict
from index.records import Hit

AskIt = Callable[..., Ask]
MakeHit = Callable[..., Hit]
LEAD = (
    "In August 2026 the lead providers set up for NPQs are Ambition Institute, Best Practice"
    " Network, LLSE and Teach First."
)
EXCEPT = "NPQLPM is listed with six of the seven lead providers, all except Best Practice Network."
FOUR = "NPQLL is listed with four providers: Ambition Institute, Teach First, NIoT and UCL."
ALL = "All seven lead providers are listed for NPQH and NPQSL."


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("Is Teach First a lead provider?", LEAD, "yes"),
        ("so is Education Development Trust still an npq provider", LEAD, "no"),
        ("Is UCL an NPQ provider?", LEAD, "no"),
        ("Does Harris run NPQH?", LEAD, "no"),
        ("Does BPN do NPQLPM?", EXCEPT, "no"),
        ("Can I take NPQLPM with Ambition?", EXCEPT, "yes"),
        ("Does Best Practice Network offer NPQLL?", FOUR, "no"),
        ("Is NPQLL available through UCL?", FOUR, "yes"),
        ("Does Teach First run NPQH?", ALL, "yes"),
        ("Does Harris run NPQH?", ALL, "no"),
    ],
)
def test_given_a_list_when_one_provider_is_asked_about_then_it_decides(
    ask: AskIt, make_hit: MakeHit, question: str, sentence: str, said: str
) -> None:
    assert verdict(ask(question), [make_hit(sentence)], []) == said


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Was Teach First a lead provider in 2021?", LEAD),
        ("Is Teach First or UCL a lead provider?", LEAD),
        ("Is my hub a lead provider?", LEAD),
        ("Is Ambition the only lead provider?", LEAD),
        ("Does LLSE offer all NPQs?", LEAD),
        ("Does Best Practice Network offer NPQLL?", LEAD),
        ("Is BPN a lead provider?", EXCEPT),
        ("Does Best Practice Network do NPQH and NPQLL?", ALL),
        ("Does UCL charge VAT on NPQH?", ALL),
        ("Does Teach First let you defer NPQH?", ALL),
        ("Do I have to go through Best Practice Network for NPQH?", ALL),
        ("Can I do NPQH with Teach First from Scotland?", ALL),
        ("Has Best Practice Network dropped NPQLPM?", EXCEPT),
        ("Do Church of England schools get a discount?", LEAD),
        ("Can staff at Harris schools do NPQH?", ALL),
        ("Do I need to teach first?", LEAD),
        ("My ambition is headship: do I have to do NPQH?", ALL),
        ("I have a master's from UCL, do I need NPQH?", ALL),
        ("Does Ambition run in the summer?", "Dates are listed online, except in August."),
    ],
)
def test_given_a_list_when_it_does_not_settle_the_question_then_it_says_nothing(
    ask: AskIt, make_hit: MakeHit, question: str, sentence: str
) -> None:
    assert by_listing(ask(question), make_hit(sentence)) is None


def test_given_a_list_further_down_when_one_provider_is_asked_about_then_it_goes_first(
    ask: AskIt, make_hit: MakeHit
) -> None:
    other = make_hit("NPQLPM takes 12 months.", fact="length")
    listing = make_hit(EXCEPT, fact="listing")

    first, *_ = settling_first(ask("Does UCL offer NPQLPM?"), [other, listing], [])
    stays, *_ = settling_first(ask("Does UCL like NPQLPM?"), [other, listing], [])

    assert first.claim == listing.claim
    assert stays.claim == other.claim
