"""Ratings of answers: a thumb, the reasons and a masked comment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from assistant.masking.personal import Mask
from assistant.records import Answer, Outcome, Record

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
    answer: Answer,
    rating: Literal["up", "down"],
    reasons: tuple[str, ...] = (),
    comment: str = "",
    mask: Mask | None = None,
) -> Feedback:
    """Make the record of a rating; personal data in the comment is masked.

    The mask of the conversation knows who was named in it before.
    """
    return Feedback(
        at=datetime.now(UTC),
        answer_id=answer.id or "",
        outcome=answer.outcome,
        rating=rating,
        reasons=reasons,
        comment=(mask or Mask()).hide(comment.strip())[:MAX_COMMENT],
        index_id=answer.index_id,
        writer=answer.writer,
    )
