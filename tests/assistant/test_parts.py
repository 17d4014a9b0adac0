"""One message, one or several questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.parts import said_around, split_parts, stopped, substance

EMAIL = """Subject: courses for our staff
From: Ravi Mistry <ravi@example.org>

Dear team,

I am the business manager of a trust with four primary schools.

1. How long does the NPQ for SENCOs take?
2. Is it assessed by an essay?
3. When can our staff register?

Kind regards,
Ravi"""


def texts(message: str) -> list[str]:
    return [part.text for part in split_parts(message)]


@pytest.mark.parametrize(
    "message",
    [
        "How long does NPQH take?",
        "Is deferral possible if I am ill and my provider agrees?",
        "NPQEL",
        "Do I need to be a SENCO or an aspiring SENCO?",
    ],
)
def test_given_one_question_when_split_then_it_stays_whole(message: str) -> None:
    assert texts(message) == [message]


def test_given_two_questions_joined_by_and_when_split_then_each_is_asked() -> None:
    assert texts("How long does NPQSL take and how is it assessed?") == [
        "How long does NPQSL take",
        "how is it assessed?",
    ]


def test_given_a_second_question_without_its_npq_when_split_then_it_leans_on_the_first() -> None:
    first, second = split_parts("How long does NPQSL take and how is it assessed?")

    assert first.lead == ""
    assert second.lead == "NPQSL"


def test_given_a_second_question_with_its_own_npq_when_split_then_it_leans_on_nothing() -> None:
    parts = split_parts("How is NPQSL assessed? Who is NPQEL for?")

    assert [part.text for part in parts] == ["How is NPQSL assessed?", "Who is NPQEL for?"]
    assert parts[1].lead == ""


def test_given_a_pasted_email_when_split_then_only_its_questions_are_left() -> None:
    parts = split_parts(EMAIL)

    assert [part.text for part in parts] == [
        "How long does the NPQ for SENCOs take?",
        "Is it assessed by an essay?",
        "When can our staff register?",
    ]
    assert parts[1].lead == "NPQSENCO"


@pytest.mark.parametrize(
    "marker", ["1. {} 2. {}", "a) {} b) {}", "(a) {} (b) {}", "> {}\n> {}", "- {}\n- {}"]
)
def test_given_a_list_when_split_then_markers_are_left_out(marker: str) -> None:
    message = marker.format("Can I defer?", "Who marks the assessment?")

    assert texts(message) == ["Can I defer?", "Who marks the assessment?"]


def test_given_a_comparison_when_split_then_each_npq_is_asked_about() -> None:
    parts = texts("Which takes longer, NPQLT or NPQH?")

    assert len(parts) == 2
    assert ["NPQLT" in parts[0], "NPQH" in parts[1]] == [True, True]
    assert all("How long" in part for part in parts)


def test_given_more_questions_than_anyone_asks_when_split_then_there_is_a_bound() -> None:
    message = " ".join(f"Is rule {number} about deferral still in force?" for number in range(60))

    assert 2 <= len(split_parts(message)) <= 12


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_given_any_text_when_split_then_there_is_always_something_to_ask(text: str) -> None:
    parts = split_parts(text)

    assert len(parts) >= 1
    assert all(part.text in text or not part.first or len(parts) > 1 for part in parts)


def test_given_a_request_that_lists_what_it_wants_when_split_then_each_clause_is_a_part() -> None:
    message = (
        "I am a childminder. Could you tell me which NPQ I could take, whether I need a level 3, "
        "and how many hours a week it would take?"
    )

    assert texts(message) == [
        "Could you tell me which NPQ I could take",
        "whether I need a level 3",
        "how many hours a week it would take?",
    ]


def test_given_the_npq_before_the_question_when_split_then_the_question_leans_on_it() -> None:
    message = (
        "Our English lead at a small primary in Kent wants the literacy NPQ this autumn and we "
        "are not on any list that I know of. Will DfE cover it?"
    )

    assert [(part.text, part.lead) for part in split_parts(message)] == [
        ("Will DfE cover it?", "NPQLL")
    ]


def test_given_two_attributes_when_two_npqs_are_compared_then_each_is_asked_of_both() -> None:
    told = texts("NPQSL vs NPQH: who are they for and how long?")

    assert len(told) == 4
    assert sum("long" in text for text in told) == 2
    assert sum("for?" in text for text in told) == 2


def test_given_an_attribute_of_its_own_when_two_are_compared_then_it_is_asked_of_each() -> None:
    told = texts("guided learning hours NPQH vs NPQEL")

    assert [("NPQH" in text, "NPQEL" in text) for text in told] == [(True, False), (False, True)]
    assert all("guided learning hours" in text for text in told)


@pytest.mark.parametrize(
    "leaning", ["Am I right?", "Is that true?", "Can they?", "Does it matter?"]
)
def test_given_a_question_that_leans_on_the_sentence_before_when_split_then_both_are_one(
    leaning: str,
) -> None:
    assert texts(f"My provider says I must attend 90% of the sessions. {leaning}") == [
        f"My provider says I must attend 90% of the sessions. {leaning}"
    ]


def test_given_lettered_clauses_when_split_then_each_is_a_question() -> None:
    told = texts(
        "I am the clerk. We want to know (a) whether our head may have coaching paid for, "
        "(b) whether it is assessed, (c) when it can begin. Many thanks for your help."
    )

    assert len(told) == 3


@pytest.mark.parametrize(
    "message",
    [
        "NPQH vs NPQEL: who will pay for it?",
        "Is there a difference between NPQSL and NPQH in who pays for them?",
    ],
)
def test_given_who_pays_when_two_are_compared_then_it_is_not_who_they_are_for(message: str) -> None:
    assert not any("Who is" in text for text in texts(message))


def test_given_circumstances_beside_a_comparison_when_split_then_they_are_not_asked_about() -> None:
    told = texts(
        "What's the difference between NPQLT and NPQLTD? I've been teaching for 6 months and my "
        "school will pay."
    )

    assert len(told) == 2


def test_given_two_npqs_apart_when_split_then_no_words_are_put_together_anew() -> None:
    told = texts("Does NPQLT count towards NPQSL, or is that different to the NPQML rule?")

    assert not any("count towards ," in text for text in told)


def test_given_a_long_statement_that_a_question_leans_on_when_split_then_it_is_no_question() -> (
    None
):
    told = texts(
        "I have worked at my school for six years as a classroom teacher and am now moving to a "
        "new trust in September with a bigger team. Is that a problem? Does it matter?"
    )

    assert len(told) == 1


def test_given_an_email_when_its_substance_is_taken_then_greeting_and_signature_are_gone() -> None:
    message = (
        "Good morning\nOur manager wants the early years NPQ.\nHow long is it?\n"
        "Sorry to be a nuisance and thank you!!\nTess Varley\ntess@example.org\nSent from a tablet"
    )

    assert substance(message) == "Our manager wants the early years NPQ.\nHow long is it?"


@pytest.mark.parametrize("message", ["Thanks!", "Hello", "How long is NPQH? Thanks"])
def test_given_a_message_that_is_all_one_line_when_its_substance_is_taken_then_it_stays(
    message: str,
) -> None:
    assert substance(message) == message


@pytest.mark.parametrize(
    ("question", "message", "around"),
    [
        ("Will it pay?", "Hi,\nI teach in a small hospital school. Will it pay?\nThanks, Jo", True),
        ("Will it pay?", "Will it pay?", False),
        ("Will it pay?", "Hello there. Will it pay?", False),
        ("How long does NPQH (headship) take?", "NPQH or NPQSL, which is longer?", False),
    ],
)
def test_given_a_question_when_it_is_all_that_is_asked_then_what_else_is_said_is_around_it(
    question: str, message: str, around: bool
) -> None:
    said = said_around(question, message, alone=True)

    assert said == ("I teach in a small hospital school." if around else "")


def test_given_several_questions_when_looked_around_then_only_what_is_told_before_counts() -> None:
    message = (
        "I am the head of a junior school. Is NPQH free for me? My deputy works in a nursery as"
        " well. Is NPQEYL free for her? She is new to us this term."
    )

    assert said_around("Is NPQH free for me?", message, alone=False) == (
        "I am the head of a junior school."
    )
    assert said_around("Is NPQEYL free for her?", message, alone=False) == (
        "I am the head of a junior school. My deputy works in a nursery as well."
    )


def test_given_a_signature_with_an_address_when_split_then_it_is_no_question() -> None:
    told = texts(
        "Hi,\n\nPlease could you send over the cost for our colleague? She starts NPQSL soon.\n\n"
        "Many thanks\nRowan Tull\nFinance Assistant, Greywater Primary\nr.tull@example.org"
    )

    assert len(told) == 1
    assert "cost" in told[0]


def test_given_a_question_that_begins_with_thanks_when_split_then_it_is_kept() -> None:
    told = texts("Can I defer NPQH?\nThanks, and who tells my provider?")

    assert len(told) == 2


@pytest.mark.parametrize(
    "mail",
    [
        "Thanks for getting back to me.\nI am the deputy of a small school.\n"
        "Please tell me about the cost.",
        "Dear team,\nPlease see below.\nMany thanks\nJo\nFrom: Sam\nPlease advise on the cost.",
        "Thanks in advance.\nCould you tell me which NPQ\nsuits a lead and what is the cost?",
    ],
    ids=["thanks first", "a mail below", "a question over two lines"],
)
def test_given_a_sign_off_that_is_not_the_end_when_split_then_what_follows_is_read(
    mail: str,
) -> None:
    assert any("cost" in text for text in texts(mail))


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("Do I have to pay anything for the NPQ or is it all covered", 1),
        ("How long is NPQH or when does it start", 2),
    ],
)
def test_given_two_sides_of_one_question_when_split_then_they_stay_together(
    message: str, count: int
) -> None:
    assert len(split_parts(message)) == count


@pytest.mark.parametrize(
    "message",
    ["if I become a head can i also do ehco", "Can I do NPQH and do EHCO at the same time?"],
)
def test_given_also_inside_a_question_when_split_then_it_stays_whole(message: str) -> None:
    assert [part.text for part in split_parts(message)] == [message]


def test_given_then_and_now_when_split_then_the_question_of_today_is_whole() -> None:
    parts = split_parts("was npqlpm funded for everyone in 2024 and is it now?")

    assert [part.text for part in parts] == [
        "was npqlpm funded for everyone in 2024",
        "is npqlpm funded for everyone now",
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("i work in a pru can i get npqh funded", "i work in a pru. can i get npqh funded"),
        ("agency supply teacher can i get npqlt funded",
         "agency supply teacher. can i get npqlt funded"),
        ("im a new senco when do i have to finish",
         "im a new senco. when do i have to finish"),
        ("started as head in sept is that allowed", "started as head in sept. is that allowed"),
        ("my head wont let me do it can i apply", "my head wont let me do it. can i apply"),
        ("our school is on the list is npqel funded for us",
         "our school is on the list. is npqel funded for us"),
    ],
)  # fmt: skip
def test_given_a_story_that_runs_into_its_question_when_read_then_a_stop_parts_them(
    typed: str, read: str
) -> None:
    assert stopped(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "what if i fail can i resit",
        "if i leave will the trust pay",
        "how long is npqh and can i do it part time",
        "i want to know if can i do it",
        "my head will not let me do it for free",
        "The course I want is NPQSL",
        "I am a head. Can I do NPQEL?",
    ],
)
def test_given_a_question_from_its_first_word_when_read_then_no_stop_is_put_in(typed: str) -> None:
    assert stopped(typed) == typed
