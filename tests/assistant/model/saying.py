"""What a scripted model says, and what it finds in the prompt that it was given."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from langchain_core.messages import BaseMessage

ASKED = "How long does the headship NPQ take?"
QUOTE = "The headship NPQ (NPQH) takes 18 months, with an average of 1 to 2 hours a week."
PHRASED = "NPQH takes 18 months, at 1 to 2 hours a week on average."
FURTHER = "The open-book case study for an NPQ has an eight-day window."


def evidence_in(messages: Sequence[BaseMessage]) -> dict[int, str]:
    """Return the numbered sentences of a prompt."""
    lines = re.findall(r"^\[(\d+)\] \(.*?, [^()]*?\) (.*)$", messages[-1].text, re.M)
    return {int(number): sentence for number, sentence in lines}


def number_of(messages: Sequence[BaseMessage], words: str) -> int:
    """Return the number of the sentence that holds some words."""
    return next(n for n, sentence in evidence_in(messages).items() if words in sentence)


def reply(*statements: tuple[str, Sequence[int]]) -> str:
    """Return a reply in the form that the prompt asks for."""
    told = [{"text": text, "citations": list(numbers)} for text, numbers in statements]
    return json.dumps({"statements": told}, ensure_ascii=False)


def saying(*statements: tuple[str, str]) -> Callable[[list[BaseMessage]], str]:
    """Reply with statements, each citing the sentence that holds the words given with it."""

    def respond(messages: list[BaseMessage]) -> str:
        return reply(*((text, [number_of(messages, words)]) for text, words in statements))

    return respond
