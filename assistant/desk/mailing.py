"""A letter as a mail file: a reply in its thread, opened by mail programs as one not yet sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from assistant.desk.records import desk_policy
from assistant.store.records import EnquiryRecord

# What may stand in a thread: anything else of a stranger's headers is left out.
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_LONGEST_SUBJECT = 400


def mail(letter: str, enquiry: EnquiryRecord, at: datetime) -> bytes:
    """Return a letter as a mail to the writer, without a sender, in the thread of theirs."""
    message = EmailMessage()
    message["Subject"] = _subject(enquiry.subject)
    to = _address(enquiry.from_name, enquiry.from_address)
    if to is not None:
        message["To"] = to
    message["Date"] = at
    message["X-Unsent"] = "1"
    message.set_content(letter, charset="utf-8", cte="quoted-printable")
    return _thread(enquiry) + message.as_bytes(policy=SMTP)


def _subject(theirs: str) -> str:
    policy = desk_policy("workbench")["mail"]
    subject = re.sub(policy["replied"], "", _line(theirs), flags=re.I).strip()
    return str(policy["reply"]).format(subject=subject[:_LONGEST_SUBJECT] or policy["no_subject"])


def _address(name: str, address: str) -> Address | None:
    """Return the writer's address; None, to be filled in by hand, where it is no plain one."""
    try:
        return Address(display_name=_line(name), addr_spec=_line(address))
    except (ValueError, IndexError, HeaderParseError):
        return None


def _thread(enquiry: EnquiryRecord) -> bytes:
    """Return the headers that join a thread.

    Written here and not by the library, which turns an id longer than a line into an encoded
    word that no mail program knows.
    """
    (answered,) = _ids([enquiry.message_id]) or ("",)
    before = [i for i in _ids(enquiry.references) if i != answered]
    lines = [f"In-Reply-To: {answered}"] if answered else []
    thread = [*before, answered] if answered else before
    lines += ["References: " + "\r\n ".join(thread)] if thread else []
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _ids(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(i for i in dict.fromkeys(given) if _ID.fullmatch(i))


def _line(text: str) -> str:
    """Return a text on one line and without what is not seen: no header can hide in it."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
