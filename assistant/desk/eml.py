"""Mail files (.eml): the text of the message, what a reply needs to join its thread."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import NamedTuple

from corpus.errors import EnquiryRejected


class Mail(NamedTuple):
    """What was found in the file; empty where it holds none."""

    subject: str
    sender_name: str
    sender_email: str
    text: str
    html: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    attachments: tuple[str, ...]


def read_eml(data: bytes, name: str) -> Mail:
    """Return the parts of a mail; raise `EnquiryRejected` where it is none."""
    try:
        message = email.message_from_bytes(data, policy=policy.default)
        if not message.keys():
            raise EnquiryRejected(f"{name} is not a mail file, though its name says so.")
        return _mail(message)
    except EnquiryRejected:
        raise
    except Exception as error:  # the parser of damaged mails raises nearly any kind of error
        raise EnquiryRejected(
            f"{name} cannot be read as a mail; it may be damaged. Paste its text instead."
        ) from error


def _mail(message: EmailMessage) -> Mail:
    sender = parseaddr(_header(message, "From"))
    return Mail(
        subject=_header(message, "Subject"),
        sender_name=sender[0],
        sender_email=sender[1],
        text=_body(message, "plain"),
        html=_body(message, "html"),
        message_id=_header(message, "Message-ID"),
        in_reply_to=_header(message, "In-Reply-To"),
        references=tuple(_header(message, "References").split()),
        attachments=tuple(_attachments(message)),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header on one line, so that none can be smuggled into a reply."""
    return " ".join(str(message.get(name, "")).split())


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    charset = part.get_content_charset("utf-8")
    try:
        return data.decode(charset, errors="replace")
    except LookupError:
        return data.decode("utf-8", errors="replace")


def _attachments(message: EmailMessage) -> list[str]:
    parts = message.iter_attachments() if message.is_multipart() else iter(())
    names = (part.get_filename() or part.get_content_type() for part in parts)
    return [" ".join(str(name).split()) for name in names]
