"""Enquiries taken in, pasted or from files: read, masked, and none lost or let loose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desk_bench import MAIL, PERSONAL, file_of
from desk_people import AMIRA

from assistant.desk.states import State
from assistant.desk.workbench import Workbench
from assistant.store.records import EnquiryRecord
from corpus.errors import (
    EnquiryRejected,
    StoreBusy,
)

if TYPE_CHECKING:
    pass

MSG = Path(__file__).with_name("enquiry.msg")


def test_given_a_pasted_mail_when_taken_in_then_it_is_read_and_masked(bench: Workbench) -> None:
    new = bench.take_in(AMIRA, MAIL)

    assert (new.state, new.source, new.subject) == (State.NEW, "paste", "Our SENCO")
    assert (new.from_name, new.from_address) == ("Kezia Marlowe", "kezia@example.org")
    assert "Priya Nair (TRN 1234567" in new.original
    stored = new.masked + json.dumps(new.reading)
    assert not [value for value in PERSONAL if value in stored]
    reading = bench.reading(file_of(bench, new))
    assert [asked.text for asked in reading.questions] == [
        "How long does the NPQ for SENCOs take?",
        "Is it funded for Priya in autumn 2026?",
        "What is the capital of France?",
    ]
    assert reading.greeting_name == "Kezia"
    assert any("independent special school" in text for text in reading.questions[1].assumed)


def test_given_hostile_html_when_taken_in_then_only_what_a_reader_sees_is_kept(
    bench: Workbench,
) -> None:
    mail = (
        b"From: =?utf-8?q?Jo_Field?= <jo@example.org>\r\nSubject: NPQH\r\n"
        b"Message-ID: <a1@example.org>\r\nIn-Reply-To: <a0@example.org>\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n"
        b"<script>alert(1)</script><p onclick=x()>Is NPQH funded?</p>"
        b"<img src=x onerror=alert(2)><style>p{}</style>"
    )

    (new,) = bench.take_in_file(AMIRA, "../../etc/a.eml", mail).enquiries

    assert (new.source, new.original.strip()) == ("eml", "Is NPQH funded?")
    assert (new.message_id, new.references) == ("<a1@example.org>", ("<a0@example.org>",))


def test_given_files_of_each_kind_when_taken_in_then_all_are_enquiries(
    bench: Workbench, tmp_path: Path
) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Is NPQSL funded?")
    document.save(str(tmp_path / "a.docx"))

    for name, data in (
        ("a.DOCX", (tmp_path / "a.docx").read_bytes()),
        ("a.txt", b"Is NPQSL funded?"),
        ("a.msg", MSG.read_bytes()),
    ):
        (new,) = bench.take_in_file(AMIRA, name, data).enquiries
        assert new.source == name.lower()[2:]
        assert new.reading["questions"]


def test_given_attachments_when_taken_in_then_staff_are_told_and_no_name_leaks(
    bench: Workbench,
) -> None:
    mail = (
        b"From: Jo Field <jo@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nIs NPQH funded?\r\n"
        b'--b\r\nContent-Disposition: attachment; filename="Jo Field CV.pdf"\r\n\r\nx\r\n--b--\r\n'
    )

    (new,) = bench.take_in_file(AMIRA, "a.eml", mail).enquiries

    assert bench.reading(file_of(bench, new)).notes == (
        "Attached, and not opened: Jo Field CV.pdf.",
    )
    assert "Jo Field" not in json.dumps(new.reading)
    now = bench.draft(AMIRA, new.id, new.version)
    assert "Jo Field" not in json.dumps(file_of(bench, now).drafts[-1].reading)


def test_given_a_csv_when_taken_in_then_good_rows_go_in_and_each_bad_one_is_told(
    bench: Workbench,
) -> None:
    data = (
        "id,from,subject,text\n"
        '71,Jo Field <jo@example.org>,Cost,"=HYPERLINK(""http://x.example.org"") Is NPQH free?"\n'
        "72,,,\n"
        "73,,,..\n"
        f"74,,,{'a' * 20_001}\n"
        "75,,,How long does NPQSL take?\n"
    ).encode()

    taken = bench.take_in_file(AMIRA, "many.csv", data)

    first, last = taken.enquiries
    assert first.original == '=HYPERLINK("http://x.example.org") Is NPQH free?'
    assert (last.source, last.original) == ("csv", "How long does NPQSL take?")
    assert bench.reading(file_of(bench, last)).notes == ("Number in the file: 75.",)
    assert len(taken.refused) == 3
    assert taken.refused[0].startswith("Row 3: The enquiry is empty")
    assert taken.refused[2].startswith("Row 5: That is 20,001 characters")
    assert len(bench.desk.enquiries(AMIRA)) == 2


def test_given_a_store_that_fails_half_way_when_a_csv_is_taken_in_then_what_is_in_is_told(
    idle: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    paste, pasted = idle.desk.paste, iter(range(9))

    def busy(*given: Any) -> EnquiryRecord:
        if next(pasted) == 1:
            raise StoreBusy("Others are busy.")
        return paste(*given)

    monkeypatch.setattr(idle.desk, "paste", busy)

    taken = idle.take_in_file(AMIRA, "a.csv", b"id,text\n7,How long?\n8,How?\n9,Why is it?\n")

    assert [enquiry.original for enquiry in taken.enquiries] == ["How long?"]
    assert [line.split(" in the file")[0] for line in taken.refused] == [
        "The enquiry with the number 8",
        "The enquiry with the number 9",
    ]
    assert all("Others are busy." in line for line in taken.refused)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.msg", MSG.read_bytes()[:600], "a.msg"),
        ("a.msg", b"", "a.msg is empty"),
        ("a.eml", b"no headers here", "is not a mail file"),
        ("a.docx", b"no zip", "a.docx is not a Word file"),
        ("a.exe", b"MZ", "not of a known format"),
        ("a\n.csv", b"a,b\n1,2\n", 'has no column "text"'),
        ("a.txt", b"a" * 20_000_001, "larger than the limit of 20 MB"),
    ],
)
def test_given_a_file_that_cannot_be_read_when_taken_in_then_a_sentence_says_why(
    idle: Workbench, name: str, data: bytes, sentence: str
) -> None:

    with pytest.raises(EnquiryRejected) as raised:
        idle.take_in_file(AMIRA, name, data)

    assert sentence in raised.value.sentence
    assert idle.desk.enquiries(AMIRA) == ()
