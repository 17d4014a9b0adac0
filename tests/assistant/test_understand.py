"""What is understood of a message: the person, the wish for yes or no, years as a head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.understand import (
    Ask,
    Understood,
    _respelt,
    find_slots,
    without_comparison,
    years_as_head,
)
from index.terms import Speller

AskIt = Callable[..., Ask]
Asked = Callable[..., Understood]


@pytest.mark.parametrize(
    ("said", "setting"),
    [
        ("I teach in a state secondary school", "school"),
        ("I am a deputy in an academy", "school"),
        ("We are a multi-academy trust", "trust"),
        ("I lecture in a sixth form college", "sixteen_nineteen"),
        ("I work in further education", "sixteen_nineteen"),
        ("I lead a pupil referral unit", "pupil_referral"),
        ("I teach at an independent special school", "special_independent"),
        ("I work in an independent school. A special one.", "special_independent"),
        ("I teach at a mainstream independent school", "independent"),
        ("My prep school charges fees", "independent"),
        ("I run a private nursery", "early_years"),
        ("I am a childminder in Leeds", "childminder"),
        ("I work in a maintained nursery school", "la_nursery"),
        ("I lead a pre-school class in an infant school", "school_nursery"),
        ("I teach in a virtual school", "virtual_school"),
        ("I teach in a hospital school", "hospital_school"),
        ("I teach at a young offender institution", "young_offender"),
        ("The council employs me to teach across several schools", "la_peripatetic"),
        ("I am a supply teacher for an agency", "agency"),
        ("I am lead mentor for an ITT provider", "lead_mentor"),
        ("A Return to Teaching Adviser referred me", "referred_returner"),
        ("I teach at a British school in Qatar", "overseas"),
        ("How long do courses take", None),
    ],
)
def test_given_where_a_person_works_when_read_then_the_setting_is_known(
    said: str, setting: str | None
) -> None:
    assert find_slots(said).get("setting") == setting


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("our school is on the list", "on_list", "yes"),
        ("our school is in the top 50% for pupil premium", "on_list", "yes"),
        ("our school is not on the list", "on_list", "no"),
        ("none of our schools is on the list", "on_list", "no"),
        ("neither of our schools is on the list", "on_list", "no"),
        ("no school of ours is on the list", "on_list", "no"),
        ("our school isn't on the disadvantage list", "on_list", "no"),
        ("our school has hardly any pupil premium children", "on_list", "no"),
        ("our school is in the RISE programme", "rise", "yes"),
        ("prices will go up", "rise", None),
        ("I am a new headteacher", "role", "headteacher"),
        ("I am an assistant head", "role", "not_head"),
        ("I am head of a small primary", "role", "headteacher"),
        ("I withdrew from it last year", "prior_same", "yes"),
        ("is it for all state schools", "everyone", "yes"),
    ],
)
def test_given_a_circumstance_when_read_then_it_is_known(
    said: str, slot: str, value: str | None
) -> None:
    assert find_slots(said).get(slot) == value


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("I have been a headteacher for three years", 3),
        ("I have been a head for 8 years", 8),
        ("I am in my second year as headteacher", 2),
        ("I am in my 4th year of headship", 4),
        ("two years into my headship", 2),
        ("it is for heads in their first five years", None),
        ("the course takes two years", None),
    ],
)
def test_given_years_as_a_head_when_read_then_they_are_counted(
    said: str, years: int | None
) -> None:
    assert years_as_head(said) == years


def test_given_a_new_head_when_read_then_it_is_the_first_year() -> None:
    slots = find_slots("I am a new headteacher of a primary school")

    assert (slots["role"], slots["head_years"]) == ("headteacher", "1")


def test_given_a_message_when_understood_then_npqs_years_and_intakes_are_found(ask: AskIt) -> None:
    understood = ask("Was leading primary maths funded in autumn 2024 or in 2025?")

    assert understood.query.npqs == {"NPQLPM"}
    assert understood.query.years == {2024, 2025}
    assert understood.query.intakes == {"autumn 2024"}
    assert understood.query.about_past
    assert understood.about_funding


def test_given_today_or_a_proposal_when_understood_then_each_is_told_apart(ask: AskIt) -> None:
    today = ask("Is the SENCO NPQ mandatory?")
    proposed = ask("What did the consultation propose about mentoring?")

    assert not today.query.about_past
    assert not today.query.about_proposals
    assert proposed.query.about_proposals


def test_given_a_person_who_pays_alone_when_understood_then_it_is_not_about_scholarships(
    ask: AskIt,
) -> None:
    assert not ask("Can I pay for it myself in instalments?").about_funding


def test_given_what_was_said_earlier_when_understood_then_it_still_describes_the_person(
    ask: AskIt,
) -> None:
    understood = ask("Is NPQSL funded for me?", "I teach in a hospital school")

    assert understood.slots["setting"] == "hospital_school"


def test_given_a_correction_of_an_earlier_turn_when_understood_then_the_later_word_holds(
    ask: AskIt,
) -> None:
    understood = ask("Sorry, I work in a private nursery now", "I teach in a hospital school")

    assert understood.slots["setting"] == "early_years"


def test_given_a_day_when_understood_then_the_search_is_for_that_day(ask: AskIt) -> None:
    assert ask("Is NPQH free?", as_of=date(2024, 10, 1)).query.as_of == date(2024, 10, 1)


def test_given_misspelt_words_of_the_corpus_when_corrected_then_codes_and_english_stay() -> None:
    speller = Speller(["The headship assessment window opens. Deferral is possible."])

    assert speller.correct("headshp asessment for NPQLTD costs") == (
        "headship assessment for NPQLTD costs"
    )


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Are they free for all, like they were in 2022?", "Are they free for all ?"),
        ("Is it still paid for, as it was in autumn 2023?", "Is it still paid for ?"),
        ("Are courses funded the same as in 2022/23?", "Are courses funded ?"),
        ("Is the fee higher than in 2021?", "Is the fee higher ?"),
        ("What was it like in 2022?", "What was it like in 2022?"),
        ("Was NPQH funded in 2022?", "Was NPQH funded in 2022?"),
        ("Who can apply for spring 2027?", "Who can apply for spring 2027?"),
    ],
)
def test_given_a_time_that_today_is_held_against_when_read_then_the_question_is_about_today(
    question: str, left: str
) -> None:
    assert without_comparison(question) == left


def test_given_a_middle_leader_when_read_then_head_of_year_is_no_headteacher() -> None:
    assert "role" not in find_slots("I'm head of year at a secondary school")
    assert "role" not in find_slots("I am a new head of department in an academy")


@pytest.mark.parametrize(
    "text",
    ["My private (fee-charging) secondary", "A privately run school", "A small private prep"],
)
def test_given_a_school_that_charges_fees_when_read_then_it_is_independent(text: str) -> None:
    assert find_slots(text)["setting"] == "independent"


def test_given_one_question_in_a_long_message_when_understood_then_all_is_searched(
    ask: AskIt,
) -> None:
    asked = ask(
        "I am the SENCO at a small academy near Truro and I was appointed in 2005, long before the"
        " award came in. Do I need the NPQ?"
    )

    assert asked.query.bare == "Do I need the NPQ? (NPQSENCO)"
    assert asked.query.text.startswith("I am the SENCO")
    assert asked.asked == "Do I need the NPQ?"


@pytest.mark.parametrize(
    "message",
    [
        "I completed NPQH in 2021 and became a head in September 2023. Who pays for EHCO?",
        "if i was funded for npqlt in 2022 can i be funded for npqsl now",
        "our deputy joined in autumn 2022, is npqsl free for her?",
        "I was made SENCO in September and never did NASENCO. What must I do?",
        "My deputy did NPQSL some years ago, can she do another?",
    ],
)
def test_given_when_a_person_did_something_when_understood_then_the_question_is_about_today(
    message: str, ask: AskIt
) -> None:
    query = ask(message).query

    assert query.years == query.intakes == frozenset()
    assert not query.about_past


def test_given_a_question_about_what_was_when_understood_then_its_time_stays(ask: AskIt) -> None:
    query = ask("I did NPQH in 2019. Was there a placement?").query

    assert query.years == {2019}
    assert query.about_past


@pytest.mark.parametrize(
    "message",
    [
        "What did I need when I did NPQH?",
        "and did the scholarships end?",
        "My head went on the old NPQH. Was there a project?",
        "Who were the first providers of the SENCO NPQ?",
    ],
)
def test_given_a_question_that_asks_what_was_so_when_understood_then_it_is_about_the_past(
    message: str, ask: AskIt
) -> None:
    assert ask(message).query.about_past


def test_given_two_npqs_and_no_comma_when_understood_then_the_one_asked_for_is_wanted(
    ask: AskIt,
) -> None:
    read = ask("if i was funded for npqlt in 2022 can i be funded for npqsl now")

    assert read.query.npqs == {"NPQSL"}
    assert read.behind == {"NPQLT"}


@pytest.mark.parametrize(
    "message",
    ["sixth form teacher wanting npqlt", "what if we aren't on the list, can i still do npqlt"],
)
def test_given_a_workplace_and_a_wish_when_understood_then_it_is_about_scholarships(
    message: str, ask: AskIt
) -> None:
    assert ask(message).about_funding


def test_given_text_speak_when_spelled_out_then_nothing_is_told_of_it(
    read: Callable[..., Understood],
) -> None:
    understood = read("pls tell me how long u have for the case study")

    assert understood.asks[-1].text.startswith("please tell me how long you have")
    assert understood.corrected is None


def test_given_only_marks_put_in_when_corrected_then_nothing_is_told_of_it() -> None:
    assert not _respelt("im a senco, is it funded", "I'm a SENCO, is it funded")
    assert _respelt("how long is the asessment", "how long is the assessment")


def test_given_earlier_turns_when_understood_then_they_are_searched_besides(read: Asked) -> None:
    asked = read("will I lose my funding", "Can I pause NPQLT?", "I'm pregnant").asks[0]

    assert asked.follows
    assert asked.query.also == "will I lose my funding I'm pregnant Can I pause NPQLT?"
    assert read("will I lose my funding").asks[0].query.also == ""


@pytest.mark.parametrize(
    ("text", "before", "about_funding"),
    [
        ("how do I tell them", "Will I lose my NPQLTD funding?", False),
        ("since when", "Is NPQLTD funded for everyone?", False),
        ("and what about NPQH?", "Is NPQSL funded?", True),
        ("how do I get it funded", "How long is NPQSL?", True),
    ],
)
def test_given_a_follow_up_with_a_question_of_its_own_when_understood_then_that_is_its_subject(
    read: Asked, text: str, before: str, about_funding: bool
) -> None:
    assert read(text, before).asks[0].about_funding is about_funding
