"""An answer that is passages: each passage a statement that cites its document."""

from __future__ import annotations

from collections.abc import Sequence

from evals.records import Behaviour, Cited, Generated, Retrieved, Said
from evals.systems.base import Prompted, Reply, timing
from evals.systems.chunks import Chunk


def passages_reply(
    prompted: Prompted,
    *,
    shown: Sequence[Chunk],
    found: Sequence[Chunk],
    confidence: float | None,
    writer: str,
    milliseconds: float,
    retrieve_ms: float,
    nothing: str = "",
) -> Reply:
    """Return a reply that shows passages, or abstains in the words of `nothing` without any.

    `found` is what was looked at, best first; `shown` is a part of it.
    """
    numbers = {page: n for n, page in enumerate(dict.fromkeys(c.page for c in shown), start=1)}
    generated = Generated(
        case_id=prompted.id,
        behaviour=Behaviour.ANSWER if shown else Behaviour.ABSTAIN,
        answer="\n\n".join(f"{c.text} [{numbers[c.page]}]" for c in shown) or nothing,
        statements=tuple(Said(text=c.text, citations=(numbers[c.page],)) for c in shown),
        sources=tuple(
            Cited(
                number=number,
                document_id=page.id,
                title=page.title,
                status=page.status,
                quotes=tuple(c.text for c in shown if c.page == page),
            )
            for page, number in numbers.items()
        ),
        retrieved=tuple(c.id for c in found),
        confidence=confidence,
        writer=writer,
    )
    return Reply(
        generated=generated,
        timing=timing(prompted, milliseconds, retrieve=round(retrieve_ms, 1)),
        passages=tuple(Retrieved(id=c.id, document_id=c.page.id, text=c.text) for c in found),
    )
