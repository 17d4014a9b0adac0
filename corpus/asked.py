"""Questions that each fact answers, written in advance to widen retrieval.

Document expansion by predicted questions (Nogueira et al. 2019, "Document Expansion
by Query Prediction"); ours were written from the facts alone, never from evaluation
questions. A yes/no question carries the answer that its fact gives.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.library import read_jsonl


class Asked(BaseModel):
    """A predicted question, the fact that answers it, and yes or no where it settles that."""

    model_config = ConfigDict(frozen=True)

    fact: str
    text: str
    answer: Literal["yes", "no"] | None = None


def predicted_questions() -> list[Asked]:
    """Read the predicted questions that ship with the corpus."""
    return [
        Asked(fact=line["fact"], text=question["q"], answer=question["a"])
        for line in read_jsonl("asked.jsonl")
        for question in line["questions"]
    ]
