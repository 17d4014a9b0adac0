"""What is set apart in a mail, and that nothing of it is lost."""

from __future__ import annotations

import re
import time

import pytest
from asking import mails

from assistant.desk.segments import part_mail


def _kinds(text: str) -> list[str]:
    return [piece.kind for piece in part_mail(text).apart]


def test_given_an_outlook_thread_when_parted_then_only_the_new_message_is_the_body() -> None:
    parted = part_mail(
        "Does the deadline apply to me?\n\nBest wishes\nInes\n\n"
        "From: Support <support@example.org>\nSent: 6 November 2026\nTo: Ines\n"
        "Subject: RE: SENCO\n\nCan you confirm when you started?"
    )

    assert parted.body == "Does the deadline apply to me?"
    assert [piece.kind for piece in parted.apart] == ["signature", "quoted"]


def test_given_an_answer_below_the_quoted_mail_when_parted_then_it_is_the_body() -> None:
    parted = part_mail(
        "On Tue, 3 Nov 2026 at 10:12, Support <support@example.org>\nwrote:\n"
        "> You can defer once.\n\n"
        "Do I have to tell my provider?"
    )

    assert parted.body == "Do I have to tell my provider?"


def test_given_hyphens_as_bullets_when_parted_then_they_are_no_signature() -> None:
    parted = part_mail("Please answer:\n- how long is it\n- who pays\n\nRegards\nJan")

    assert "- how long is it\n- who pays" in parted.body
    assert parted.apart[0].text == "Regards\nJan"


def test_given_a_postscript_when_parted_then_it_belongs_to_the_body() -> None:
    parted = part_mail("Am I eligible?\n\nThank you,\nFfion\n\nPS Must it be in term time?")

    assert parted.body.endswith("PS Must it be in term time?")
    assert "Ffion" not in parted.body


@pytest.mark.parametrize(
    "line",
    [
        "This email and any attachments are confidential and intended solely for the addressee.",
        "If you have received this in error, please tell the sender and delete it.",
        "This message has been scanned for viruses.",
        "CAUTION: This email originated from outside the organisation.",
        "Please consider the environment before printing this email.",
    ],
)
def test_given_a_disclaimer_when_parted_then_it_is_set_apart(line: str) -> None:
    assert _kinds(f"Is EHCO funded for us?\n\n{line}") == ["disclaimer"]


def test_given_any_of_the_mails_when_parted_then_every_word_is_kept() -> None:
    for mail in [*mails(held_out=False), *mails(held_out=True)]:
        parted = part_mail(mail.text)
        kept = " ".join([parted.body, *(piece.text for piece in parted.apart)])
        assert sorted(re.findall(r"\w+", kept)) == sorted(re.findall(r"\w+", mail.text))


@pytest.mark.parametrize(
    "unit",
    ["On a a ", "From: a\n", "_", "thanks ", "> ", "kind regards\n", "confidential ", "\n\n"],
)
def test_given_hostile_text_when_parted_then_it_takes_seconds_at_most(unit: str) -> None:
    began = time.perf_counter()

    part_mail((unit * 20_000)[:20_000] + "\na")

    assert time.perf_counter() - began < 30
