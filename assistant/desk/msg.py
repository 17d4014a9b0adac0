"""Outlook's .msg: the properties of the message that a reply needs.

extract-msg is under the GPL and brings fifteen packages; olefile (BSD) opens the container,
and the six properties read here are stored as plain text in it.
"""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import olefile

from corpus.errors import EnquiryRejected

_BROKEN = "{name} cannot be read as an Outlook message; it may be damaged. Paste its text instead."


class Message(NamedTuple):
    """What was found in the file; empty where it holds none."""

    subject: str
    sender_name: str
    sender_email: str
    body: str
    html: str
    message_id: str
    in_reply_to: str
    references: str
    attachments: tuple[str, ...]


def read_msg(data: bytes, name: str) -> Message:
    """Return the parts of a .msg file; raise `EnquiryRejected` where it is broken."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _message(ole)
    except EnquiryRejected:
        raise
    except Exception as error:  # olefile raises nearly anything on damaged files
        raise EnquiryRejected(_BROKEN.format(name=name)) from error


def _message(ole: olefile.OleFileIO[Any]) -> Message:
    if not ole.exists("__properties_version1.0"):
        raise ValueError("no message properties")
    html = _bytes(ole, "__substg1.0_10130102")
    return Message(
        subject=_text(ole, "0037"),
        sender_name=_text(ole, "0C1A") or _text(ole, "0042"),
        sender_email=_text(ole, "5D01") or _text(ole, "0C1F") or _text(ole, "0065"),
        body=_text(ole, "1000"),
        html=html.decode("utf-8", errors="replace"),
        message_id=_text(ole, "1035"),
        in_reply_to=_text(ole, "1042"),
        references=_text(ole, "1039"),
        attachments=tuple(_attachments(ole)),
    )


def _text(ole: olefile.OleFileIO[Any], tag: str, folder: str = "") -> str:
    """Return a text property, stored as Unicode (001F) or in the code page (001E)."""
    stream = f"{folder}__substg1.0_{tag}"
    wide, narrow = _bytes(ole, f"{stream}001F"), _bytes(ole, f"{stream}001E")
    text = wide.decode("utf-16-le", errors="replace") or narrow.decode("cp1252", errors="replace")
    return text.replace("\x00", "").strip()


def _bytes(ole: olefile.OleFileIO[Any], stream: str) -> bytes:
    if not ole.exists(stream):
        return b""
    with ole.openstream(stream) as opened:
        return bytes(opened.read())


def _attachments(ole: olefile.OleFileIO[Any]) -> list[str]:
    folders = sorted({path[0] for path in ole.listdir() if path[0].startswith("__attach")})
    names = [_text(ole, "3707", f"{f}/") or _text(ole, "3704", f"{f}/") for f in folders]
    return [name or "unnamed attachment" for name in names]
