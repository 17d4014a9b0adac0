"""What a question of a mail takes from the rest of it, and what it leaves where it belongs."""

from __future__ import annotations

import pytest

from assistant.desk.letter import as_said_to_you
from assistant.desk.reading import read_text
from assistant.desk.records import Reading
from assistant.desk.understanding import understand_enquiry

FORWARDED = """Hi team,

{cover}

Thanks,
Priya

-----Original Message-----
From: Tom Ashworth <tom@hillview.example>
Sent: 12 November 2026 09:14
To: Priya Nair
Subject: NPQ queries

Hi Priya,

I want to do NPQH next year.
1. Is it funded for academies?
2. How long does it take?

Tom Ashworth
Deputy Headteacher
"""


def _read(text: str, subject: str = "") -> Reading:
    return understand_enquiry(read_text(text, max_chars=20_000, subject=subject))


def _alone(text: str) -> list[str]:
    return [question.standalone for question in _read(text).questions]


@pytest.mark.parametrize(
    "cover",
    [
        "Could you help with the below? Also, is there a deadline this term?",
        "Please see her email underneath. Also, is there a deadline this term?",
    ],
)
def test_given_a_mail_passed_on_with_a_question_when_read_then_both_are_answered(
    cover: str,
) -> None:
    reading = _read(FORWARDED.format(cover=cover))

    assert [q.text.split()[0].lower() for q in reading.questions] == ["is", "is", "how"]
    assert reading.greeting_name == "Priya"
    assert reading.npqs == ("NPQH",)


def test_given_our_own_answer_below_when_read_then_it_is_not_answered_again() -> None:
    text = FORWARDED.format(cover="Thanks for your reply below. Is there a deadline this term?")

    assert len(_read(text).questions) == 1


def test_given_a_lettered_list_without_marks_when_read_then_each_item_is_a_question() -> None:
    found = _alone(
        "Please could you tell us:\n(a) which NPQs are funded this autumn\n"
        "(b) how do we tell which of our schools are on the list\n"
        "(c) If somebody leaves, do we have to pay the money back\n"
        "(d) the cost for staff who aren't eligible"
    )

    assert len(found) == 4
    assert found[2].startswith("If somebody leaves, do we")
    assert found[3].startswith("The cost for staff")


def test_given_a_condition_with_two_parts_when_read_then_it_stays_with_its_question() -> None:
    found = _alone("If a teacher starts a funded NPQ and then drops out, do we pay the money back?")

    assert found == [
        "If a teacher starts a funded NPQ and then drops out, do we pay the money back?"
    ]


def test_given_an_npq_behind_and_one_wanted_when_read_then_questions_are_of_the_one_wanted() -> (
    None
):
    found = _alone(
        "Our head would like EHCO. She completed NPQH in 2021.\n"
        "Who coaches her, and how long does it last?"
    )

    assert all("EHCO" in each.split("(")[-1] for each in found)


def test_given_what_happened_to_a_person_when_read_then_their_question_takes_it() -> None:
    found = _alone(
        "hi, im a senco in hull, started the job in september 2025 and i havent got nasenco. "
        "do i have to do the npq"
    )

    assert "havent got nasenco. Do i have to" in found[0]


def test_given_a_relative_elsewhere_when_read_then_only_their_question_is_about_it() -> None:
    found = _alone(
        "I teach in an academy. Is NPQH funded? My husband teaches at an international school in "
        "Madrid and wonders whether he could get NPQSL paid for."
    )

    assert "Madrid" not in found[0]
    assert "Madrid. Whether he could" in found[1]
    assert "academy" not in found[1]


def test_given_people_at_several_workplaces_when_read_then_no_workplace_is_assumed() -> None:
    reading = _read(
        "One of us works in a sixth form college. Another works in a private nursery.\n"
        "Is NPQSL funded?"
    )

    assert "setting" not in reading.slots


def test_given_is_that_right_when_read_then_the_statement_before_is_what_is_asked() -> None:
    found = _alone(
        "Is NPQH free?\n\nIn addition one of our heads is in her sixth year; she was told EHCO "
        "isn't available to her. Is that correct?"
    )

    assert len(found) == 2
    assert found[1].startswith("One of our heads is in her sixth year")
    assert found[1].endswith("Is that correct?")


@pytest.mark.parametrize(
    ("closing", "name"),
    [
        ("Many thanks\n\nJanet Poole\nBusiness Manager\nTel: 01332 555 0182\n"
         "This email and any attachments are confidential and meant for the recipient.", "Janet"),
        ("Ruth\n\nRuth Calloway\nAssistant Principal (Inclusion)", "Ruth"),
        ("thanks, kelly", "Kelly"),
        ("I look forward to hearing from you.\n\nDr Ann Sole-Price\nDirector of People\n"
         "West College", "Dr Sole-Price"),
        ("Ps. My deputy is keen too.\n\nHanna Broom\nInterim head, Marl Junior", "Hanna"),
        ("Thanks so much\n\nHattie :)", "Hattie"),
        ("T. Aldous", "T. Aldous"),
        ("Yours faithfully,\n\nJ. R. Wether-Stone MA (Oxon)\nHeadmaster", "J. R. Wether-Stone"),
        ("Cheers,\nBig Dave (David Hale)", "David"),
    ],
)  # fmt: skip
def test_given_ways_to_sign_when_read_then_the_writer_is_greeted_by_name(
    closing: str, name: str
) -> None:
    join = " " if closing.islower() else "\n\n"

    assert _read(f"is npqh funded for my school?{join}{closing}").greeting_name == name


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("whether I can keep my place", "whether you can keep your place"),
        ("if I am on the list", "if you are on the list"),
        ("how long it takes us", "how long it takes you"),
        ("whether she has to pay", "whether she has to pay"),
    ],
)
def test_given_an_indirect_question_when_told_back_then_it_speaks_to_the_writer(
    asked: str, said: str
) -> None:
    assert as_said_to_you(asked) == said


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Our school is an independent special school. Can we have NPQH funded? "
         "Would the same apply to leading literacy?",
         "Can we have NPQLL (leading literacy) funded (independent special school)?"),
        ("How many NPQs are there? Which are they?", "Which are they (How many NPQs are there)?"),
        ("One governor was adamant that heads must hold the NPQH. Another thought that this had "
         "gone.\n\nPlease confirm which of them is correct.",
         "One governor was adamant that heads must hold the NPQH. Another thought that this had "
         "gone. Which of them is correct?"),
        ("I missed one session with covid. Will I fail?",
         "I missed one session with covid. Will I fail?"),
        ("We are a prep school. Would our main school staff get a scholarship?",
         "Would our main school staff get a scholarship (independent school)?"),
    ],
)  # fmt: skip
def test_given_a_question_that_leans_on_what_was_told_or_asked_when_read_then_it_stands_alone(
    text: str, alone: str
) -> None:
    assert _alone(text)[-1] == alone


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Can our HLTA do the NPQLBC? She is our pastoral lead. Who approves her application?",
         ["Can our HLTA do the NPQLBC?", "Who approves her application?"]),
        ("I have told her I believe it's all fully online but please correct me if I'm wrong.",
         ["Is it right that it's all fully online?"]),
        ("Also am I right in thinking you need to have an Ofsted number.",
         ["am I right in thinking you need to have an Ofsted number?"]),
        ("Hi, I need a TRN to sign up, where do I find it?", ["where do I find it?"]),
        ("My head is under the impression that being enrolled is enough and I'd like to know if "
         "she's right.", ["Is it right that being enrolled is enough?"]),
        ("Does NPQH from then \"expire\"?", ["Does NPQH from then \"expire\"?"]),
    ],
)  # fmt: skip
def test_given_ways_to_ask_when_read_then_each_question_is_whole(
    text: str, questions: list[str]
) -> None:
    assert [question.text for question in _read(text).questions] == questions


@pytest.mark.parametrize(
    ("told", "slots"),
    [
        ("We are not sure if we are on any list.", {}),
        ("We do not know whether we are on the list.", {}),
        ("She moved from Teacher Development Trust.", {}),
        ("I was a Head of Year before that.", {}),
        ("She has been offered a headship from January.", {}),
        ("Reception teacher here. My head says NPQEYL is only for nurseries.",
         {"setting": "school"}),
        ("I am a teacher in Cardiff.", {"setting": "overseas"}),
    ],
)  # fmt: skip
def test_given_what_is_only_near_to_a_circumstance_when_read_then_it_is_not_taken_for_one(
    told: str, slots: dict[str, str]
) -> None:
    assert _read(f"{told} How do I register?").slots == slots


@pytest.mark.parametrize(
    ("mail", "question", "holds"),
    [
        (
            "Our head is on NPQH and going on maternity leave. Can she defer, and for how long?",
            "for how long",
            "defer",
        ),
        (
            "I failed the NPQLBC assessment. Can I start the course again and would it be funded?",
            "would it be funded",
            "start the course again",
        ),
        (
            "I finished NPQSL in July but haven't had a certificate. Is it on paper?",
            "is it on paper",
            "certificate",
        ),
        (
            "I teach at an international school in Dubai. I'd like NPQH. Can I take it from here?",
            "can i take it from here",
            "Dubai",
        ),
    ],
)
def test_given_a_question_that_leaves_out_what_it_is_about_when_read_then_it_is_put_in(
    mail: str, question: str, holds: str
) -> None:
    found = [alone for alone in _alone(mail) if question in alone.lower()]

    assert found
    assert holds in found[0]


def test_given_an_npq_that_is_behind_when_another_is_wanted_then_questions_are_of_the_other() -> (
    None
):
    found = _alone(
        "He did the NPQML in 2018. Can he get a place on NPQH? Does his earlier NPQML matter? "
        "What would it cost us?"
    )

    assert "(headship, NPQH" in found[-1]


def test_given_several_npqs_when_it_is_asked_how_to_apply_then_none_is_put_in() -> None:
    found = _alone("Three of us want NPQLT, NPQLPM and NPQSL. How do they apply?")

    assert found[-1].endswith("How do they apply?")


def test_given_a_condition_and_its_question_when_read_then_they_are_one() -> None:
    found = _alone(
        "I'm on NPQLL. If my school changes in January because I'm moving, does that affect it?"
    )

    assert len(found) == 1
    assert "changes in January" in found[0]


def test_given_something_to_be_done_when_read_then_the_officer_is_told() -> None:
    reading = _read("I can't log in to register for NPQH. Can you reset it please? Is it funded?")

    assert any("Can you reset it please" in note for note in reading.notes)
    assert [q.text for q in reading.questions] == ["Is it funded?"]


def test_given_a_name_alone_at_the_end_when_read_then_it_is_the_writers() -> None:
    reading = _read("Is NPQSL funded in autumn 2026?\n\nGwendolyn Strake\n12 Larch Close")

    assert reading.greeting_name == "Gwendolyn"
