"""A question and its answer without the personal data that was typed."""

from __future__ import annotations

import re

from assistant.masking.personal import Mask
from assistant.records import Answer


def masked_turn(mask: Mask, answer: Answer) -> Answer:
    """Return an answer with the question, and all that repeats its words, masked.

    Statements and sources are the guidance's own words and stay as they are.
    """
    return answer.model_copy(
        update={
            "question": mask.hide(answer.question),
            "standalone_question": mask.hide(answer.standalone_question),
            "answer": _around_statements(mask, answer),
            "clarifying_question": (
                mask.hide(answer.clarifying_question) if answer.clarifying_question else None
            ),
            "options": tuple(mask.hide(option) for option in answer.options),
        }
    )


def _around_statements(mask: Mask, answer: Answer) -> str:
    told = sorted({s.text for s in answer.statements if s.text}, key=len, reverse=True)
    if not told:
        return mask.hide(answer.answer)
    parts = re.split(f"({'|'.join(map(re.escape, told))})", answer.answer)
    return "".join(text if number % 2 else mask.hide(text) for number, text in enumerate(parts))
