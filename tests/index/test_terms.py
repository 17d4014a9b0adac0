"""Words: stems, years and intakes, spelling, everyday words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import index.terms
from corpus.yaml_files import read_yaml
from index.npqs import npq_policy
from index.terms import Speller, find_intakes, find_measures, find_years, guidance_words, stems

NPQS = sorted(npq_policy())


@pytest.mark.parametrize("npq", [npq for npq in NPQS if npq != "NPQML"])
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
        "what about grammarly",  # a name
        "my wifes baby",  # a word with its apostrophe left out
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


def test_given_the_synonyms_when_read_then_every_entry_is_a_pattern_and_words_to_add() -> None:
    path = Path(index.terms.__file__).with_name("synonyms.yaml")
    entries = read_yaml(path)
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
    ("text", "known"), [("asdf qwrt", False), ("how long", True), ("NPQH", True)]
)
def test_given_a_text_when_read_then_it_is_told_from_a_row_of_letters(
    speller: Speller, text: str, known: bool
) -> None:
    assert speller.reads(text) is known
