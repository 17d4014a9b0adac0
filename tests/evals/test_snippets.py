"""Snippets of personal data: their marks hold, other names keep them, scores count pieces."""

from __future__ import annotations

import random

import pytest

from assistant.masking.found import KINDS, Found
from evals.asked_spans import found_right, messages
from evals.renaming import renamed
from evals.snippets import EXAMPLES, LEARN, LOOKED_AT, MEASURED, Snippet, score, snippets


@pytest.mark.parametrize("name", [*LOOKED_AT, LEARN, EXAMPLES, *MEASURED])
def test_given_a_set_when_read_then_every_piece_stands_where_it_says(name: str) -> None:
    lines = snippets(name)

    assert len({line.id for line in lines}) == len(lines)
    for line in lines:
        for kind, value, start in line.personal:
            assert kind in KINDS
            assert line.text.startswith(value, start), line.id


def test_given_sets_that_are_measured_when_compared_then_nothing_in_them_is_learned_from() -> None:
    learned = {s.text for name in (*LOOKED_AT, LEARN, EXAMPLES) for s in snippets(name)}

    assert not learned & {s.text for name in MEASURED for s in snippets(name)}


def test_given_a_snippet_when_renamed_then_its_pieces_still_stand_where_they_say() -> None:
    changed = 0
    for line in snippets("hard")[:100]:
        made = renamed(line, random.Random(line.id))
        changed += made.text != line.text
        assert [kind for kind, _, _ in made.personal] == [
            kind for kind, _, _ in sorted(line.personal, key=lambda piece: piece[2])
        ]
        for _, value, start in made.personal:
            assert made.text.startswith(value, start), line.id
    assert changed > 30


def test_given_pieces_found_when_scored_then_a_part_counts_as_missed_and_no_person_as_wrong() -> (
    None
):
    line = Snippet(id="a-1", text="Jo Field of Ely", personal=(("NAME", "Jo Field", 0),))

    whole = score([line], [[Found(0, 8, "NAME")]])
    part = score([line], [[Found(0, 2, "NAME"), Found(12, 15, "NAME")]])

    assert (whole.recall, whole.precision) == (1.0, 1.0)
    assert (part.recall, part.precision) == (0.0, 0.5)


def test_given_marked_messages_when_read_then_spans_lie_inside_and_apart() -> None:
    for message in messages():
        ends = [0]
        for start, end in message.spans:
            assert ends[-1] <= start < end <= len(message.text), message.id
            ends.append(end)


def test_given_spans_when_held_against_the_marks_then_most_in_common_is_found() -> None:
    assert found_right([(0, 10), (20, 30)], [(0, 9), (40, 45)]) == (1, 1, 1)
