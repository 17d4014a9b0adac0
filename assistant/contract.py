"""The JSON contract of `npq ask`: other programs rely on these keys and no others."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.records import Answer, Outcome, Source


def to_contract(answer: Answer) -> dict[str, Any]:
    """Return an answer as the object that `npq ask --json` prints.

    No `id` where none was given, no `usage` where no language model was asked.
    """
    named = {} if answer.id is None else {"id": answer.id}
    usage = {} if answer.usage is None else {"usage": answer.usage.model_dump()}
    return named | {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "outcome": answer.outcome.value,
        "answer": answer.answer,
        "statements": [
            {"text": statement.text, "citations": list(statement.citations)}
            for statement in answer.statements
        ],
        "sources": [_source(source) for source in answer.sources],
        "notices": list(answer.notices),
        "clarifying_question": answer.clarifying_question,
        "options": list(answer.options),
        "confidence": answer.confidence,
        "confidence_band": answer.confidence_band,
        "writer": answer.writer,
        "index_id": answer.index_id,
        "as_of": answer.as_of.isoformat(),
        "timings_ms": dict(answer.timings_ms),
        **usage,
    }


def error_contract(question: str, sentence: str, *, as_of: date | None = None) -> dict[str, Any]:
    """Return the same object for a question that was not answered; `sentence` says why."""
    return to_contract(
        Answer(
            question=question,
            standalone_question=question,
            outcome=Outcome.ERROR,
            answer=sentence,
            as_of=as_of or date.today(),
        )
    )


def _source(source: Source) -> dict[str, Any]:
    return {
        "number": source.number,
        "document_id": source.document_id,
        "title": source.title,
        "publisher": source.publisher,
        "kind": source.kind.value,
        "status": source.status.value,
        "url": source.url,
        "updated": source.updated,
        "section": source.section,
        "quotes": list(source.quotes),
    }
