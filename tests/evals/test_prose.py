"""Prose of other systems read as a behaviour."""

from __future__ import annotations

import pytest

from evals.systems.prose import behaviour_of


@pytest.mark.parametrize(
    ("text", "behaviour"),
    [
        ("NPQH takes 18 months.", "answer"),
        ("No. NPQs are not funded for private schools.", "answer"),
        ("I do not know.", "abstain"),
        ("I don’t have enough information to answer that.", "abstain"),
        ("The guidance does not say how many places there are.", "abstain"),
        ("Unfortunately, I couldn't find that in the context.", "abstain"),
        ("Which NPQ do you mean?", "clarify"),
        ("That depends. Could you tell me which NPQ you are asking about?", "clarify"),
        ("I cannot do that.", "refuse"),
        ("Sorry, I can't help with that.", "refuse"),
        ("You can apply in spring. Does that help?", "answer"),
        ("It depends on your role: heads pay nothing, others may pay.", "answer"),
    ],
)
def test_prose_is_read_as_what_it_does(text: str, behaviour: str) -> None:
    assert behaviour_of(text) == behaviour
