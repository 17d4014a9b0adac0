"""Words: NPQ names in both directions, years and intakes, spelling, everyday words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import index.terms
from index.terms import (
    Speller,
    find_intakes,
    find_measures,
    find_npqs,
    find_years,
    groups_named,
    groups_of,
    guidance_words,
    npq_policy,
    of_any_npq,
    spelled_out,
    stems,
    without_groups,
)

NPQS = sorted(npq_policy())
TEN = {
    "NPQEL", "NPQEYL", "NPQH", "NPQLBC", "NPQLL", "NPQLPM", "NPQLT", "NPQLTD", "NPQSENCO", "NPQSL",
}  # fmt: skip


@pytest.mark.parametrize("npq", NPQS)
def test_given_any_way_of_writing_an_npq_when_read_then_it_is_that_one_and_no_other(
    npq: str,
) -> None:
    entry = npq_policy()[npq]
    written = [npq, npq.lower(), *entry["names"]]
    if npq in TEN:
        written += [entry["label"], entry["label"].upper()]
    written += [f"NPQ{code}" for code in entry["codes"]]
    written += [code for code in entry["codes"] if len(code) >= 3]
    written += [npq.replace("NPQ", "NPQ "), npq.replace("NPQ", "NPQ-")]
    for name in written:
        assert find_npqs(f"Is {name} open to Ms Adeyemi?") == {npq}, name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is NPQLT shorter than NPQLTD?", {"NPQLT", "NPQLTD"}),
        ("LTD or LBC?", {"NPQLTD", "NPQLBC"}),
        ("leading teaching, or leading teacher development", {"NPQLT", "NPQLTD"}),
        ("early headship coaching for someone who holds NPQH", {"EHCO", "NPQH"}),
        ("Leading Behaviour\nand   Culture", {"NPQLBC"}),
        ("the SENDCo's deadline", {"NPQSENCO"}),
        ("NASENCO holders", {"NPQSENCO"}),
        ("the ASO of 2021", {"EHCO"}),
    ],
)
def test_given_several_or_nested_names_when_read_then_each_is_found_once(
    text: str, expected: set[str]
) -> None:
    assert find_npqs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Do NPQs cost anything?",
        "Acorn Catering Ltd. sends an invoice",
        "I shall pay soon, sir.",
        "in my second year of headship",
        "a headship interview on Monday",
        "staff of an early years setting",
        "all about also",
    ],
)
def test_given_words_that_only_look_like_an_npq_when_read_then_none_is_found(text: str) -> None:
    assert find_npqs(text) == frozenset()


@pytest.mark.parametrize("npq", NPQS)
def test_given_a_code_when_spelled_out_then_its_full_name_stands_beside_it_once(npq: str) -> None:
    label = str(npq_policy()[npq]["label"])
    text = spelled_out(f"How long is {npq}?")

    assert npq in text
    assert text.lower().count(label.lower()) >= 1
    assert spelled_out(text) == text


def test_given_a_full_name_when_spelled_out_then_nothing_is_added() -> None:
    assert spelled_out("How long is leading literacy?") == "How long is leading literacy?"


@pytest.mark.parametrize("npq", sorted({*TEN, "EHCO"}))
def test_given_a_code_or_a_name_when_stemmed_then_both_hold_the_same_code(npq: str) -> None:
    label = str(npq_policy()[npq]["label"])

    assert npq.lower() in stems(f"about {npq}")
    assert npq.lower() in stems(f"about {label}")


def test_given_forms_of_a_word_when_stemmed_then_they_meet_and_filler_is_gone() -> None:
    assert stems("What is the funding of it?") == stems("funded") == stems("Funds")
    assert stems("Ms Adeyemi’s course") == stems("Ms Adeyemi course")
    assert stems("what is the") == []


@pytest.mark.parametrize(
    ("text", "years", "intakes"),
    [
        ("in autumn 2024", {2024}, {"autumn 2024"}),
        ("Spring 2025 and Autumn 2025", {2025}, {"spring 2025", "autumn 2025"}),
        ("the autumn term of 2026", {2026}, {"autumn 2026"}),
        ("the spring intake 2026", {2026}, {"spring 2026"}),
        ("2023/24", {2023, 2024}, set()),
        ("2022-2023", {2022, 2023}, set()),
        ("since 2009", {2009}, set()),
        ("£2024 is no year? 1999 neither, nor 20245", {2024}, set()),
        ("this autumn, next year", set(), set()),
    ],
)
def test_given_years_and_intakes_when_read_then_those_written_are_found(
    text: str, years: set[int], intakes: set[str]
) -> None:
    assert find_years(text) == years
    assert find_intakes(text) == intakes


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(["You can defer a scholarship for leading behaviour after maternity leave."] * 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("can I defferr", "can I defer"),
        ("a scholorship please", "a scholarship please"),
        ("leeding behavour", "leading behaviour"),
        ("matternity?", "maternity?"),
    ],
)
def test_given_a_misspelling_when_corrected_then_the_word_of_the_corpus_stands_there(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a scholarship",
        "The weather in Lisbon is lovely",  # English, though not of the corpus
        "NPQLTD, EHCO and a SENDCo",
        "tge",  # too short to be sure
        "qqzzxxyyww",  # near to nothing
        "£1,200 in 2024/25 (see B7)",
        "r.tull@example.org",  # no text-speak for "are"
    ],
)
def test_given_nothing_to_correct_when_corrected_then_the_text_stays(
    speller: Speller, text: str
) -> None:
    assert speller.correct(text) == text


@pytest.mark.parametrize(
    ("everyday", "guidance"),
    [
        ("I am pregnant", "defer"),
        ("he wants to pull out", "withdraw"),
        ("can she have another go", "fail"),
        ("our pre-school", "early years"),
    ],
)
def test_given_everyday_words_when_widened_then_the_words_of_the_guidance_are_added(
    everyday: str, guidance: str
) -> None:
    assert guidance in guidance_words(everyday)


def test_given_words_of_the_guidance_when_widened_then_none_is_added_twice() -> None:
    assert guidance_words("Ms Okafor likes the hall") == ""
    added = guidance_words("I am pregnant and on maternity leave, so I pause").split()
    assert len(added) == len(set(added))
    assert "leave" not in added


def test_given_the_npq_policy_when_read_then_it_holds_the_ten_and_every_name_is_one_npqs() -> None:
    assert {npq for npq in NPQS if npq_policy()[npq]["groups"] not in ([], ["legacy"])} == TEN
    assert groups_of(TEN) == {"specialist", "leadership"}
    owners: dict[str, str] = {}
    for npq, entry in npq_policy().items():
        assert set(entry) == {"label", "groups", "names", "codes"}
        assert entry["names"]
        for name in (*entry["names"], *entry["codes"]):
            assert owners.setdefault(name.lower(), npq) == npq, name


def test_given_the_synonyms_when_read_then_every_entry_is_a_pattern_and_words_to_add() -> None:
    path = Path(index.terms.__file__).with_name("synonyms.yaml")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert entries
    for pattern, added in entries:
        assert str(added).strip()
        assert not re.search(rf"\b(?:{pattern})\b", "", re.I)
        assert not re.search(rf"\b(?:{pattern})\b", "xyzzy", re.I), pattern


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("The suite of autumn 2021 had six NPQs: three of them new", {"6 npqs"}),
        ("It came out on 12 October 2021, ahead of autumn 2022", {"12 octob"}),
        ("two or three events and six to eight hours", {"3 event", "8 hour"}),
        ("£1,949 for a 12-month course", {"1949", "12 month", "12 cours"}),
    ],
)
def test_given_figures_beside_years_when_measured_then_years_neither_count_nor_hide_them(
    text: str, measures: set[str]
) -> None:
    assert measures <= find_measures(text)
    assert not any(measure.startswith("20") for measure in find_measures(text))


@pytest.mark.parametrize(
    ("question", "of_any"),
    [
        ("How long does NPQLL take?", "How long does an NPQ take?"),
        ("is the NPQ in leading literacy compulsory", "is an NPQ compulsory"),
        ("Do I need QTS for the headship qualification?", "Do I need QTS for an NPQ?"),
        ("is the SENCO NPQ a must for a SENCO?", "is an NPQ a must for a SENCO?"),
        ("I'm a SENCO, can I defer?", ""),
        ("How long is it? (NPQ for SENCOs, NPQSENCO)", "How long is it? (an NPQ)"),
        ("How many NPQs are there? (NPQLT)", ""),
        ("Does my NPQSL end date move?", "Does an NPQ end date move?"),
        ("What is the NPQ in senior leadership (NPQSL)?", "What is an NPQ?"),
        ("NPQSL or NPQH?", ""),
        ("How long is EHCO?", ""),
        ("Can I defer?", ""),
    ],
)
def test_given_a_question_about_one_npq_when_put_of_any_then_it_names_none(
    question: str, of_any: str
) -> None:
    assert of_any_npq(question) == of_any


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Leadership NPQs take 18 months.", {"leadership"}),
        ("There are specialist and leadership NPQs.", {"specialist", "leadership"}),
        ("It does not part specialist from leadership NPQs.", {"specialist", "leadership"}),
        ("NPQH is for leadership roles; specialist teams may ask.", set()),
    ],
)
def test_given_a_text_when_read_then_the_groups_that_it_speaks_of_are_found(
    text: str, groups: set[str]
) -> None:
    assert groups_named(text) == groups


def test_given_a_question_about_a_group_when_put_of_any_then_the_group_is_left_out() -> None:
    assert without_groups("How long is a specialist NPQ?") == "How long is an NPQ?"
    assert without_groups("Are leadership NPQs long?") == "Are NPQs long?"
    assert without_groups("What is a leadership role?") == "What is a leadership role?"


def test_given_a_year_of_headship_when_read_then_no_npq_is_named() -> None:
    assert find_npqs("eligible for EHCO (year 6 of headship)") == {"EHCO"}
