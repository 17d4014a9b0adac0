"""What the commands read: a question, earlier turns, a day."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import typer

from corpus.errors import QuestionRejected

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_BYTES = 10_000_000
_NOT_TURNS = "a list of earlier turns, each a text or an object with a role and a content"


def read_question(argument: str) -> str:
    """Return the question, from standard input if it is given as `-`."""
    if argument != "-":
        return argument
    return sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8-sig", errors="replace")


def read_day(text: str) -> date:
    """Read a day as YYYY-MM-DD; raise `ValueError` otherwise."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a date as YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day of the calendar") from error


def day_option(text: str) -> date:
    """Read a day given as an option; anything else is wrong usage."""
    try:
        return read_day(text)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from error


def read_history(path: Path) -> tuple[str, ...]:
    """Read earlier turns, oldest first: one a line, or a JSON list."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionRejected(f"The history file {path.name} cannot be read as text.") from error
    if len(data) > _MOST_BYTES:
        raise QuestionRejected(f"The history file {path.name} is larger than 10 MB.")
    if path.suffix.lower() != ".json" and not text.lstrip().startswith("["):
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    try:
        return earlier_turns(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise QuestionRejected(f"The history file {path.name} is not {_NOT_TURNS}.") from error


def earlier_turns(value: Any) -> tuple[str, ...]:
    """Return the user's turns of a list of texts or of messages; raise `ValueError`."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError(f"history must be {_NOT_TURNS}")
    turns = []
    for turn in value:
        message = isinstance(turn, dict) and isinstance(turn.get("role"), str)
        text = turn.get("content") if message else turn
        if not isinstance(text, str):
            raise ValueError(f"history must be {_NOT_TURNS}")
        if text.strip() and (not message or turn["role"] == "user"):
            turns.append(text)
    return tuple(turns)
