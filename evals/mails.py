"""Invented mails with a few words of each question they ask, and how well those are found."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from assistant.desk.reading import read_text
from assistant.desk.understanding import understand_enquiry
from evals.choosing import SHIPPED
from evals.lines import read_lines

FOLDER = SHIPPED / "questions"
_LONGEST = 20_000


class Mail(BaseModel):
    """A mail, and of each of its questions some words that only it has, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    questions: tuple[str, ...]
    held_out: bool = False


class Marked(NamedTuple):
    """What was found in a mail, and what of the expected was missed or is extra."""

    id: str
    found: list[str]
    missed: list[str]
    invented: list[str]


def mails(path: Path) -> list[Mail]:
    """Read a file of mails."""
    return read_lines(path, Mail)


def mark(mail: Mail) -> Marked:
    """Match each expected question with one found, in order; what is left over is invented."""
    enquiry = read_text(mail.text, max_chars=_LONGEST)
    found = [question.text for question in understand_enquiry(enquiry).questions]
    left, missed = list(found), []
    for wanted in mail.questions:
        match = next((text for text in left if wanted.lower() in text.lower()), None)
        if match is None:
            missed.append(wanted)
        else:
            del left[left.index(match)]
    return Marked(mail.id, found, missed, left)
