"""Word: paragraphs by their style, and tables, in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus.errors import FileRejected
from corpus.readers.blocks import Block, Draft, table
from corpus.readers.wording import looks_like_heading

_OLE = b"\xd0\xcf\x11\xe0"
_MOST_EXPANSION = 20


def read(data: bytes, name: str, max_bytes: int) -> Draft:
    """Return the blocks of a .docx file."""
    _check_archive(data, name, max_bytes)
    try:
        document = docx.Document(io.BytesIO(data))
        _keep_what_is_seen(document)
        blocks = [
            block
            for item in document.iter_inner_content()
            for block in (_table(item) if isinstance(item, Table) else _paragraph(item))
        ]
        core = (document.core_properties.title or "").strip()
    except Exception as error:  # damaged files make python-docx raise nearly any kind of error
        raise FileRejected(f"{name} cannot be read as a Word file; it may be damaged.") from error
    title = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), None)
    return Draft(title or core or None, _numbered(blocks))


def _check_archive(data: bytes, name: str, max_bytes: int) -> None:
    if data.startswith(_OLE):
        raise FileRejected(f"{name} is encrypted, or an old .doc file; save it as plain .docx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    # zipfile raises NotImplementedError for a compression that it does not know.
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileRejected(f"{name} is not a Word file, though its name says so.") from error
    if any(part.flag_bits & 1 for part in parts):
        raise FileRejected(f"{name} is encrypted; save it without a password first.")
    if sum(part.file_size for part in parts) > _MOST_EXPANSION * max_bytes:
        raise FileRejected(f"{name} unpacks to far more than the limit set by NPQ_MAX_FILE_MB.")
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise FileRejected(f"{name} is not a Word file, though its name says so.")


def _keep_what_is_seen(document: WordDocument) -> None:
    """Unwrap what python-docx skips (insertions, content controls); drop hidden runs."""
    body = document.element.body
    for tag in ("w:sdt", "w:ins", "w:smartTag"):
        for wrapper in list(body.iter(qn(tag))):
            inner = wrapper.find(qn("w:sdtContent")) if tag == "w:sdt" else wrapper
            for child in list(inner) if inner is not None else []:
                wrapper.addprevious(child)
            wrapper.getparent().remove(wrapper)
    for mark in list(body.iter(qn("w:vanish"))):
        run = mark.getparent().getparent()
        shown = mark.get(qn("w:val")) in ("0", "false", "off")
        if run.tag == qn("w:r") and not shown:
            run.getparent().remove(run)


def _paragraph(paragraph: Paragraph) -> list[Block]:
    text = " ".join(paragraph.text.split())
    if not text:
        return []
    name, level = _style(paragraph)
    if level:
        return [Block("heading", text, level)]
    if name.startswith("list number"):
        return [Block("item", text, 1)]
    if name.startswith("list") or paragraph._p.find(qn("w:pPr") + "/" + qn("w:numPr")) is not None:
        return [Block("item", text)]
    runs = [run for run in paragraph.runs if run.text.strip()]
    if runs and all(run.bold for run in runs) and looks_like_heading(text):
        return [Block("heading", text, 2)]
    lines = [" ".join(line.split()) for line in re.split(r"\n(?!\s*[a-z])", paragraph.text)]
    return [Block("paragraph", line) for line in lines if line]


def _style(paragraph: Paragraph) -> tuple[str, int]:
    """Return the style's name and heading level (0 if none); a style may rest on another."""
    style, first = paragraph.style, ""
    for _ in range(10):
        if style is None:
            break
        name = (style.name or "").lower()
        first = first or name
        heading = re.fullmatch(r"heading (\d)", name)
        if heading:
            return first, min(int(heading[1]), 6)
        if name == "title":
            return first, 1
        style = style.base_style
    return first, 0


def _numbered(blocks: list[Block]) -> list[Block]:
    """Write the numbers of numbered items, which Word keeps outside the text."""
    out: list[Block] = []
    number = 0
    for block in blocks:
        number = number + 1 if block.kind == "item" and block.level else 0
        out.append(Block("item", f"{number}. {block.text}") if number else block)
    return out


def _table(item: Table) -> list[Block]:
    rows: list[list[str]] = []
    for line in item.rows:
        seen: set[int] = set()
        cells = []
        for cell in line.cells:
            cells.append("" if id(cell._tc) in seen else " ".join(cell.text.split()))
            seen.add(id(cell._tc))
        rows.append(cells)
    return table(rows)
