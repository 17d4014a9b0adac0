"""Ratings of answers, kept as JSON Lines in the data folder without the question."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.records import Answer, Outcome, Record, policy
from corpus.errors import writing_to
from corpus.settings import Settings

_lock = threading.Lock()
_PERSONAL = re.compile(r"\S+@\S+\.\w+|\+?\d[\d ()-]{5,}\d")
MAX_COMMENT = 1000


class Feedback(Record):
    """One rating; where an answer has several, the last one counts."""

    at: datetime
    answer_id: str
    outcome: Outcome
    rating: Literal["up", "down"]
    reasons: tuple[str, ...] = ()
    comment: str = Field("", max_length=MAX_COMMENT)
    index_id: str
    writer: str


def rate(
    answer: Answer, rating: Literal["up", "down"], reasons: tuple[str, ...] = (), comment: str = ""
) -> Feedback:
    """Make the record of a rating; addresses and numbers in the comment are taken out."""
    removed = policy("chat")["feedback"]["removed"]
    return Feedback(
        at=datetime.now(UTC),
        answer_id=answer.id or "",
        outcome=answer.outcome,
        rating=rating,
        reasons=reasons,
        comment=_PERSONAL.sub(removed, comment.strip())[:MAX_COMMENT],
        index_id=answer.index_id,
        writer=answer.writer,
    )


def keep(feedback: Feedback, settings: Settings) -> Path:
    """Append a rating to `feedback.jsonl`; raise `DataFolderError` if it cannot be written."""
    path = settings.data_dir / "feedback.jsonl"
    with writing_to(settings.data_dir), _lock:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as out:
            out.write(feedback.model_dump_json() + "\n")
    return path
