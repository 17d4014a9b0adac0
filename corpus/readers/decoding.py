"""From bytes to text: UTF-8, UTF-16 with its mark, else Windows-1252; binary is refused."""

from __future__ import annotations

import codecs
import unicodedata

import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252)

from corpus.errors import FileRejected

_CONTROL_SHARE = 0.05
_STRAY_CONTROLS = 3
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`, with line ends as `\\n`; raise `FileRejected` when binary."""
    text = _decoded(data)
    control = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f\x85" for c in text)
    if "\0" in text or control > max(_STRAY_CONTROLS, _CONTROL_SHARE * len(text)):
        raise FileRejected(f"{name} is not a text file: it holds binary data.")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")


def _decoded(data: bytes) -> str:
    encoding = _MARKS.get(data[:2], "utf-8-sig")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("sloppy-windows-1252")
