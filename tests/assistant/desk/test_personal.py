"""Masking: what is personal, what only looks like it, and putting it back."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from masking import FILES, score, snippets

from assistant.desk import known
from assistant.desk.personal import Mask, find_personal, neutral


@pytest.mark.parametrize("file", FILES)
def test_given_invented_snippets_when_masked_then_recall_and_precision_hold(file: str) -> None:
    """Both files were looked at while the rules were made: these are development figures."""
    lines = snippets(file)

    scored = score(lines)

    assert len(lines) >= 150
    assert scored.recall >= 0.98, scored.missed
    assert scored.precision >= 0.95, scored.wrong


@pytest.mark.parametrize("file", FILES)
def test_given_names_on_no_list_when_masked_then_most_are_found_by_what_stands_around(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = snippets(file)
    names = {known.plain(w) for x in lines for _, v, _ in x["personal"] for w in v.split()}
    kept = names - {known.plain(word) for word in known.words_of("words_too")}
    lists = known._names()
    monkeypatch.setattr(known, "_names", lambda: (lists[0] - kept, lists[1] - kept))
    _forget()

    scored = score(lines)

    assert scored.recall >= 0.8, scored.missed
    assert scored.precision >= 0.95, scored.wrong


def _forget() -> None:
    known.is_word_too.cache_clear()
    known.is_ordinary.cache_clear()


@pytest.fixture(autouse=True)
def _own_words() -> Iterator[None]:
    yield
    _forget()


@pytest.mark.parametrize(
    "text",
    [
        "Our URN is 104523 and our UKPRN is 10067412.",
        "The 2025/26 and 2025-26 academic years.",
        "It costs £1,885 or £2,340.00, 50% of it on 1/9/26.",
        "The limit is 1,500 words, on 18 May 2026, for 10 working days.",
        "St Thomas More Catholic Academy in Leeds wants Leading Behaviour and Culture.",
        "Ticket 4471982 and purchase order 7730021.",
        "Is Rose Bruford College on the list for NPQH?",
        "When does the May 2025 intake start, and is April 2027 too late?",
        "May I start in June? Will the SENCO registration ask me in August?",
        "Mark schemes, Grace period, Rowan class: what are they?",
        "Can schools in Doncaster, Croydon and on the Wirral start on Tuesdays?",
        "Has the Isle of Man its own NPQ, as Jersey has?",
        "Ysgol Glan-y-Môr, St Wilfrid's and the Bluebell pre-school share one hub.",
        "Our school is called Ellery Vane Lower, near Sheffield Hallam.",
        "Wich Npq is best for a Ta? Dosnt say anywere on the Gov website.",
        "I qualified on 12/07/1999 and the school opened on 3 September 1994.",
        "The rule of 1 September 2014 changed on 18 May 2026.",
        "Dear Admissions, hello all, To whom it may concern,",
    ],
)
def test_given_figures_and_schools_when_looked_through_then_nothing_is_personal(text: str) -> None:
    assert find_personal(text) == []


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Đặng Thị Thu and Park Ji-hoon asked.", "[NAME 1] and [NAME 2] asked."),
        ("Zsófia Ó Briain, Małgorzata Żak", "[NAME 1], [NAME 2]"),
        (unicodedata.normalize("NFD", "Tell Siân Ní Bhroin."), "Tell [NAME 1]."),
        ("Mr al-Rashid, Miss de Souza", "Mr [NAME 1], Miss [NAME 2]"),
        ("Will Ashby will not come. Will Priya?", "[NAME 1] will not come. Will [NAME 2]?"),
        ("Rose started as costs rose.", "[NAME 1] started as costs rose."),
        ("That worked. ta, gemma w", "That worked. ta, [NAME 1]"),
        ("my colleague kwame says no", "my colleague [NAME 1] says no"),
        ("The Grange\nAll the best, K.", "The Grange\nAll the best, [NAME 1]"),
        ("According to J.K.'s notes", "According to [NAME 1]'s notes"),
        ("Mrs Church met Tom Hall, our head.", "Mrs [NAME 1] met [NAME 2], our head."),
        ("DOB 5/11/68, not 5.11.86", "DOB [BIRTH DATE 1], not [BIRTH DATE 2]"),
        ("Start 3 Sept 2025, 03/09/1989 birth", "Start 3 Sept 2025, [BIRTH DATE 1] birth"),
        ("ext 204 is free", "ext [PHONE 1] is free"),
    ],
)
def test_given_personal_data_in_other_forms_when_masked_then_it_is_hidden(
    text: str, hidden: str
) -> None:
    assert Mask().hide(text) == hidden


def test_given_many_threads_when_they_mask_at_once_then_all_find_the_same() -> None:
    texts = [line["text"] for line in snippets(FILES[1])]
    alone = [Mask().hide(text) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: Mask().hide(text), texts * 4))

    assert together == alone * 4


def test_given_a_name_told_twice_when_masked_then_its_placeholder_is_the_same() -> None:
    mask = Mask()

    first = mask.hide("My name is Priya Nair, priya@example.org.")
    second = mask.hide("Priya Nair rang from 07700 900123 about Priya Nair's TRN 1234567.")

    assert first == "My name is [NAME 1], [EMAIL 1]."
    assert second == "[NAME 1] rang from [PHONE 1] about [NAME 1]'s TRN [TRN 1]."
    assert mask.show(second).startswith("Priya Nair rang from 07700 900123")
    assert mask.personal["[TRN 1]"] == "1234567"


def test_given_placeholders_typed_by_the_writer_when_masked_then_none_is_taken_for_theirs() -> None:
    mask = Mask()

    hidden = mask.hide("[NAME 7] is what Priya Nair wrote.")

    assert hidden == "[NAME 7] is what [NAME 1] wrote."
    assert mask.show(hidden) == "[NAME 7] is what Priya Nair wrote."


def test_given_a_masked_question_when_made_neutral_then_no_placeholder_is_asked() -> None:
    assert neutral("Can [NAME 1] (TRN [TRN 1]) defer?") == "Can someone (TRN ) defer?"
    assert neutral("Can she defer?") == "Can she defer?"


@pytest.mark.parametrize(
    "unit", ["Ab ", "a ", "1 2 3 ", "a.b@", "Mr ", "12/34567 ", "!#$%", "mrs ", "Dear Priya, "]
)
def test_given_hostile_text_when_masked_then_it_takes_seconds_at_most(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    began = time.perf_counter()

    mask = Mask()
    shown = mask.show(mask.hide(text))

    assert shown == text
    assert time.perf_counter() - began < 10


def test_given_a_set_written_blind_when_masked_then_it_is_short_of_the_goal_but_not_by_more() -> (
    None
):
    """First seen: recall 94.5%, precision 97.5%; the goal of 98% recall is missed on it."""
    scored = score(snippets("personal_blind.jsonl"))

    assert scored.recall >= 0.94, scored.missed
    assert scored.precision >= 0.95, scored.wrong
