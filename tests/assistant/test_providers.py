"""A provider by name: what a follow-up that only names one asks."""

from __future__ import annotations

import pytest

from assistant.followups import standalone
from assistant.providers import asked_of_provider, providers_in


@pytest.mark.parametrize(
    ("text", "last", "asked"),
    [
        ("What about Best Practice Network?", "Does Ambition run NPQLL?",
         "Does Best Practice Network run NPQLL?"),
        ("and UCL", "Can I do NPQH with Teach First?", "Can I do NPQH with UCL?"),
        ("Ambition.", "Who do I apply to?", "Who do I apply to? (Ambition)"),
        ("I'm with Teach First", "Can I defer?", "Can I defer? (Teach First)"),
    ],
)  # fmt: skip
def test_given_a_provider_alone_when_it_follows_a_question_then_that_is_asked_of_it(
    text: str, last: str, asked: str
) -> None:
    assert asked_of_provider(text, last) == asked
    assert standalone(text, (last,)).apply(text) == asked


@pytest.mark.parametrize(
    "text",
    ["When does UCL start?", "UCL or Ambition?", "What about the fee?", "Does UCL do NPQEL?"],
)
def test_given_more_than_one_provider_when_it_follows_then_it_stays_its_own(text: str) -> None:
    assert asked_of_provider(text, "Does Ambition run NPQLL?") == ""


def test_given_names_in_passing_when_read_then_each_provider_is_known() -> None:
    assert len(providers_in("bpn, then C of E")) == 2
    assert providers_in("my provider") == []
