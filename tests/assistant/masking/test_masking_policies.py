"""The policy files of masking hold together, and its rules for names do what they say."""

from __future__ import annotations

import re

import pytest

from assistant.masking.found import KINDS
from assistant.masking.kinds import put_together
from assistant.masking.names import find_names
from assistant.masking.personal import Mask
from assistant.masking.policies import masking_policy


def test_given_the_policy_when_its_patterns_are_compiled_then_all_are_sound() -> None:
    texts = [text for text in masking_policy("personal").values() if isinstance(text, str)]

    assert len([re.compile(text, re.I) for text in texts if "\\b" in text]) >= 3


def test_given_the_table_of_kinds_when_read_then_each_pattern_tells_what_it_found() -> None:
    listed = masking_policy("kinds")["patterns"]

    assert {entry["kind"] for entry in listed} <= set(KINDS)
    for entry in listed:
        groups = put_together(entry["pattern"]).groupindex
        assert any(name.startswith("found") for name in groups), entry


def test_given_the_parts_of_the_kinds_when_compared_then_each_is_used() -> None:
    policy = masking_policy("kinds")
    text = str(policy)

    assert [part for part in policy["parts"] if f"<<{part}>>" not in text] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sir Isaac Newton Sixth Form", []),
        ("our manager Siobhan", ["Siobhan"]),
        ("Mark schemes; is Mark eligible?", ["Mark"]),
        ("mrs patel and JANE SMITH", ["patel", "JANE SMITH"]),
        ("Signed: K. Whitfield", ["K. Whitfield"]),
        ("We met at Wembley in May.", []),
    ],
)
def test_given_the_rules_for_names_when_applied_then_people_and_no_others_are_found(
    text: str, names: list[str]
) -> None:
    assert [text[name.start : name.end] for name in find_names(text)] == names


def test_given_the_limits_of_the_tagger_when_read_then_every_kind_has_one_and_a_shape() -> None:
    limits, shapes = masking_policy("tagger"), masking_policy("shapes")

    assert set(limits["least_of_the_model"]) == set(shapes) == set(KINDS)
    assert all(0 < least < 1 for least in limits["least_of_the_model"].values())
    assert set(limits["least_of_a_rule"]) <= set(KINDS)
    assert [re.compile(shape, re.I) for shape in shapes.values()]


@pytest.mark.parametrize(
    "text",
    [
        "My daughter is six months old, is childcare available at the events?",
        "Can Harris run it in spring?",
        "How long is the assessment: 2,500 words?",
        "I want to talk to someone about Leading Literacy and Ambition Institute.",
    ],
)
def test_given_words_that_the_model_might_take_for_data_when_masked_then_they_stay(
    text: str,
) -> None:
    assert Mask().hide(text) == text
