"""Times that a question sets side by side are each told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.completing import completing
from assistant.understand import Ask
from corpus.records import Standing
from index.records import Hit

AskIt = Callable[..., Ask]
MakeHit = Callable[..., Hit]


def test_given_two_intakes_in_a_question_when_one_is_told_then_the_other_is_added(
    ask: AskIt, make_hit: MakeHit
) -> None:
    spring = make_hit("In spring 2025 the hub asked £885.", fact="spring")
    length = make_hit("The course takes a year.", fact="length")
    autumn = make_hit("In autumn 2024 the hub asked £835.", fact="autumn")
    wanted = ask("What did the hub ask: autumn 2024 against spring 2025?")

    assert completing(wanted, [spring], [spring, length, autumn]) == [autumn]


def test_given_one_sentence_that_tells_both_times_when_completed_then_it_is_added_once(
    ask: AskIt, make_hit: MakeHit
) -> None:
    other = make_hit("Fees differ between hubs.", fact="other")
    both = make_hit("Fees rose between 2019 and 2023.", fact="both")

    assert completing(ask("Fees in 2019 and in 2023?"), [other], [other, both]) == [both]


@pytest.mark.parametrize(
    "question",
    [
        "Did the provider leave in 2024?",
        "Was it funded in 2023/24?",
        "I began in 2024 as a teacher. How long does it take?",
    ],
)
def test_given_no_two_times_side_by_side_when_completed_then_nothing_is_added(
    ask: AskIt, make_hit: MakeHit, question: str
) -> None:
    told = make_hit("The provider left the list.", fact="told")
    later = make_hit("In 2023 and 2024 it was another list.", fact="later")

    assert completing(ask(question), [told], [told, later]) == []


def test_given_a_question_about_a_price_when_only_an_old_one_is_told_then_todays_is_added(
    ask: AskIt, make_hit: MakeHit
) -> None:
    old = make_hit("In 2024 one hub asked £900 for NPQH.", fact="old", standing=Standing.HISTORICAL)
    now = make_hit("One hub asks £1,949 for NPQH in autumn 2026.", fact="now")
    free = make_hit("A scholarship pays the NPQH fee.", fact="free")

    assert completing(ask("What does NPQH cost?"), [old], [old, free, now]) == [now]
    assert completing(ask("What does NPQH cost?"), [now], [old, free, now]) == []
