"""PDF: lines of all pages without running heads, put together again as paragraphs."""

from __future__ import annotations

import io
import re
from collections import Counter

from pypdf import PdfReader

from corpus.errors import FileRejected
from corpus.readers.blocks import Draft
from corpus.readers.lines import ends_sentence, entries
from corpus.readers.outline import outline
from corpus.repair import repair

_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—|]?\s*\d{1,3}\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE
)
_HYPHEN = re.compile(r"(\w*[A-Za-z])[-\u2010\u00ad]\n\s*([a-z]\w*)")
_COMPOUND_STARTS = (
    "all co cross evidence face full half high in long low mid multi non one open part post pre "
    "programme programmes question re school self short six state sub three two up well whole year"
)
_COMPOUNDS = frozenset(_COMPOUND_STARTS.split())
_JUNK_TITLE = re.compile(
    r"untitled|document\d*|microsoft word\b.*|.*\.(?:docx?|pdf|indd)", re.IGNORECASE
)


def read(data: bytes, name: str, max_bytes: int) -> Draft:
    """Return the blocks of a PDF, headings told by their layout."""
    if b"%PDF-" not in data[:1024]:
        raise FileRejected(f"{name} is not a PDF, though its name says so.")
    try:
        reader = PdfReader(io.BytesIO(data))
        encrypted = reader.is_encrypted
        pages = [] if encrypted else [page.extract_text() for page in reader.pages]
        stored = None if encrypted or reader.metadata is None else reader.metadata.title
    except Exception as error:  # damaged files make pypdf raise nearly any kind of error
        raise FileRejected(f"{name} cannot be read as a PDF; it may be damaged.") from error
    if encrypted:
        raise FileRejected(f"{name} is encrypted; save it without a password first.")
    text = repair(joined(_without_running_lines(pages))).text
    blocks = outline(entries(text))
    title = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), None)
    stored = None if stored is None or _JUNK_TITLE.fullmatch(stored.strip()) else stored.strip()
    return Draft(title or stored or None, blocks)


def joined(text: str) -> str:
    """Undo hyphenation at line ends; a hyphen stays where the text shows it belongs."""
    known = Counter(re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower()))

    def join(match: re.Match[str]) -> str:
        first, second = match.group(1), match.group(2)
        spelt = f"{first}-{second}".lower()
        keep = known[spelt] > 0 or (
            first.lower() in _COMPOUNDS and known[spelt.replace("-", "")] == 0
        )
        return f"{first}-{second}" if keep else f"{first}{second}"

    return _HYPHEN.sub(join, text)


def _without_running_lines(pages: list[str]) -> str:
    """Join the pages without page numbers, and without heads and feet that most of them share."""
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(
        key
        for lines in split
        for key in {_key(line) for line in [*lines[:2], *lines[-2:]]}
        if len(key) <= 100 and not ends_sentence(key)
    )
    shared = {key for key, count in edges.items() if count >= 3 and 2 * count > len(pages)}
    text = ""
    for lines in split:
        inside = range(2, len(lines) - 2)
        kept = [
            line
            for i, line in enumerate(lines)
            if i in inside or not (_PAGE_NUMBER.fullmatch(line.strip()) or _key(line) in shared)
        ]
        # A page that ends inside a sentence goes on with the next one.
        text += "\n".join(kept) + ("\n\n" if kept and ends_sentence(kept[-1]) else "\n")
    return text


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()).casefold())
