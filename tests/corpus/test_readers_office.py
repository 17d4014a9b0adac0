"""Readers of PDF and Word files: the same clean Markdown, from fixtures made here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml import OxmlElement
from fpdf import FPDF

from corpus.errors import FileRejected
from corpus.readers import ReadText, read_file
from corpus.readers.pdf import joined

LIMIT = 1_000_000
PROSE = "Teachers and leaders can take a course in autumn, and each course has a provider."


def read(tmp_path: Path, name: str, content: str | bytes, limit: int = LIMIT) -> ReadText:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, max_bytes=limit)


def refusal(tmp_path: Path, name: str, content: str | bytes, limit: int = LIMIT) -> str:
    with pytest.raises(FileRejected) as caught:
        read(tmp_path, name, content, limit)
    sentence = caught.value.sentence
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def headings(found: ReadText) -> list[str]:
    return [line for line in found.text.split("\n") if line.startswith("#")]


# PDF


class _Guide(FPDF):
    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 8, "The award guide, version 3", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 10, f"Page {self.page_no()} of 3", align="C")


def pdf_bytes(pages: list[list[tuple[str, str]]], *, password: str = "") -> bytes:
    pdf = _Guide()
    pdf.set_title("Stored title")
    for page in pages:
        pdf.add_page()
        for style, text in page:
            pdf.set_font("helvetica", style, 14 if style else 11)
            pdf.multi_cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    return bytes(pdf.output())


def test_given_a_pdf_when_read_then_lines_are_joined_and_running_lines_dropped(
    tmp_path: Path,
) -> None:
    long = " ".join([PROSE, "Providers set their own dates, and tell you when you apply."] * 2)
    found = read(
        tmp_path,
        "guide.pdf",
        pdf_bytes(
            [
                [("B", "A guide to the award"), ("B", "Who can apply"), ("", long)],
                [
                    ("B", "How much does it cost?"),
                    ("", long),
                    ("", "You need:"),
                    ("", "- a number"),
                    ("", "- an address"),
                ],
                [("B", "Next steps"), ("", f"{long} Last words.")],
            ]
        ),
    )

    assert found.title == "A guide to the award"
    assert headings(found) == [
        "# A guide to the award",
        "## Who can apply",
        "## How much does it cost?",
        "## Next steps",
    ]
    assert f"\n\n{long}\n\n" in found.text
    assert "- a number\n- an address" in found.text
    assert found.text.endswith("Last words.")
    assert "version 3" not in found.text
    assert "Page " not in found.text


def test_given_words_broken_at_line_ends_when_joined_then_real_hyphens_stay() -> None:
    text = "The frame-\nwork is evidence-\nbased, and co-\nordinators use co-ordinators."

    assert joined(text) == ("The framework is evidence-based, and co-ordinators use co-ordinators.")


def test_given_a_pdf_that_cannot_serve_when_read_then_the_reason_is_told(tmp_path: Path) -> None:
    whole = pdf_bytes([[("", PROSE)]])
    scanned = FPDF()
    scanned.add_page()

    assert "encrypted" in refusal(tmp_path, "a.pdf", pdf_bytes([[("", PROSE)]], password="x"))
    assert "not a PDF" in refusal(tmp_path, "b.pdf", "plain words")
    assert "scanned" in refusal(tmp_path, "c.pdf", bytes(scanned.output()))
    assert "damaged" in refusal(tmp_path, "d.pdf", b"%PDF-1.7\nnothing more")
    assert refusal(tmp_path, "e.pdf", whole[: len(whole) // 3])


# Word


def word_bytes(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_given_a_word_file_when_read_then_styles_become_structure(tmp_path: Path) -> None:
    document = WordDocument()
    document.core_properties.title = "Stored title"
    document.add_heading("The award", 1)
    document.add_paragraph("A line that ends well.")
    document.add_heading("Cost", 2)
    document.add_paragraph("Free", style="List Bullet")
    document.add_paragraph("Register", style="List Number")
    document.add_paragraph("Apply", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["A", "B", "1", "2"], strict=True
    ):
        cell.text = text
    document.add_paragraph().add_run("Support for you").bold = True
    hidden = document.add_paragraph("Shown.").add_run(" SECRET")
    hidden.font.hidden = True
    kept = document.add_paragraph("Before ")
    insertion = OxmlElement("w:ins")
    insertion.append(kept.add_run("inserted.")._r)
    kept._p.append(insertion)

    found = read(tmp_path, "award.docx", word_bytes(document))

    assert found.title == "The award"
    assert found.text.split("\n\n") == [
        "# The award",
        "A line that ends well.",
        "## Cost",
        "- Free\n1. Register\n2. Apply",
        "| A | B |\n| --- | --- |\n| 1 | 2 |",
        "## Support for you",
        "Shown.",
        "Before inserted.",
    ]


def test_given_no_headings_when_a_word_file_is_read_then_its_stored_title_serves(
    tmp_path: Path,
) -> None:
    document = WordDocument()
    document.core_properties.title = "Stored title"
    document.add_paragraph("Only a line.")

    assert read(tmp_path, "a.docx", word_bytes(document)).title == "Stored title"


def test_given_a_docx_that_cannot_serve_when_read_then_the_reason_is_told(tmp_path: Path) -> None:
    bomb, other = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", b"0" * 3_000_000)
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("notes.txt", "x")

    assert "unpacks" in refusal(tmp_path, "a.docx", bomb.getvalue(), limit=100_000)
    assert "damaged" in refusal(tmp_path, "b.docx", bomb.getvalue())
    assert "not a Word file" in refusal(tmp_path, "c.docx", other.getvalue())
    assert "not a Word file" in refusal(tmp_path, "d.docx", "plain words")
    assert "encrypted" in refusal(tmp_path, "e.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80)
    assert "no text" in refusal(tmp_path, "f.docx", word_bytes(WordDocument()))
