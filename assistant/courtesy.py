"""What is said to a message that is no question about guidance: a greeting, a cry for help."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.records import Outcome, Record, policy
from index.npqs import find_npqs


class Reply(Record):
    """Words for such a message, and what to ask in return; what it must hold, or be, to fit."""

    id: str
    outcome: Literal[Outcome.OUT_OF_SCOPE, Outcome.NEEDS_CLARIFICATION]
    reply: str
    ask: str = ""
    anywhere: str = ""
    whole: str = ""

    def fits(self, text: str) -> bool:
        """Say whether this is what to say to a message."""
        if self.anywhere:
            return re.search(self.anywhere, text, re.I) is not None
        plain = " ".join(text.strip(" \n\t.!?,;:)(-").split())
        return re.fullmatch(self.whole, plain, re.I) is not None and not find_npqs(text)


@cache
def replies() -> tuple[Reply, ...]:
    """Return the replies in the order in which they are tried: lives come first."""
    return tuple(Reply.model_validate(each) for each in policy("courtesy")["replies"])


def reply_to(text: str) -> Reply | None:
    """Return what to say to a message instead of an answer; None if it wants an answer."""
    return next((reply for reply in replies() if reply.fits(text)), None)


def offered() -> tuple[str, ...]:
    """Return questions that anybody may begin with."""
    return tuple(policy("courtesy")["options"])
