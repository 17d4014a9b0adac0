"""`npq desk`: the gaps list and what was learned, on the command line."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.desk.learning import FILE, learned_folder
from assistant.records import Answer, Outcome
from assistant.store.conversations import Conversations
from assistant.store.engine import open_store
from corpus.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Npq


@pytest.fixture
def asked(settings: Settings) -> None:
    """A store in which three people asked two things in vain."""
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    texts = ["Where can I park at the venue?", "Is parking free at the venues?", "=1+1 in Welsh?"]
    with closing(open_store(settings)) as store:
        for number, text in enumerate(texts):
            outcome = Outcome.NOT_IN_GUIDANCE
            fields = {"question": text, "standalone_question": text, "outcome": outcome}
            answer = Answer(id=f"a{number}", answer="No.", as_of=date(2026, 11, 22), **fields)
            at = late if number else datetime(2026, 7, 1, 22, 59, tzinfo=UTC)
            Conversations(store, clock=lambda at=at: at).keep_turn(f"t{number}", text, answer)  # type: ignore[misc]


@pytest.mark.usefixtures("asked")
def test_given_questions_left_open_when_gaps_are_listed_then_each_group_is_a_line(
    npq: Npq,
) -> None:
    ran = npq("desk", "gaps")

    assert ran.code == 0
    first, second = ran.out.splitlines()
    assert first.startswith("2 times, last on 21 November 2026: ")
    assert second == "Once, on 21 November 2026: =1+1 in Welsh?"


@pytest.mark.usefixtures("asked")
def test_given_a_file_when_gaps_are_listed_then_a_spreadsheet_can_open_it(
    npq: Npq, tmp_path: Path
) -> None:
    ran = npq("desk", "gaps", "--csv", tmp_path / "gaps.csv")

    data = (tmp_path / "gaps.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert ran.out == f"2 gaps are in {tmp_path / 'gaps.csv'}.\n"
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\r\n" not in data
    assert [row["Question"] for row in rows][1] == "'=1+1 in Welsh?"


@pytest.mark.usefixtures("asked")
def test_given_a_day_when_gaps_are_listed_then_it_begins_at_midnight_in_the_uk(npq: Npq) -> None:
    # 22:59 UTC on 1 July is 11:59pm in the United Kingdom, still the first.
    first = json.loads(npq("desk", "gaps", "--json", "--since", "2026-07-01").out)
    second = json.loads(npq("desk", "gaps", "--json", "--since", "2026-07-02").out)

    assert sum(gap["count"] for gap in first["gaps"]) == 3
    assert sum(gap["count"] for gap in second["gaps"]) == 2


def test_given_nothing_asked_when_listed_then_it_is_told(npq: Npq) -> None:
    assert npq("desk", "gaps").out.startswith("There are no gaps")
    assert json.loads(npq("desk", "gaps", "--json").out) == {"gaps": []}
    assert npq("desk", "learned").out.startswith("Nothing was learned yet")


def test_given_a_place_that_cannot_be_written_when_listed_then_one_sentence_says_so(
    npq: Npq, tmp_path: Path
) -> None:
    ran = npq("desk", "gaps", "--csv", tmp_path / "none" / "gaps.csv")

    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "cannot be written" in ran.err


def test_given_cases_when_asked_what_was_learned_then_their_number_and_place_are_told(
    npq: Npq, settings: Settings
) -> None:
    file = learned_folder(settings) / FILE
    file.parent.mkdir(parents=True)
    file.write_text('{"id": "one"}\n{"id": "two"}\n', encoding="utf-8")

    assert npq("desk", "learned").out.startswith("2 cases were learned")
    assert json.loads(npq("desk", "learned", "--json").out) == {"file": str(file), "cases": 2}
