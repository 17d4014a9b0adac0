"""What a line of text is by its wording: heading, dateline, byline or page furniture."""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}})"
_DATELINE = re.compile(
    rf"(?:\w+day,?\s+)?{_DATE}(?:\W.*)?"
    r"|(?:first published|published|last updated|updated|posted|opens|opened|closes|closed)"
    rf"(?: on)?:?\s+(?:\w+day,?\s+)?(?:\d|{_MONTH}\s).*|published by .*"
    r"|applies to:? (?:england|scotland|wales|northern ireland)\b.*"
    r"|(?:from|by|author|authors|topics?|tags?|category|posted in|reading time)\s*:.*"
    r"|(?:written )?by [a-z'’-]+ [a-z'’-]+"
    r"|\d+[ -]min(?:ute)?s?(?: read)?",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"skip to (?:main )?content|(?:accept|reject|view|manage) (?:\w+ )?cookies"
    r"|cookies on .{1,40}|cookie (?:settings|preferences)|print(?: this page)?"
    r"|(?:sign up for|get) emails?(?: alerts?)?(?: about this page)?(?: or print this page)?"
    r"|(?:show|see|hide) all updates|(?:share|tweet)(?: this)?"
    r"(?: page| article| post)?(?: on \w+)?:?"
    r"|(?:back|return) to (?:the )?top|search blog posts by topic:?|is this page useful\?"
    r"|report a problem with this page|(?:[\w&'’-]+ ){1,4}logo(?: \w+)?|advertisement"
    r"|(?:read|show|load|view) more|menu|contents:?|related (?:content|articles|posts):?"
    r"|(?:this|the) page (?:was|has been) printed.*|subscribe(?: now)?",
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"(?:detailed |statutory |non-statutory )?guidance|policy paper|news story|news|press release"
    r"|(?:open |closed )?consultation(?: outcome)?|research(?: and analysis)?|corporate report"
    r"|transparency data|independent report|correspondence|form|notice|speech|blog(?: post)?"
    r"|article|publication|collection|home",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:find out|read|learn|see|discover) (?:more|all|the full)\b|click |download |sign up"
    r"|register (?:now|today|here)|(?:you can )?also (?:see|read)|view (?:all|the)\b",
    re.IGNORECASE,
)
_QUESTION_LABEL = re.compile(r"Q(?:uestion)?\s*\d{0,3}\s*[:.)]\s*(?=\S)")
_ANSWER_LABEL = re.compile(r"A(?:nswer)?\s*\d{0,3}\s*[:.)]\s*(?=\S)")
_CLOSED = re.compile(r"[.,;:!…][\"'”’)\]]*$")
_INNER_STOP = re.compile(r"[a-z]{2}[.!;]\s+[A-Z]")
_SECTION = re.compile(r"\d{1,2}((?:\.\d{1,2})+)\.?\s")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+")


def asks(text: str) -> bool:
    """Say whether a line is a question."""
    return text.rstrip("\"'”’)").endswith("?")


def is_dateline(text: str) -> bool:
    """Say whether a line only tells date, place or author of a page."""
    return len(text) <= 90 and _DATELINE.fullmatch(text) is not None


def is_byline(text: str) -> bool:
    """Say whether a line may be the name of a person or organisation."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(re.fullmatch(r"[A-Z][\w.'’-]*", word) for word in words)


def is_furniture(text: str) -> bool:
    """Say whether a line belongs to the website and not to the page."""
    return len(text) <= 80 and _FURNITURE.fullmatch(text) is not None


def is_kicker(text: str) -> bool:
    """Say whether a line names the sort of page, as GOV.UK does above a title."""
    return _KICKER.fullmatch(text) is not None


def section_depth(text: str) -> int:
    """Return how deep a section number is: 0 for `1.`, 1 for `1.2`, 2 for `1.2.3`."""
    match = _SECTION.match(text)
    return match[1].count(".") if match else 0


def without_label(text: str) -> tuple[str, str]:
    """Split `Q1: text` or `A: text` into Q or A and the text; the label is empty if none."""
    question = _QUESTION_LABEL.match(text)
    if question and asks(text):
        return "Q", text[question.end() :]
    answer = _ANSWER_LABEL.match(text)
    return ("A", text[answer.end() :]) if answer else ("", text)


def is_title(text: str) -> bool:
    """Say whether the first line of a page may be its title."""
    return len(text) <= 160 and not _CLOSED.search(text) and text[:1].isalnum()


def looks_like_heading(text: str) -> bool:
    """Say whether a line reads as a heading, from its words alone."""
    question = asks(text)
    bare = _NUMBERED.sub("", text, count=1)
    if len(text) > (170 if question else 100) or len(bare.split()) > (28 if question else 16):
        return False
    if not bare or not (bare[0].isupper() or bare[0].isdigit() or bare[0] in "‘'“\"("):
        return False
    if bare[0] in '“"' and bare[-1] in '”"':
        return False
    if _CLOSED.search(bare) or _INNER_STOP.search(bare) or not re.search("[A-Za-z]{3}", bare):
        return False
    if re.search(r"£[\d,.]+\w*$|\d%$", bare):
        return False
    if "@" in bare or "://" in bare or "www." in bare:
        return False
    return not (is_dateline(bare) or _CALL.match(bare))
