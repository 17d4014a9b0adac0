"""What is taken out of the desk: a letter as a Word, mail or text file, a history as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from assistant.desk.mailing import mail
from assistant.desk.records import desk_policy
from assistant.desk.word import document
from assistant.records import Record
from assistant.store.records import EnquiryRecord

_Made = Callable[[str, EnquiryRecord, datetime], bytes]


class Exported(Record):
    """What was taken out: the file, and the enquiry as it stands now.

    `text` is the letter as it is copied; of a history it is empty.
    """

    enquiry: EnquiryRecord
    data: bytes
    file_name: str
    mime: str
    text: str = ""


def letter_file(format: str, letter: str, enquiry: EnquiryRecord, at: datetime) -> Exported:
    """Return a letter in one of the formats of `policy/states.yaml`; `at` is when it is made."""
    ending, mime, made = _FORMATS[format]
    return Exported(
        enquiry=enquiry,
        data=made(letter, enquiry, at),
        file_name=_name("reply", enquiry, ending),
        mime=mime,
        text=letter,
    )


def history_file(history: dict[str, Any], enquiry: EnquiryRecord) -> Exported:
    """Return a history as a JSON file."""
    text = json.dumps(history, ensure_ascii=False, indent=2)
    return Exported(
        enquiry=enquiry,
        data=f"{text}\n".encode(),
        file_name=_name("history", enquiry, "json"),
        mime="application/json",
    )


def _text(letter: str, enquiry: EnquiryRecord, at: datetime) -> bytes:
    return letter.encode("utf-8")


def _name(kind: str, enquiry: EnquiryRecord, ending: str) -> str:
    stem = desk_policy("workbench")["file_names"][kind].format(id=enquiry.id)
    return f"{stem}.{ending}"


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMATS: dict[str, tuple[str, str, _Made]] = {
    "copy": ("txt", "text/plain", _text),
    "txt": ("txt", "text/plain", _text),
    "docx": ("docx", _WORD, document),
    "eml": ("eml", "message/rfc822", mail),
}
