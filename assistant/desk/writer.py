"""Who wrote an enquiry, and how to greet them."""

from __future__ import annotations

import re

from assistant.desk.records import Enquiry, desk_policy
from assistant.masking.known import is_first
from assistant.masking.names import find_names
from assistant.masking.policies import masking_policy

_NAME = re.compile(
    r"^(?:[A-Z][\w'’.-]*|van|de|der|bin|al)(?: (?:[A-Z][\w'’.-]*|van|de|der|bin|al)){0,4}$"
)
# What stands behind a name: "MA (Oxon)", ":)"
_LETTERS = re.compile(
    r",?\s+(?:M\.?A|B\.?A|B\.?Sc|M\.?Sc|Ph\.?D|M\.?Ed|B\.?Ed|MBA|MBE|OBE|CBE|JP|PGCE|QTS|QTLS|NPQ\w*"
    r"|F[A-Z]{2,4})\b\.?.*$"
)
_SMILE = re.compile(r"\s*(?:[:;]['-]?[)(DPp*]+|[^\w\s.,'’()&/-]+)\s*$")
_INTRODUCED = re.compile(
    r"\b(?:[Mm]y name is|[Ii]t'?s|[Tt]his is|I am|I'm)\s+"
    r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
)


def find_writer(enquiry: Enquiry) -> str:
    """Return the writer's name: as signed, else as they introduce themselves, else from From."""
    for piece in enquiry.apart:
        signed = _signed(piece.text) if piece.kind == "signature" else ""
        if signed:
            return signed
    last = enquiry.body.rstrip().rsplit("\n", 1)[-1][-80:]
    inline = re.search(desk_policy("segments")["closing_tail"], last, re.I)
    if inline and re.fullmatch(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,2}", inline["name"]):
        return str(inline["name"])
    if inline and inline["name"].islower() and find_names(f"Thanks, {inline['name'].title()}"):
        return str(inline["name"]).title()
    closing = enquiry.body.rstrip().rsplit("\n\n", 1)[-1].split("\n", 1)[0].strip()
    full = _NAME.match(closing) and len(closing.split()) > 1 and _is_someone(closing)
    if full and any(closing == closing[n.start : n.end] for n in find_names(closing)):
        return closing
    for match in _INTRODUCED.finditer(enquiry.body):
        names = [n for n in find_names(enquiry.body) if n.start == match.start("name")]
        if names:
            return enquiry.body[names[0].start : names[0].end]
    name = enquiry.sender_name.strip(" \"'")
    if "," in name and len(name.split(",")) == 2:
        surname, first = name.split(",")
        name = f"{first.strip()} {surname.strip()}"
    return name if _NAME.match(name) and _is_someone(name) else ""


def _signed(signature: str) -> str:
    lines = [line.strip() for line in signature.split("\n") if line.strip()]
    if not lines:
        return ""
    named = re.match(desk_policy("segments")["closing_named"], lines[0], re.I)
    if named and named["name"][0].isupper():
        return named["name"]
    for typed in lines[:4]:
        line = typed.title() if typed.isupper() else typed  # MRS J LUMLEY
        if re.match(desk_policy("segments")["delimiter"], line, re.I):
            continue
        title = re.search(r"\((Mrs?|Ms|Miss|Mx|Dr|Prof)\)", line)
        bare = _LETTERS.sub("", _SMILE.sub("", re.split(r"\s*[|,–—]\s*|\s-\s", line)[0]))
        full = re.search(r"\(([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+)\)", bare)
        bare = re.sub(r"\s*\(.*?\)|\s+[xX]+$", "", bare).strip()
        if full and not is_first(bare.split(" ")[0]):  # "Big Dave (David Hale)"
            return full[1]
        if _NAME.match(bare) and _is_someone(bare):
            return f"{title[1]} {bare}" if title else bare
    return ""


def _is_someone(name: str) -> bool:
    """Say whether a line is a name, not a role, an office or a closing."""
    not_names = set(masking_policy("personal")["not_names"].split())
    closing = re.match(desk_policy("segments")["closing"], name, re.I)
    words = [word for word in name.split() if word.rstrip(".") not in _titles()]
    return not closing and bool(words) and not any(word in not_names for word in words)


def _titles() -> list[str]:
    return str(masking_policy("personal")["titles"]).split("|")


def greeting_name(writer: str) -> str:
    """Return how to address a writer: "Mrs Penhale", else the first name."""
    words = writer.split()
    if not words:
        return ""
    if words[0].rstrip(".") in _titles():
        return f"{words[0]} {words[-1]}" if len(words) > 1 else ""
    if len(words[0].rstrip(".")) == 1:
        return " ".join(words) if len(words) > 1 else ""
    return words[0]
