"""The policy file of the workbench holds together."""

from __future__ import annotations

import re

import pytest

from assistant.desk.inputs import open_marks
from assistant.desk.letter import source_line
from assistant.desk.records import desk_policy
from assistant.records import Source
from corpus.records import Kind, Standing

POLICY = desk_policy("workbench")
GIVEN = {
    "no_index": {},
    "edited_by_hand": {},
    "tone": {"tone": "a", "tones": "b"},
    "too_many_questions": {"length": "1", "limit": "2"},
    "say_why": {"count": 2},
    "not_kept": {"id": 1, "why": "It is."},
}


def test_given_every_wording_of_a_gap_when_counted_then_it_is_an_open_mark() -> None:
    letter = desk_policy("letter")

    for wording in (*letter["needs_input"].values(), letter["no_question"]):
        assert open_marks(f"Before {wording} after") == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("[ needs your  input", 1),
        ("[NEEDS YOUR INPUT: a] [Needs\nyour input]", 2),
        ("You need your input. [a note] [NEEDS YOUR INPUTS]", 0),
        ("", 0),
    ],
)
def test_given_a_mark_written_otherwise_when_counted_then_marks_and_no_others_are(
    text: str, count: int
) -> None:
    assert open_marks(text) == count


def test_given_the_refusals_when_filled_in_then_each_is_a_sentence() -> None:
    assert set(POLICY["refusals"]) == set(GIVEN)
    for name, values in GIVEN.items():
        text = POLICY["refusals"][name].format(**values)
        assert re.fullmatch(r"[A-Z].+\.", text)
        assert "{" not in text


def test_given_a_source_as_the_letter_lists_it_when_matched_then_it_is_seen_as_one() -> None:
    source = Source(
        number=7,
        document_id="a",
        title="NPQ courses",
        publisher="DfE",
        kind=Kind.GUIDANCE,
        status=Standing.CURRENT,
        url="https://example.org/a",
        updated="2026-05",
        section="",
        passage="a#1",
        quotes=(),
        standings=(),
    )

    found = re.match(POLICY["document"]["source"], source_line(source))
    assert found
    assert found["number"] == "7"
    assert re.findall(POLICY["document"]["link"], source_line(source)) == ["https://example.org/a"]


def test_given_the_names_of_files_when_filled_in_then_only_the_number_is_in_them() -> None:
    for name in POLICY["file_names"].values():
        assert re.findall(r"{(\w*)}", name) == ["id"]
        assert re.fullmatch(r"[a-z-]+", name.format(id="x"))
