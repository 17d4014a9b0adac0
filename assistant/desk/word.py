"""A letter as a Word file: its lines as paragraphs, its sources as a list with links."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from assistant.desk.records import desk_policy
from assistant.store.records import EnquiryRecord

# What XML cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The numbers of the letter, in its own form: "[1]".
_NUMBERS = (
    '<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>'
    "</w:abstractNum>"
)
_FROM = (
    '<w:num {ns} w:numId="{id}"><w:abstractNumId w:val="{numbers}"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
)


def document(letter: str, enquiry: EnquiryRecord, at: datetime) -> bytes:
    """Return a letter as a .docx file; `at` is when it is made."""
    # Imported here: reading and checking letters need no Word.
    import docx
    from docx.shared import Pt

    policy = desk_policy("workbench")["document"]
    made = docx.Document()
    _describe(made, policy, enquiry, at)
    sources = _Sources(made)
    for block in re.split(r"\n\s*\n", _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", letter)):
        lines = [line for line in block.split("\n") if line.strip()]
        for line in lines:
            source = re.match(policy["source"], line)
            paragraph = sources.item(int(source["number"])) if source else made.add_paragraph()
            _fill(paragraph, source["text"] if source else line, policy["link"])
            if line is not lines[-1]:
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.paragraph_format.keep_with_next = source is None
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class _Sources:
    """The numbered list of sources; its numbers are those of the letter, gaps included."""

    def __init__(self, made: Any) -> None:
        self._made = made
        self._numbering = made.part.numbering_part.element
        self._last = 0
        self._list = 0
        self._numbers = _next_id(self._numbering, "abstractNum", "abstractNumId")
        first = self._numbering.num_lst[0]
        first.addprevious(_element(_NUMBERS, id=self._numbers))

    def item(self, number: int) -> Any:
        """Return an empty paragraph that carries this number."""
        if number != self._last + 1 or not self._list:
            self._list = _next_id(self._numbering, "num", "numId")
            self._numbering.append(
                _element(_FROM, id=self._list, numbers=self._numbers, start=number)
            )
        self._last = number
        paragraph = self._made.add_paragraph(style="List Paragraph")
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._list
        return paragraph


def _describe(made: Any, policy: dict[str, str], enquiry: EnquiryRecord, at: datetime) -> None:
    """Set the language that screen readers speak, and properties without anybody's name."""
    from docx.oxml.ns import qn

    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), policy["language"])
    core = made.core_properties
    core.title = policy["title"].format(id=enquiry.id)
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.language = policy["language"]
    core.created = core.modified = at.astimezone(UTC).replace(tzinfo=None)


def _fill(paragraph: Any, line: str, link: str) -> None:
    """Put a line into a paragraph, addresses of the web as links."""
    done = 0
    for match in re.finditer(link, line):
        paragraph.add_run(line[done : match.start()])
        _add_link(paragraph, match.group())
        done = match.end()
    paragraph.add_run(line[done:])


def _add_link(paragraph: Any, address: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    run = paragraph.add_run(address)
    run.font.underline = True
    run.font.color.rgb = RGBColor(0x1D, 0x70, 0xB8)
    link.append(run._r)
    paragraph._p.append(link)


def _next_id(numbering: Any, tag: str, attribute: str) -> int:
    from docx.oxml.ns import qn

    used = [int(e.get(qn(f"w:{attribute}"))) for e in numbering.iterchildren(qn(f"w:{tag}"))]
    return max(used, default=0) + 1


def _element(template: str, **values: int) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(template.format(ns=nsdecls("w"), **values))
