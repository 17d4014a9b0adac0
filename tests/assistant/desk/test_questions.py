"""The questions of the invented mails, and how each is made to stand alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import mails, mark

from assistant import desk
from assistant.desk.questions import find_questions
from assistant.desk.reading import read_text
from assistant.desk.records import Reading, desk_policy
from assistant.desk.understanding import understand_enquiry
from assistant.understand import find_slots


def _read(text: str, subject: str = "") -> Reading:
    return understand_enquiry(read_text(text, max_chars=20_000, subject=subject))


@pytest.mark.parametrize("held_out", [False, True])
def test_given_invented_mails_when_read_then_every_question_is_found_and_none_invented(
    held_out: bool,
) -> None:
    wanted = mails(held_out=held_out)

    marked = [mark(mail) for mail in wanted]

    assert len(wanted) == 20
    assert sum(not mail.missed for mail in marked) >= 0.95 * len(marked), marked
    assert [mail for mail in marked if mail.invented] == []


@pytest.mark.parametrize(
    "text",
    [
        "Could you please help me with a couple of questions?",
        "I hope that you are well. How are you?",
        "Let me know if you need her TRN.",
        "When I rang last week, they said that someone would call back.",
        "Please confirm that you have received this.",
        "The course covers how children learn to read.",
        "Have a lovely half term.",
        "Please don't fob us off with a leaflet.",
        "Can you answer the two questions below?",
        "I'd be grateful for your help.",
        "Let me know if there is anything else you need.",
    ],
)
def test_given_politeness_and_statements_when_read_then_no_question_is_found(text: str) -> None:
    assert find_questions(text) == []


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("No rush, but can I defer my NPQ?", ["can I defer my NPQ?"]),
        ("Thanks for letting me know, is the NPQH free?", ["is the NPQH free?"]),
        ("Please send me details of:\n- cost of NPQH\n- how do I apply for it",
         ["cost of NPQH?", "how do I apply for it?"]),
        ("What I want to know is whether fees are refundable.", ["whether fees are refundable?"]),
        ("My head wants to know who marks it, and who pays.", ["who marks it?", "who pays?"]),
        ("Any information on start dates would be appreciated.", ["start dates?"]),
        ("My head is worried that we would lose the place.", ["we would lose the place?"]),
        ("It lasts\na year. After she has done it, who writes to her?",
         ["After she has done it, who writes to her?"]),
        ("What I can't work out from the page is how long it takes.", ["how long it takes?"]),
        ("If you could let me know about fees and dates, I'd be glad.", ["fees?", "dates?"]),
        ("I assume the window is eight days, please correct me if not.",
         ["Is it right that the window is eight days?"]),
        ("1) Certificates - how do they get them. 2) When does it start.",
         ["how do they get them?", "When does it start?"]),
        ("Is it free for schools below the top half?",
         ["Is it free for schools below the top half?"]),
        ("Have the fees gone up since last year", ["Have the fees gone up since last year?"]),
        ("How long is NPQH? | Is NPQH free? | Do I need QTS?",
         ["How long is NPQH?", "Is NPQH free?", "Do I need QTS?"]),
        ("How long is NPQH - is it 18 months?", ["How long is NPQH - is it 18 months?"]),
        ("Can a participant defer, e.g. for maternity leave?",
         ["Can a participant defer, e.g. for maternity leave?"]),
        ("Our TA would love to do NPQLTD, could she?", ["could she?"]),
        ("Do I have to do the SENCO NPQ, and if so by when?",
         ["Do I have to do the SENCO NPQ?", "if so by when?"]),
        ("Could a childminder we work with, Janice, do NPQEYL too?",
         ["Could a childminder we work with, Janice, do NPQEYL too?"]),
        ("Is NPQLT funded? And NPQSL?", ["Is NPQLT funded?", "NPQSL?"]),
        ("hi i teach in hull and want to do npqh but how long does it take and is it free for us "
         "also do we need a sponsor thanks bo",
         ["how long does it take?", "is it free for us?", "do we need a sponsor?"]),
        ("Staff | Course | Question\nBo | NPQH | how long is it\nAl | NPQSL | is it free",
         ["how long is it?", "is it free?"]),
    ],
)  # fmt: skip
def test_given_needs_told_without_a_mark_when_read_then_they_are_questions(
    text: str, questions: list[str]
) -> None:
    assert [question.text for question in find_questions(text)] == questions


def test_given_a_question_that_leans_on_the_mail_when_read_then_it_stands_alone_as_told() -> None:
    reading = _read(
        "I am the bursar of an independent school. We want NPQSL in autumn 2026.\n\n"
        "1. Is it funded?\n2. Who are the NPQ lead providers for all NPQs?"
    )

    assert [question.standalone for question in reading.questions] == [
        "Is it funded (senior leadership, NPQSL, independent school, autumn 2026)?",
        "Who are the NPQ lead providers for all NPQs?",
    ]
    assert reading.questions[0].assumed == (
        "NPQ: NPQSL, named elsewhere in the enquiry",
        "Setting: independent school",
        "Intake: autumn 2026",
    )
    assert reading.questions[1].assumed == ()


@pytest.mark.parametrize(
    ("mail", "number", "told", "not_told"),
    [
        ("I'm on NPQLT and pregnant. Can I pause it? Will I lose my funding if I do?",
         1, "pause", ""),
        ("I'm at Oak Primary and want NPQLL. How long does it take?", 0, "NPQLL", "Oak Primary"),
        ("NPQLBC: what does the assessment involve? How long will I have to write it?",
         1, "the assessment", ""),
        ("My TA, who's brilliant, also wants NPQLPM but isn't a teacher, is she allowed?",
         0, "isn't a teacher", ""),
        ("I want NPQLPM. I've lost my TRN. How do I find it?", 0, "TRN", "NPQLPM)"),
        ("I'm on NPQLT. Who do I tell - you or my provider?", 0, "Who do I tell", "provider?. "),
    ],
)  # fmt: skip
def test_given_a_question_that_lacks_its_subject_when_read_then_that_is_taken_over(
    mail: str, number: int, told: str, not_told: str
) -> None:
    alone = _read(mail).questions[number].standalone

    assert told in alone
    assert not not_told or not_told not in alone


def test_given_a_subject_that_only_names_an_npq_when_read_then_it_is_no_question() -> None:
    enquiry = read_text("How long does it take?", max_chars=99, subject="NPQ for leading literacy?")

    assert [q.text for q in understand_enquiry(enquiry).questions] == ["How long does it take?"]


def test_given_a_setting_only_inside_a_question_when_read_then_it_is_not_the_writers() -> None:
    reading = _read("I work at a primary school.\n1. Is NPQH from Wales valid?\n2. Is NPQSL free?")

    assert reading.slots["setting"] == "school"


def test_given_a_forwarded_mail_without_own_question_when_read_then_the_earlier_one_is_read() -> (
    None
):
    reading = _read("Fw: query\n\nPlease draft a reply.\n\n> Is NPQH compulsory?\n> Regards, Al")

    assert [question.text for question in reading.questions] == ["Is NPQH compulsory?"]
    assert reading.notes == (desk_policy("questions")["notes"]["forwarded"],)


def test_given_a_covering_note_and_a_disclaimer_when_read_then_the_mail_below_is_read() -> None:
    reading = _read(
        "Can you answer the question below please?\n\nSam\nOffice\n\nHave you considered the "
        "environment before printing this?\n\n-----Original Message-----\nFrom: Bo\n\n"
        "Is NPQH compulsory?"
    )

    assert [question.text for question in reading.questions] == ["Is NPQH compulsory?"]


def test_given_a_question_in_the_subject_when_read_then_it_comes_first_if_it_is_new() -> None:
    assert [q.text for q in _read("Is it free?", "Re: How long is NPQH?").questions] == [
        "How long is NPQH?", "Is it free?",
    ]  # fmt: skip
    assert len(_read("How long is NPQH?", "How long is NPQH?").questions) == 1
    assert len(_read("Is one year of mastery enough?", "NPQ maths - mastery?").questions) == 1
    assert len(_read("How long is NPQH?", "Price of NPQH?").questions) == 2


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Our deputy is moving school. Can she carry on?",
         "Our deputy is moving school. Can she carry on?"),
        ("I am a teaching assistant. Am I allowed to take NPQLL?",
         "I am a teaching assistant. Am I allowed to take NPQLL?"),
        ("I'm a deputy, can I do NPQH?", "I'm a deputy. Can I do NPQH?"),
        ("The head left in May; does that matter?", "The head left in May. Does that matter?"),
        ("I'd like to know, can I do one?", "Can I do one?"),
        ("Is NPQH compulsory? If not, since when?", "If not, since when (Is NPQH compulsory)?"),
        ("The page is blue. How long is NPQH?", "How long is NPQH?"),
        ("The page is blue. Is there a fee for NPQH?", "Is there a fee for NPQH?"),
    ],
)  # fmt: skip
def test_given_a_question_that_needs_what_stands_before_when_read_then_it_takes_it(
    text: str, alone: str
) -> None:
    assert _read(text).questions[-1].standalone == alone


def test_given_a_signature_in_capitals_when_read_then_the_greeting_is_not() -> None:
    reading = _read("IS IT FREE?\n\nREGARDS\nMRS J LUMLEY")

    assert reading.greeting_name == "Mrs Lumley"


def test_given_no_question_when_read_then_a_note_says_so() -> None:
    reading = _read("Thank you for the certificate.\n\nRegards\nMaureen")

    assert reading.questions == ()
    assert reading.notes == (desk_policy("questions")["notes"]["none"],)


def test_given_sixty_questions_when_read_then_all_are_listed_and_the_limit_is_told() -> None:
    reading = _read("\n".join(f"{n}. Is module {n} of NPQSL assessed?" for n in range(1, 61)))

    assert len(reading.questions) == 60
    assert "60 questions were found; the first 30" in reading.notes[0]


@pytest.mark.parametrize(
    ("text", "subject", "writer", "greeting"),
    [
        ("Is it free?\n\nWarm regards,\nMrs L Penhale\nAdmissions", "", "Mrs L Penhale",
         "Mrs Penhale"),
        ("Is it free?\n\nRegards\nG. Pocklington (Mr)\nSite office", "", "Mr G. Pocklington",
         "Mr Pocklington"),
        ("Is it free? Regards, Tariq", "", "Tariq", "Tariq"),
        ("Is it free?\n\nThanks,\nThe Office Team", "", "", ""),
        ("From: Kezia Marlowe <k@example.org>\nSubject: NPQ\n\nIs it free?", "", "Kezia Marlowe",
         "Kezia"),
        ("My name is Priya Nair. Is it free?", "", "Priya Nair", "Priya"),
    ],
)  # fmt: skip
def test_given_a_sign_off_when_read_then_the_writer_is_known(
    text: str, subject: str, writer: str, greeting: str
) -> None:
    reading = _read(text, subject)

    assert (reading.writer, reading.greeting_name) == (writer, greeting)


def test_given_the_labels_of_the_policy_when_read_by_the_engine_then_they_mean_their_slot() -> None:
    policy = desk_policy("questions")

    for slot, labels in (("setting", "settings"), ("on_list", "on_list"), ("rise", "rise")):
        for value, label in policy[labels].items():
            assert find_slots(label)[slot] == value


def test_given_the_patterns_of_the_policy_when_looked_for_then_each_is_used() -> None:
    rooms = (Path(desk.__file__).parent, Path(desk.__file__).parents[1] / "pages" / "desk")
    code = "".join(f.read_text(encoding="utf-8") for room in rooms for f in room.glob("*.py"))
    entries = [name for name in desk_policy("questions") if not name.startswith("leans_")]

    read = re.findall(r'\bpattern\("(\w+)"\)|(?:policy|"questions"\))\["(\w+)"\]', code)
    tables = {"settings", "on_list", "rise"}  # read by the names of slots
    assert set(entries) - tables <= {name for pair in read for name in pair}
