"""Masking by kind: addresses, handles, banks, IDs, cars, files, minutes, and what is spelt out."""

from __future__ import annotations

import pytest

from assistant.masking.found import KINDS
from assistant.masking.personal import Mask, find_personal, neutral


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (
            "Send it to 27 Fernhill Road, Tilbury RM18 8QZ",
            "Send it to [ADDRESS 1], Tilbury [POSTCODE 1]",
        ),
        ("flat 2b, 16 Marine Parade, Hove, BN3 9PX", "[ADDRESS 1], Hove, [POSTCODE 1]"),
        ("new address from 1 June - 77 Lime Avenue", "new address from 1 June - [ADDRESS 1]"),
        ("my address is now 4a beech avenue, hexham", "my address is now [ADDRESS 1], hexham"),
        ("I live at The Old Forge, Ufford", "I live at [ADDRESS 1], Ufford"),
        (
            "Rose Cottage, Church Lane, Ufford, IP13 6DS",
            "[ADDRESS 1], Ufford, [POSTCODE 1]",
        ),
        ("Pam Oster\n22 Hawthorn Crescent\nKeighley", "[NAME 1]\n[ADDRESS 1]\nKeighley"),
        ("post it to Elm Road 9, Otley LS21 9QQ", "post it to [ADDRESS 1], Otley [POSTCODE 1]"),
    ],
)
def test_given_a_home_when_masked_then_house_and_street_are_hidden(text: str, hidden: str) -> None:
    assert Mask().hide(text) == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Twitter @ollie_teaches, insta: ollie.t.maths", "Twitter [HANDLE 1], insta: [HANDLE 2]"),
        ("Discord: NightOwl#0042", "Discord: [HANDLE 1]"),
        ("my username is jfarrow82", "my username is [HANDLE 1]"),
        ("on linkedin.com/in/marta-kow-91", "on linkedin.com/in/[HANDLE 1]"),
        ("sanjay.m: hi\nnpq_nerd99: hey", "[HANDLE 1]: hi\n[HANDLE 2]: hey"),
        ("write to n dot shah at oakfield dot sch dot uk", "write to [EMAIL 1]"),
        ("j.bloggs [at] oakfield [dot] org", "[EMAIL 1]"),
        ("halima(at)example.org", "[EMAIL 1]"),
        ("ring oh seven seven double oh nine hundred one two three", "ring [PHONE 1]"),
        ("zero one six one, four nine six, zero double two seven", "[PHONE 1]"),
    ],
)
def test_given_ways_to_reach_somebody_when_masked_then_they_are_hidden(
    text: str, hidden: str
) -> None:
    assert Mask().hide(text) == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (
            "sort code: 60 83 71 account number: 12093847",
            "sort code: [BANK NUMBER 1] account number: [BANK NUMBER 2]",
        ),
        ("Pay 60-83-71 / 12093847", "Pay [BANK NUMBER 1] / [BANK NUMBER 2]"),
        ("IBAN: DE89 3704 0044 0532 0130 00", "IBAN: [BANK NUMBER 1]"),
        ("card number 4929 1234 5678 9012", "card number [BANK NUMBER 1]"),
        ("NHS number 485 777 3456", "NHS number [ID NUMBER 1]"),
        (
            "passport no. 120382978, staff ID E40213",
            "passport no. [ID NUMBER 1], staff ID [ID NUMBER 2]",
        ),
        ("driving licence OKAFO 803124 AB9CD", "driving licence [ID NUMBER 1]"),
        (
            "Payroll ref TG-019923; hospital no. H447192",
            "Payroll ref [ID NUMBER 1]; hospital no. [ID NUMBER 2]",
        ),
        ("reg WX19 ZRT, was K123 ABC", "reg [NUMBER PLATE 1], was K123 ABC"),
        ("car reg: K123 ABC", "car reg: [NUMBER PLATE 1]"),
    ],
)
def test_given_numbers_of_one_person_when_masked_then_they_are_hidden(
    text: str, hidden: str
) -> None:
    assert Mask().hide(text) == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Priya_Raman_NPQH.pdf", "[NAME 1]_NPQH.pdf"),
        ("scan_0003_OkonkwoC.jpg", "scan_0003_[NAME 1].jpg"),
        ("Smith_J_NPQSL.docx", "[NAME 1]_NPQSL.docx"),
        ("AP - chase UCL; cc'd by HB", "[NAME 1] - chase UCL; cc'd by [NAME 2]"),
        ("cv_danielokafor.docx", "cv_[NAME 1].docx"),
        ("RJ reported that it is late.", "[NAME 1] reported that it is late."),
        ("Action: RJ to email UCL", "Action: [NAME 1] to email UCL"),
        (
            "Minutes. Present: AB, CDF. Book a room (LH). HT to sign; AB to ring DfE.",
            "Minutes. Present: [NAME 1], [NAME 2]. Book a room ([NAME 3])."
            " HT to sign; [NAME 1] to ring DfE.",
        ),
        ("it is M-U-M-B-Y for N-P-Q-H", "it is [NAME 1] for N-P-Q-H"),
        ("HI I AM PATIENCE MOYO I TEACH", "HI I AM [NAME 1] I TEACH"),
        ("MY NAME IS GRACE OKORO", "MY NAME IS [NAME 1]"),
        ("am now mrs joanna oyelowo (was jo brackley)", "am now mrs [NAME 1] (was [NAME 2])"),
        ("tell kieran oduya now", "tell [NAME 1] now"),
        ("my name is abdullahi yusuf warsame", "my name is [NAME 1]"),
        ("OKONKWO Chidi rang", "[NAME 1] rang"),
        ("Elspeth Ruane, 6 Chapel Street, Settle", "[NAME 1], [ADDRESS 1], Settle"),
        ("n.b. smith rang, A-M Delacroix did not", "[NAME 1] rang, [NAME 2] did not"),
        ("Col. Bramwell, Hon. Una Pryce", "Col. [NAME 1], Hon. [NAME 2]"),
        (
            "NPQH,Danvers C,7301845\nNPQH,Eaton-Rhys M,7318820",
            "NPQH,[NAME 1],[TRN 1]\nNPQH,[NAME 2],[TRN 2]",
        ),
    ],
)
def test_given_names_in_odd_places_when_masked_then_they_are_hidden(text: str, hidden: str) -> None:
    assert Mask().hide(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "Call 0800 123 4567, 0345 111 2222, +44 370 000 2288 or (0300) 303 4444.",
        "oh three hundred, one two three, four thousand",
        "URN 104523, UKPRN 10067412, PO 60837112, order 12-3344, ticket#5510.",
        "It is five, six or seven weeks for one, two or three people.",
        "It costs £1,230 for 4 Teachers, in 3 Schools and for Year 6 Teachers.",
        "We are on Station Road, Otley. The venue is 2 Brewery Wharf, Leeds.",
        "Follow @educationgovuk. @everyone it starts @ 5pm. Look at gov dot uk or at oakfield.org.",
        "first_name: \ncourse_code: NPQH\nguest1: yes\nuser: hi",
        "summative_final_v2.docx, NPQLT_guidance_2025.pdf, MoorsideAcademy_NPQSL.xlsx",
        "The TRA (Teaching Regulation Agency) and HR met. HT to sign. DfE to confirm. AOB: none.",
        "staff: 45, payroll 2025/26, passport expired in 2024, account 4471",
        "NPQ26 MAY, cohort AB 2026, by 24 MAY, course code NP25 LBC, PO AB24 XYZ",
        "The office is at 2 Marsham Street, London. Ship 30 Workbooks, Leeds.",
        "St_Marys_Leigh.xlsx, GraceDieu_cohort.xlsx and Lincoln-Hub-Map.png",
        "Employer: Oakfield; Leigh, Reading and Lincoln.",
        "Grace Dieu, King Edward VI, Queen Mary's and St Mary's asked.",
        "(Fernbank Infants, Leigh) Country of training: Jordan. From Reading and Leigh.",
        "KING EDWARD VI AND GRACE DIEU. MY NAME WAS NOT ON IT. hi its the office at st annes",
        "AQA to check. DfE-Guidance.pdf and Ofsted-Framework.pdf. Father Christmas came.",
        "Patience is wearing thin. i am happy with it. this is great news",
    ],
)
def test_given_what_anybody_may_know_when_masked_then_it_stays(text: str) -> None:
    assert find_personal(text) == []


def test_given_every_kind_when_hidden_then_it_is_put_back() -> None:
    text = (
        "Priya Nair, priya@example.org, 07700 900123, 9 Elm Road, Otley LS21 9QQ, TRN 1234567,"
        " NI QQ 12 34 56 C, born 3 May 1979, Twitter @priya_n, sort code 60-83-71,"
        " passport 120382978, car reg WX19 ZRT"
    )
    mask = Mask()

    hidden = mask.hide(text)

    assert {label.strip("[]").rsplit(" ", 1)[0] for label in mask.personal} == set(KINDS)
    assert mask.show(hidden) == text
    assert Mask.knowing(mask.personal).show(hidden) == text


def test_given_a_handle_when_asked_then_somebody_is_meant() -> None:
    hidden = Mask().hide("@miss_plum on X says that NPQH is free. My reg is WX19 ZRT.")

    assert neutral(hidden) == "someone on X says that NPQH is free. My reg is ."
