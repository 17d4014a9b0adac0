"""The JSON contract of `npq draft`: other programs rely on these keys."""

from __future__ import annotations

from typing import Any

from assistant.desk.records import Item, Letter
from assistant.masking.personal import restored

# The keys that a source has in the contract of `npq ask`.
_SOURCE = {
    "number", "document_id", "title", "publisher", "kind", "status", "url", "updated", "section",
    "quotes",
}  # fmt: skip


def letter_contract(letter: Letter) -> dict[str, Any]:
    """Return a letter as the object that `npq draft --json` prints, names put back."""
    return {
        "items": [_item(item, letter.personal) for item in letter.items],
        "letter": letter.letter,
        "sources": [source.model_dump(mode="json", include=_SOURCE) for source in letter.sources],
        "notes": list(letter.reading.notes),
        "tone": letter.tone,
        "as_of": letter.as_of.isoformat(),
        "index_id": letter.index_id,
        "writer": letter.writer,
    }


def _item(item: Item, personal: dict[str, str]) -> dict[str, Any]:
    return {
        "question": restored(item.question, personal),
        "standalone_question": restored(item.standalone, personal),
        "assumed": [restored(text, personal) for text in item.assumed],
        "outcome": item.outcome.value,
        "statements": [
            {"text": statement.text, "citations": list(statement.citations)}
            for statement in item.statements
        ],
        "notices": list(item.notices),
        "needs_input": item.needs_input,
        "gap": item.gap,
        "confidence": item.confidence,
        "confidence_band": item.confidence_band,
    }
