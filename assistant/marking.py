"""How a sentence is marked that does not hold today."""

from __future__ import annotations

from assistant.records import policy
from corpus.records import Standing


def marked(text: str, standing: Standing) -> str:
    """Put before a sentence that what it tells is past or a proposal."""
    if standing is Standing.CURRENT:
        return text
    return f"{policy('outcomes')['prefixes'][standing.value]} {text}"
