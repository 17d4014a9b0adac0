"""Letters as files: they open in Word and in mail programs, and nothing hostile gets in."""

from __future__ import annotations

import email
import io
import zipfile
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from assistant.desk.exports import letter_file
from assistant.store.records import EnquiryRecord

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
URL = "https://www.gov.uk/guidance/national-professional-qualification-npq-courses"
LETTER = f"""Dear Zoë,

You asked: “How long is NPQH?”
NPQH takes 18 months. [1] It costs £1,000, (see https://example.org/a?b=c&d). [3]

Sources
[1] NPQ courses, Department for Education, 18 May 2026. {URL}
[3] Fees & <funding>, Department for Education, 2026 (historical).

Kind regards,

=HYPERLINK("http://x.example.org")
NPQ support team
"""


def _enquiry(**changes: Any) -> EnquiryRecord:
    fields: dict[str, Any] = {
        "id": 12,
        "received": AT,
        "updated": AT,
        "state": "approved",
        "version": 5,
        "queue": None,
        "source": "eml",
        "from_name": "Zoë Field",
        "from_address": "zoe@example.org",
        "subject": "How long is NPQH?",
        "draft_number": 1,
        "drafted_by": "amira@example.org",
        "approved_sha256": None,
        "message_id": "<2@example.org>",
        "references": ("<0@example.org>", "<1@example.org>"),
        "original": "How long is NPQH?",
        "masked": "How long is NPQH?",
        "personal": {},
        "reading": {},
    }
    return EnquiryRecord.model_validate(fields | changes)


def _mail(**changes: Any) -> EmailMessage:
    out = letter_file("eml", LETTER, _enquiry(**changes), AT)
    return email.message_from_bytes(out.data, policy=policy.default)


def _body(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def _document(letter: str = LETTER) -> Any:
    return docx.Document(io.BytesIO(letter_file("docx", letter, _enquiry(), AT).data))


def test_given_a_letter_when_taken_out_as_mail_then_it_joins_the_thread_unsent() -> None:
    mail = _mail()

    assert mail["Subject"] == "Re: How long is NPQH?"
    assert mail["To"].addresses[0].display_name == "Zoë Field"
    assert mail["To"].addresses[0].addr_spec == "zoe@example.org"
    assert mail["In-Reply-To"] == "<2@example.org>"
    assert mail["References"].split() == ["<0@example.org>", "<1@example.org>", "<2@example.org>"]
    assert mail["X-Unsent"] == "1"
    assert mail["Date"].datetime == AT
    assert mail["From"] is None
    assert mail.get_content_type() == "text/plain"
    assert _body(mail) == LETTER


def test_given_long_message_ids_when_taken_out_then_they_stay_as_they_are() -> None:
    long = f"<{'A1b2' * 30}@mail.prod.example.org>"
    many = tuple(f"<{n}-{'x' * 60}@example.org>" for n in range(20))

    data = letter_file("eml", LETTER, _enquiry(message_id=long, references=many), AT).data

    assert f"In-Reply-To: {long}\r\n".encode() in data
    assert all(f" {one}\r\n".encode() in data for one in (*many, long))
    mail = email.message_from_bytes(data, policy=policy.default)
    assert mail["References"].split() == [*many, long]
    assert max(len(line) for line in data.split(b"\r\n")) < 998


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Re: NPQH", "Re: NPQH"),
        ("RE: re: AW: NPQH", "Re: NPQH"),
        ("Re[2]: NPQH", "Re: NPQH"),
        ("Fwd: NPQH", "Re: Fwd: NPQH"),
        ("Reading: NPQLL", "Re: Reading: NPQLL"),
        ("", "Re: your enquiry"),
        ("Re: ", "Re: your enquiry"),
        ("Prüfung “NPQ”", "Re: Prüfung “NPQ”"),
    ],
)
def test_given_a_subject_when_answered_then_re_stands_before_it_once(
    theirs: str, ours: str
) -> None:
    assert _mail(subject=theirs)["Subject"] == ours


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_given_a_header_smuggled_in_when_taken_out_then_there_is_none(end: str) -> None:
    hostile = f"x{end}Bcc: all@example.org{end}{end}<script>"

    data = letter_file(
        "eml",
        LETTER,
        _enquiry(
            subject=hostile,
            from_name=hostile,
            from_address=f"zoe@example.org{end}Bcc: all@example.org",
            message_id=f"<a@example.org>{end}Bcc: all@example.org",
            references=(f"<b@example.org{end}Bcc:x>", "no id", "<ok@example.org>"),
        ),
        AT,
    ).data

    mail = email.message_from_bytes(data, policy=policy.default)
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118
    assert "bcc" not in names
    assert len(names) == len(set(names))
    assert mail["In-Reply-To"] is None
    assert mail["References"] == "<ok@example.org>"
    assert _body(mail) == LETTER


@pytest.mark.parametrize(
    "address",
    [
        "",
        "not an address",
        "a@example.org, b@example.org",
        "<a@example.org>",
        "a@",
        "@b",
        "a@b@c",
        "zoë@example.org",
    ],
)
def test_given_no_usable_address_when_taken_out_then_the_officer_fills_in_to(address: str) -> None:
    mail = _mail(from_address=address)

    assert mail["To"] is None
    assert _body(mail) == LETTER


@pytest.mark.parametrize("name", ["Field, Zoë", 'Zoë "Z" Field', "", "Zoë <x@example.org>"])
def test_given_a_name_with_marks_when_taken_out_then_there_is_one_address(name: str) -> None:
    (to,) = _mail(from_name=name)["To"].addresses

    assert (to.display_name, to.addr_spec) == (name, "zoe@example.org")


def test_given_a_letter_when_taken_out_for_word_then_every_line_is_a_paragraph() -> None:
    document = _document()

    lines = [line for line in LETTER.split("\n") if line.strip()]
    sources = {line: line.split("] ", 1)[1] for line in lines if line.startswith("[")}
    assert [p.text for p in document.paragraphs] == [sources.get(line, line) for line in lines]
    assert not any(p.style.name.startswith("Heading") for p in document.paragraphs)


def test_given_sources_when_taken_out_for_word_then_they_are_a_list_with_the_letters_numbers() -> (
    None
):
    document = _document()

    listed = [p for p in document.paragraphs if p.style.name == "List Paragraph"]
    numbering = document.part.numbering_part.element
    starts = []
    for paragraph in listed:
        chosen = numbering.num_having_numId(paragraph._p.pPr.numPr.numId.val)
        shape = next(
            shape
            for shape in numbering.iterchildren(qn("w:abstractNum"))
            if shape.get(qn("w:abstractNumId")) == str(chosen.abstractNumId.val)
        )
        assert shape.find(f".//{qn('w:lvlText')}").get(qn("w:val")) == "[%1]"
        starts.append(chosen.find(f".//{qn('w:startOverride')}").get(qn("w:val")))
    assert [p.text.split(",")[0] for p in listed] == ["NPQ courses", "Fees & <funding>"]
    assert starts == ["1", "3"]
    tags = [child.tag for child in numbering]
    assert tags == sorted(tags, key=lambda tag: tag == qn("w:num"))


def test_given_addresses_when_taken_out_for_word_then_they_are_links() -> None:
    document = _document()

    links = [link for p in document.paragraphs for link in p.hyperlinks]
    assert [(link.text, link.address) for link in links] == [
        ("https://example.org/a?b=c&d", "https://example.org/a?b=c&d"),
        (URL, URL),
        ("http://x.example.org", "http://x.example.org"),
    ]
    assert not list(document.element.iter(qn("w:instrText"), qn("w:fldSimple")))


def test_given_a_word_file_when_opened_then_its_language_is_ours_and_it_names_nobody() -> None:
    document = _document()

    core = document.core_properties
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert (core.title, core.author, core.last_modified_by) == ("Reply to enquiry 12", "", "")
    assert (core.language, core.created) == ("en-GB", AT)


def test_given_what_xml_cannot_hold_when_taken_out_for_word_then_the_rest_is_there() -> None:
    document = _document("Dear \x0bJo,\n\nIt\x00s\x1b[31m \ufffe fine & <b>bold</b>.\n")

    assert [p.text for p in document.paragraphs] == [
        "Dear \ufffdJo,",
        "It\ufffds\ufffd[31m \ufffd fine & <b>bold</b>.",
    ]


def test_given_a_word_file_when_unpacked_then_nothing_in_it_runs_or_calls_out() -> None:
    data = letter_file("docx", LETTER, _enquiry(), AT).data

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        outside = [
            line
            for name in names
            if name.endswith(".rels")
            for line in archive.read(name).decode().split("<")
            if 'TargetMode="External"' in line
        ]
    assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]
    assert len(outside) == 3
    assert all("/hyperlink" in line for line in outside)


def test_given_a_letter_when_taken_out_as_text_then_it_is_the_text_that_was_approved() -> None:
    out = letter_file("txt", LETTER, _enquiry(), AT)

    assert out.data == LETTER.encode("utf-8")
    assert (out.file_name, out.mime) == ("npq-reply-12.txt", "text/plain")
