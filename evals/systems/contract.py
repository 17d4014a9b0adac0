"""Read an answer in our JSON contract, whoever wrote it."""

from __future__ import annotations

import math
from typing import Any

from assistant.records import Outcome
from evals.records import Behaviour, Cited, Generated, Retrieved, Said
from evals.systems.base import Prompted, Reply, failed_reply, timing

BEHAVIOURS = {
    Outcome.ANSWERED: Behaviour.ANSWER,
    Outcome.PARTLY_ANSWERED: Behaviour.ANSWER,
    Outcome.NEEDS_CLARIFICATION: Behaviour.CLARIFY,
    Outcome.NOT_IN_GUIDANCE: Behaviour.ABSTAIN,
    Outcome.OUT_OF_SCOPE: Behaviour.ABSTAIN,
    Outcome.REFUSED: Behaviour.REFUSE,
    Outcome.ERROR: Behaviour.ERROR,
}


def read_contract(prompted: Prompted, fields: Any, *, total_ms: float | None = None) -> Reply:
    """Turn an object of our contract into a reply; what cannot be used is a failure of the answer.

    Beside the contract, `retrieved` is understood: ids, or objects with `id`, `document_id`
    and `text`. `total_ms` is the time as measured from outside, which wins.
    """
    try:
        return _read(prompted, fields, total_ms)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        return failed_reply(
            prompted,
            f"The system's reply is not in the JSON contract ({why[:160]}).",
            milliseconds=total_ms,
        )


def _read(prompted: Prompted, fields: Any, total_ms: float | None) -> Reply:
    if not isinstance(fields, dict):
        raise TypeError("it is not an object")
    behaviour = BEHAVIOURS[Outcome(fields["outcome"])]
    retrieved, passages = _retrieved(fields.get("retrieved"))
    generated = Generated(
        case_id=prompted.id,
        behaviour=behaviour,
        answer=str(fields["answer"]),
        statements=tuple(
            Said(text=str(each["text"]), citations=tuple(map(int, each.get("citations") or ())))
            for each in fields.get("statements") or ()
        ),
        sources=tuple(_cited(each) for each in fields.get("sources") or ()),
        retrieved=retrieved,
        notices=tuple(map(str, fields.get("notices") or ())),
        confidence=_confidence(fields.get("confidence")),
        writer=str(fields.get("writer") or ""),
        index_id=str(fields.get("index_id") or ""),
        error=_error(behaviour, fields),
    )
    steps = {
        str(step): float(value)
        for step, value in (fields.get("timings_ms") or {}).items()
        if math.isfinite(float(value))
    }
    took = total_ms if total_ms is not None else steps.pop("total", None)
    steps.pop("total", None)
    return Reply(generated, timing(prompted, took, **steps), passages)


def _error(behaviour: Behaviour, fields: dict[str, Any]) -> str | None:
    if behaviour is not Behaviour.ERROR:
        return None
    return str(fields["answer"]) or "The system said that something went wrong."


def _cited(source: dict[str, Any]) -> Cited:
    return Cited(
        number=int(source["number"]),
        document_id=str(source["document_id"]),
        title=str(source.get("title") or ""),
        status=str(source["status"]) if source.get("status") else None,
        quotes=tuple(map(str, source.get("quotes") or ())),
    )


def _confidence(value: Any) -> float | None:
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _retrieved(value: Any) -> tuple[tuple[str, ...] | None, tuple[Retrieved, ...]]:
    if value is None:
        return None, ()
    passages = tuple(
        Retrieved(id=str(p["id"]), document_id=str(p["document_id"]), text=str(p["text"]))
        for p in value
        if isinstance(p, dict)
    )
    return tuple(str(p["id"] if isinstance(p, dict) else p) for p in value), passages
