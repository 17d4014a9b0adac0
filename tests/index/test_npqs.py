"""NPQ names in both directions, groups, and a question about one put of any."""

from __future__ import annotations

import pytest

from index.npqs import (
    find_npqs,
    groups_named,
    groups_of,
    npq_policy,
    of_any_npq,
    spelled_out,
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


def test_given_the_npq_policy_when_read_then_it_holds_the_ten_and_every_name_is_one_npqs() -> None:
    assert {npq for npq in NPQS if npq_policy()[npq]["groups"] not in ([], ["legacy"])} == TEN
    assert groups_of(TEN) == {"specialist", "leadership"}
    owners: dict[str, str] = {}
    for npq, entry in npq_policy().items():
        assert set(entry) == {"label", "groups", "names", "codes"}
        assert entry["names"]
        for name in (*entry["names"], *entry["codes"]):
            assert owners.setdefault(name.lower(), npq) == npq, name


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
    assert find_npqs("seven years into headship, is EHCO free?") == {"EHCO"}
