"""Read one file of any accepted format, or say in one sentence why it cannot be read."""

from __future__ import annotations

import math
import re
import stat
from collections.abc import Callable
from pathlib import Path

from corpus.errors import FileRejected
from corpus.readers import html, markdown, pdf, text, word
from corpus.readers.blocks import Draft, ReadText, first_heading, plain, render
from corpus.readers.decoding import decode
from corpus.repair import repair

_MB = 1_000_000


def _as_text(data: bytes, name: str, max_bytes: int) -> Draft:
    source = decode(data, name)
    page = re.match(r"\ufeff?\s*<(?:!doctype html|html)\b", source[:200], re.IGNORECASE)
    return html.read(source, name) if page else text.read(source)


def _as_markdown(data: bytes, name: str, max_bytes: int) -> Draft:
    return markdown.read(decode(data, name), name)


def _as_html(data: bytes, name: str, max_bytes: int) -> Draft:
    return html.read(decode(data, name), name)


_READERS: dict[str, Callable[[bytes, str, int], Draft]] = {
    ".md": _as_markdown,
    ".markdown": _as_markdown,
    ".txt": _as_text,
    ".html": _as_html,
    ".htm": _as_html,
    ".pdf": pdf.read,
    ".docx": word.read,
}
ACCEPTED = tuple(_READERS)


def read_file(path: Path, *, max_bytes: int) -> ReadText:
    """Return the title and clean Markdown of a file; raise `FileRejected` if it has none."""
    name = shown(path)
    data = _bytes(path, name, max_bytes)
    if not data.strip():
        raise FileRejected(f"{name} is empty.")
    try:
        draft = _READERS[path.suffix.lower()](data, name, max_bytes)
    except RecursionError as error:
        raise FileRejected(f"{name} is nested too deeply to be read.") from error
    found = draft.title or first_heading(draft.blocks) or ""
    # One repair for both: a damaged title proves nothing alone, the text around it does.
    repaired = repair(f"{plain(found)}\n\n{render(draft.blocks)}")
    title, _, body = repaired.text.partition("\n\n")
    if not re.search(r"\w", body):
        raise FileRejected(f"{name} holds no text that can be read{_scanned(path)}.")
    return ReadText(plain(title) or None, _tidy(body), repaired.unrepaired, dict(draft.front))


def shown(path: Path) -> str:
    """Return the file's name as it can stand in a sentence, without control characters."""
    name = path.name or str(path)
    return "".join(c if c.isprintable() else "?" for c in name)


def _bytes(path: Path, name: str, max_bytes: int) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise FileRejected(f"{name} is a folder, not a file.")
        if path.suffix.lower() not in _READERS:
            raise FileRejected(f"{name} is not of a known format; accepted: {', '.join(ACCEPTED)}.")
        if not stat.S_ISREG(found.st_mode):
            raise FileRejected(f"{name} is not an ordinary file.")
        if found.st_size > max_bytes:
            raise FileRejected(_too_large(name, found.st_size, max_bytes))
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise FileRejected(f"{name} does not exist.") from error
    except PermissionError as error:
        raise FileRejected(f"{name} cannot be read: you do not have permission.") from error
    except (OSError, ValueError) as error:
        raise FileRejected(f"{name} cannot be read: the system refused it.") from error
    if len(data) > max_bytes:
        raise FileRejected(_too_large(name, len(data), max_bytes))
    return data


def _too_large(name: str, size: int, limit: int) -> str:
    shown_size = math.ceil(size / _MB * 10) / 10 if size < 10 * _MB else math.ceil(size / _MB)
    return f"{name} is {shown_size:g} MB; the limit is {limit / _MB:g} MB, set by NPQ_MAX_FILE_MB."


def _scanned(path: Path) -> str:
    if path.suffix.lower() != ".pdf":
        return ""
    return "; a scanned PDF must go through text recognition (OCR) first"


def _tidy(body: str) -> str:
    """Repair can leave white space at the ends of lines."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in body.split("\n"))).strip()
