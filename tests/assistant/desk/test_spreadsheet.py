"""Files for a spreadsheet program: nothing in them is worked out, nothing in them is lost."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from string import Formatter

import pytest
from desk_people import AMIRA, ENQUIRY, brought_to, new_desk

from assistant.desk.gaps import Gap
from assistant.desk.records import desk_policy
from assistant.desk.spreadsheet import enquiries_csv, gaps_csv, safe_cell
from assistant.desk.states import State
from assistant.records import Outcome
from assistant.store.engine import Store

HOSTILE = [
    '=HYPERLINK("http://example.org","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\x00=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
]
GAP = Gap(
    label="Is there parking?",
    count=3,
    questions=("Is there parking?", 'May I, "really", park; or not?\nAnd where?'),
    first=datetime(2026, 6, 1, 8, 5, tzinfo=UTC),
    last=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    outcomes={"not_in_guidance": 2, "partly_answered": 1},
    sources={"chat": 2, "enquiry": 1},
    ask_instead="Ask the provider.",
)


def _read(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_given_what_looks_like_a_formula_when_made_a_cell_then_it_is_text(text: str) -> None:
    cell = safe_cell(text)

    assert cell.startswith("'")
    assert cell[1:] == text.replace("\x00", "")


@pytest.mark.parametrize("text", ["", "How long is NPQH?", "1 = 1", "a@example.org", "'quoted'"])
def test_given_plain_text_when_made_a_cell_then_it_is_the_same(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_given_a_hostile_question_when_gaps_are_taken_out_then_every_cell_is_safe(
    text: str,
) -> None:
    gap = GAP.model_copy(update={"label": text, "questions": (text,), "ask_instead": text})

    (row,) = _read(gaps_csv([gap]))

    assert [cell for cell in row.values() if cell[:1] in {*"=+-@＝", "\t", "\r", "\n"}] == []
    assert row["Question"] == row["How people put it"] == safe_cell(text)


def test_given_gaps_when_taken_out_then_each_is_a_row_in_uk_time() -> None:
    (row,) = _read(gaps_csv([GAP]))

    assert row["Question"] == GAP.label
    assert row["Times asked"] == "3"
    assert row["First asked (UK time)"] == "2026-06-01 09:05"
    assert row["Last asked (UK time)"] == "2026-11-22 09:30"
    assert row["What the assistant said"] == "Not in the guidance: 2, Partly answered: 1"
    assert row["Where it was asked"] == "Chat: 2, Enquiry: 1"
    assert row["How people put it"] == "\n".join(GAP.questions)


def test_given_no_gaps_when_taken_out_then_the_columns_are_there() -> None:
    text = gaps_csv([])

    assert _read(text) == []
    assert text.count("\r\n") == 1


def test_given_enquiries_when_taken_out_then_who_wrote_is_not_told(store: Store) -> None:
    desk = new_desk(store)
    brought_to(State.ESCALATED, desk)
    subject = "=1+1 from Jo Field, jo.field@example.org"
    desk.paste(AMIRA, ENQUIRY.model_copy(update={"subject": subject}))

    text = enquiries_csv(desk.enquiries(AMIRA))
    new, passed_on = _read(text)

    assert "Field" not in text
    assert "jo.field" not in text
    assert new["Subject"].startswith("'=1+1 from [NAME 1]")
    assert (new["Stage"], passed_on["Stage"]) == ("New", "Passed to a queue")
    assert passed_on["Queue"] == "NPQ policy"
    assert passed_on["Received (UK time)"] == "2026-11-22 09:31"
    assert passed_on["Written by"] == "amira@example.org"


def test_given_the_wording_when_read_then_every_column_source_and_outcome_has_some() -> None:
    policy = desk_policy("gaps")

    assert set(policy["columns"]["gaps"]) == set(Gap.model_fields)
    assert set(policy["outcomes"]) <= {outcome.value for outcome in Outcome}
    assert set(policy["sources"]) == {"chat", "enquiry"}
    assert 0 < policy["similarity"] < 1
    for table in policy["columns"].values():
        assert len(set(table.values())) == len(table)
    for name, sentence in policy["said"].items():
        places = {place for _, place, _, _ in Formatter().parse(sentence) if place}
        assert places <= {"count", "file", "last", "label"}, name
        assert sentence.endswith((".", "{label}")), name
