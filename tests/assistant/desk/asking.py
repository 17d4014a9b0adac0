"""Score the finding of questions on the invented mails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from assistant.desk.reading import read_text
from assistant.desk.understanding import understand_enquiry

MAILS = Path(__file__).with_name("emails.jsonl")


class Marked(NamedTuple):
    """What was found in a mail, and what of the expected was missed or is extra."""

    id: str
    found: list[str]
    missed: list[str]
    invented: list[str]


def mails(*, held_out: bool) -> list[dict[str, Any]]:
    """Return one half of the mails."""
    lines = [json.loads(line) for line in MAILS.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["held_out"] is held_out]


def mark(mail: dict[str, Any]) -> Marked:
    """Match each expected question with one found, in order; what is left over is invented."""
    enquiry = read_text(mail["text"], max_chars=20_000)
    found = [question.text for question in understand_enquiry(enquiry).questions]
    left, missed = list(found), []
    for wanted in mail["questions"]:
        match = next((text for text in left if wanted.lower() in text.lower()), None)
        if match is None:
            missed.append(wanted)
        else:
            del left[left.index(match)]
    return Marked(mail["id"], found, missed, left)
