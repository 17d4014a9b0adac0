"""Read an enquiry: pasted text, or a file of any accepted format."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from assistant.desk.eml import read_eml
from assistant.desk.records import Enquiry
from assistant.desk.segments import part_mail
from corpus.errors import EnquiryRejected, FileRejected

ACCEPTED = (".eml", ".msg", ".txt", ".docx", ".csv")
COLUMNS = {
    "id": ("id", "reference", "ref", "number"),
    "from": ("from", "sender", "name", "email"),
    "subject": ("subject", "title"),
    "text": ("text", "enquiry", "message", "body", "question"),
}
_MOST_ROWS = 1000
_LONGEST_NAME = 80
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_NAMED = re.compile(r"^\s*\"?(?P<name>[^\"<>]*?)\"?\s*<(?P<email>[^<>\s]+@[^<>\s]+)>\s*$")


class Upload(NamedTuple):
    """The enquiries of a file, and a sentence for each row of a CSV that holds none."""

    enquiries: tuple[Enquiry, ...]
    refused: tuple[str, ...] = ()


def read_enquiry(path: Path, *, max_chars: int, max_bytes: int) -> tuple[Enquiry, ...]:
    """Return the enquiries of a file, one unless it is a CSV; raise `EnquiryRejected`."""
    name = _shown(path.name)
    _kind(name)
    data = _bytes(path, name, max_bytes)
    upload = read_upload(path.name, data, max_chars=max_chars, max_bytes=max_bytes)
    if upload.refused:
        raise EnquiryRejected(upload.refused[0])
    return upload.enquiries


def read_upload(name: str, data: bytes, *, max_chars: int, max_bytes: int) -> Upload:
    """Return what a file holds; raise `EnquiryRejected` where nothing of it can be read."""
    name = _shown(name)
    kind = _kind(name)
    if len(data) > max_bytes:
        raise EnquiryRejected(_too_large(name, max_bytes))
    if not data.strip():
        raise EnquiryRejected(f"{name} is empty.")
    if kind == ".csv":
        return _from_csv(data, name, max_chars)
    if kind == ".eml":
        return Upload((_from_eml(data, name, max_chars),))
    if kind == ".msg":
        return Upload((_from_msg(data, name, max_chars),))
    text = _text_of(kind, data, name, max_bytes)
    return Upload((read_text(text, max_chars=max_chars),))


def read_text(
    text: str, *, max_chars: int, subject: str = "", sender: str = "", id: str | None = None
) -> Enquiry:
    """Read pasted text; what a mail program put into it is set apart."""
    text = tidy(text)
    if len(text) > max_chars:
        raise EnquiryRejected(
            f"That is {len(text):,} characters. The limit is {max_chars:,}, set by "
            "NPQ_MAX_ENQUIRY_CHARS: please leave out what is not the enquiry."
        )
    if not any(c.isalnum() for c in text):
        raise EnquiryRejected("The enquiry is empty. Paste the text of the email.")
    parted = part_mail(text)
    name, address = _sender(sender or parted.headers.get("from", ""))
    return Enquiry(
        id=id,
        text=text,
        body=parted.body,
        apart=parted.apart,
        subject=_line(subject or parted.headers.get("subject", "")),
        sender_name=name,
        sender_email=address,
    )


def tidy(text: str) -> str:
    """Return text with line ends alike and without invisible characters."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.replace("\t", " ").split("\n")
    seen = ("".join(c for c in line if unicodedata.category(c)[0] != "C") for line in lines)
    return "\n".join(_SPACES.sub(" ", line).rstrip() for line in seen).strip("\n")


def _shown(name: str) -> str:
    """Return a file's name as it can stand in a sentence."""
    return "".join(c if c.isprintable() else "?" for c in Path(name).name)


def _kind(name: str) -> str:
    kind = Path(name).suffix.lower()
    if kind not in ACCEPTED:
        raise EnquiryRejected(f"{name} is not of a known format; accepted: {', '.join(ACCEPTED)}.")
    return kind


def _bytes(path: Path, name: str, max_bytes: int) -> bytes:
    try:
        if not path.is_file():
            raise EnquiryRejected(f"{name} does not exist, or is not an ordinary file.")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise EnquiryRejected(f"{name} cannot be read: the system refused it.") from error
    if len(data) > max_bytes:
        raise EnquiryRejected(_too_large(name, max_bytes))
    return data


def _too_large(name: str, max_bytes: int) -> str:
    limit = f"{max_bytes / 1_000_000:g} MB"
    return f"{name} is larger than the limit of {limit}, set by NPQ_MAX_FILE_MB."


def _text_of(kind: str, data: bytes, name: str, max_bytes: int) -> str:
    from corpus.readers import read_file
    from corpus.readers.decoding import decode

    try:
        if kind != ".docx":
            return decode(data, name)
        # The reader of Word files takes a path; the folder is its owner's alone and soon gone.
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name[-_LONGEST_NAME:]
            path.write_bytes(data)
            return read_file(path, max_bytes=max_bytes).text
    except FileRejected as error:
        raise EnquiryRejected(error.sentence) from error
    except OSError as error:
        raise EnquiryRejected(f"{name} cannot be read: the system refused it.") from error


def html_text(source: str, name: str) -> str:
    """Return what a reader sees of an HTML mail; scripts and hidden parts are left out."""
    from corpus.readers import html
    from corpus.readers.blocks import render

    try:
        return render(html.read(source, name).blocks)
    except FileRejected as error:
        raise EnquiryRejected(error.sentence) from error
    except RecursionError as error:
        raise EnquiryRejected(f"{name} is nested too deeply to be read.") from error


def _from_eml(data: bytes, name: str, max_chars: int) -> Enquiry:
    mail = read_eml(data, name)
    text = mail.text if mail.text.strip() else html_text(mail.html, name) if mail.html else ""
    enquiry = _read_mail(text, name, max_chars, mail.subject)
    return enquiry.model_copy(
        update={
            "subject": mail.subject or enquiry.subject,
            "sender_name": mail.sender_name or enquiry.sender_name,
            "sender_email": mail.sender_email or enquiry.sender_email,
            "message_id": mail.message_id,
            "in_reply_to": mail.in_reply_to,
            "references": mail.references,
            "attachments": mail.attachments,
        }
    )


def _from_msg(data: bytes, name: str, max_chars: int) -> Enquiry:
    from assistant.desk.msg import read_msg

    mail = read_msg(data, name)
    text = mail.body or (html_text(mail.html, name) if mail.html else "")
    enquiry = _read_mail(text, name, max_chars, mail.subject)
    return enquiry.model_copy(
        update={
            "subject": _line(mail.subject) or enquiry.subject,
            "sender_name": _line(mail.sender_name) or enquiry.sender_name,
            "sender_email": _line(mail.sender_email) or enquiry.sender_email,
            "message_id": _line(mail.message_id),
            "in_reply_to": _line(mail.in_reply_to),
            "references": tuple(mail.references.split()),
            "attachments": tuple(map(_line, mail.attachments)),
        }
    )


def _read_mail(text: str, name: str, max_chars: int, subject: str) -> Enquiry:
    if not text.strip():
        raise EnquiryRejected(
            f"{name} holds no text that can be read. Attachments are listed, never opened."
        )
    return read_text(text, max_chars=max_chars, subject=subject)


def _from_csv(data: bytes, name: str, max_chars: int) -> Upload:
    """Read one enquiry a row; cells are text, and a formula in one is never worked out."""
    from corpus.readers.decoding import decode

    try:
        rows = list(csv.reader(io.StringIO(decode(data, name)), strict=True))
    except (csv.Error, FileRejected) as error:
        raise EnquiryRejected(f"{name} cannot be read as a CSV file.") from error
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    places = {
        column: next((head.index(alias) for alias in aliases if alias in head), None)
        for column, aliases in COLUMNS.items()
    }
    if places["text"] is None:
        raise EnquiryRejected(f'{name} has no column "text" in its first line.')
    filled = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    if not filled:
        raise EnquiryRejected(f"{name} holds no enquiry below its first line.")
    if len(filled) > _MOST_ROWS:
        raise EnquiryRejected(
            f"{name} holds {len(filled):,} enquiries; the limit is {_MOST_ROWS:,}."
        )
    read = list(_rows(filled, places, max_chars))
    return Upload(
        tuple(row for row in read if isinstance(row, Enquiry)),
        tuple(row for row in read if isinstance(row, str)),
    )


def _rows(
    rows: list[list[str]], places: dict[str, int | None], max_chars: int
) -> Iterator[Enquiry | str]:
    """Yield the enquiry of each row, or a sentence that says why it holds none."""
    for number, row in enumerate(rows, start=2):
        try:
            yield _row(row, places, number, max_chars)
        except EnquiryRejected as error:
            yield error.sentence


def _row(row: list[str], places: dict[str, int | None], number: int, max_chars: int) -> Enquiry:
    def cell(column: str) -> str:
        place = places[column]
        return row[place] if place is not None and place < len(row) else ""

    try:
        return read_text(
            cell("text"),
            max_chars=max_chars,
            subject=cell("subject"),
            sender=cell("from"),
            id=_line(cell("id")) or str(number - 1),
        )
    except EnquiryRejected as error:
        raise EnquiryRejected(f"Row {number}: {error.sentence}") from error


def _sender(value: str) -> tuple[str, str]:
    named = _NAMED.match(value)
    if named:
        return _line(named["name"]), named["email"]
    return ("", value.strip()) if re.fullmatch(r"\S+@\S+", value.strip()) else (_line(value), "")


def _line(text: str) -> str:
    """Return text on one line, so that no header can be smuggled into a reply."""
    return " ".join(text.split())
