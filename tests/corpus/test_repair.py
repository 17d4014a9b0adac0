"""Repair: damaged text becomes readable, and what is sound stays as it is."""

from __future__ import annotations

import pytest

from corpus.repair import repair, unfold_gbk


def as_gbk(text: str) -> str:
    """Damage text as a Chinese program does that reads UTF-8 as GBK."""
    return text.encode().decode("gbk", "replace")


@pytest.mark.parametrize(
    "sound",
    [
        "You’ll learn how schools don’t lose time.",
        "The teachers’ training takes a year.",
        "He said “read this page.” Then we did.",
        "It takes 5–6 weeks, and you’ll like it.",
        "One course – the short one – isn’t hard.",
    ],
)
def test_given_utf8_read_as_gbk_when_repaired_then_the_marks_are_back(sound: str) -> None:
    found = repair(as_gbk(sound))

    assert found.text == sound
    assert found.unrepaired == ()


def test_given_words_folded_to_simplified_characters_when_repaired_then_they_are_words() -> None:
    text = (
        "贵耻苍诲颈苍驳听\n\nYou鈥檒l find听funding听for a课程 on the award page and in the letter."
    )

    found = repair(text)

    assert found.text.startswith("Funding \n\nYou’ll find funding for a")
    assert "课程" in found.text


def test_given_proof_only_in_quotation_marks_when_repaired_then_they_do_not_count_as_chinese() -> (
    None
):
    assert repair(as_gbk("you’ll “Go” on")).text == "you’ll “Go” on"


@pytest.mark.parametrize(
    "chinese",
    [
        "我们听老师讲课,然后回家。",
        "The word 听 means listen, and 课程 means course; the school teaches both words.",
        "贵校的课程",
    ],
)
def test_given_genuine_chinese_when_repaired_then_it_is_untouched(chinese: str) -> None:
    assert unfold_gbk(chinese) == chinese
    assert repair(chinese).text == chinese


def test_given_ordinary_mojibake_when_repaired_then_ftfy_mends_it_and_quotes_stay_curly() -> None:
    assert repair("the schoolâ€™s rÃ©sumÃ© costs Â£5").text == "the school’s résumé costs £5"
    assert repair("a “quoted” word’s end").text == "a “quoted” word’s end"


def test_given_invisible_characters_when_repaired_then_they_are_gone() -> None:
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    selectors = "\ufe01\U000e0101"
    text = f"\ufeffpro\u00advider\u200b{tags}{selectors} \u202eback\u202c\x07 end\u2028next"

    assert repair(text).text == "provider back end\nnext"


def test_given_odd_spaces_when_repaired_then_they_are_plain() -> None:
    assert repair("1\u00a0500\u202fwords\u3000now").text == "1 500 words now"


def test_given_damage_without_a_cure_when_repaired_then_each_place_is_told() -> None:
    found = repair("All is well here, but this w\ufffdrd is lost.")

    assert len(found.unrepaired) == 1
    assert "w\ufffdrd" in found.unrepaired[0]


def test_given_repaired_text_when_repaired_again_then_nothing_changes() -> None:
    once = repair(as_gbk("You’ll see “both” pages – don’t skip one.")).text

    assert repair(once).text == once
