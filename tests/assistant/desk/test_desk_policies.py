"""The policy files of reading and drafting hold together."""

from __future__ import annotations

import re

import pytest

from assistant.desk.records import desk_policy
from assistant.records import Outcome


def test_given_the_tones_when_compared_then_they_fill_the_same_places() -> None:
    tones = desk_policy("letter")["tones"]
    fields = [
        {key: re.findall(r"{(\w+)}", text) for key, text in tone.items() if text}
        for tone in tones.values()
    ]

    assert set(tones) == {"plain", "warmer", "short"}
    for tone in tones.values():
        assert set(tone) == set(tones["plain"])
    for tone in fields:
        assert all(fields[0][key] == places for key, places in tone.items())


def test_given_the_tones_when_read_then_no_frame_states_a_fact() -> None:
    for tone in desk_policy("letter")["tones"].values():
        assert not re.search(r"\d|£|\b(?:must|may|not|free|funded)\b", " ".join(tone.values()))


def test_given_the_outcomes_when_one_needs_input_then_its_wording_is_there() -> None:
    assert set(desk_policy("letter")["needs_input"]) == {outcome.value for outcome in Outcome}


@pytest.mark.parametrize("name", ["questions", "segments"])
def test_given_a_policy_when_its_patterns_are_compiled_then_all_are_sound(name: str) -> None:
    texts = [text for text in desk_policy(name).values() if isinstance(text, str)]

    assert len([re.compile(text, re.I) for text in texts if "\\b" in text]) >= 3
