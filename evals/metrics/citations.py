"""Citations as ALCE scores them, and whether what is cited was found and stands there.

Source: Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"
(ALCE), arXiv 2305.14627, section 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from corpus.sentences import split_sentences
from evals.metrics.support import Supports, body
from evals.metrics.text import flat
from evals.records import Behaviour, Cited, Generated, Retrieved, Said

_MARKERS = re.compile(r"([.!?])[ \t]*((?:\[\d{1,3}\][ \t]*)+)")
_NUMBER = re.compile(r"\[(\d{1,3})\]")


class CitationScores(NamedTuple):
    """Recall and precision as in ALCE, and the statements without a citation."""

    recall: float | None
    precision: float | None
    missing: int | None
    unsupported: tuple[str, ...] = ()


def statements_of(generated: Generated) -> tuple[Said, ...]:
    """Return the statements of an answer; where a system tells none, its sentences.

    A sentence's citations are then the markers [1] that it holds or that follow it.
    """
    if generated.statements or generated.behaviour is not Behaviour.ANSWER:
        return tuple(s for s in generated.statements if body(s.text))
    text = _MARKERS.sub(r" \2\1 ", generated.answer)
    out = []
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        numbers = tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(sentence)))
        told = re.sub(r"\s+([.!?])", r"\1", _NUMBER.sub("", sentence)).strip()
        if body(told):
            out.append(Said(text=told, citations=numbers))
    return tuple(out)


def evidence_of(
    generated: Generated, passages: Mapping[str, Retrieved]
) -> dict[int, tuple[str, ...]]:
    """Return the quotes of each source; where a source has none, what was retrieved of it."""
    found = [passages[p] for p in generated.retrieved or () if p in passages]
    return {
        source.number: source.quotes
        or tuple(p.text for p in found if p.document_id == source.document_id)
        for source in generated.sources
    }


def citation_scores(
    statements: Sequence[Said], *, evidence: Mapping[int, Sequence[str]], supports: Supports
) -> CitationScores:
    """Return citation recall and precision over the statements; None where there are none.

    Recall: the share of statements that their cited evidence, taken together, supports.
    Precision: the share of citations that are needed. One is not if the statement is not
    supported at all, or if it does not support the statement alone and the others do so
    without it.
    """
    if not statements:
        return CitationScores(None, None, None)
    supported: list[bool] = []
    needed: list[bool] = []
    for said in statements:
        cited = {n: tuple(evidence.get(n, ())) for n in dict.fromkeys(said.citations)}
        together = bool(cited) and supports(said.text, evidence=_all(cited))
        supported.append(together)
        needed += [together and _needed(said.text, n, cited, supports) for n in cited]
    return CitationScores(
        recall=sum(supported) / len(supported),
        precision=sum(needed) / len(needed) if needed else None,
        missing=sum(not said.citations for said in statements),
        unsupported=tuple(
            said.text for said, ok in zip(statements, supported, strict=True) if not ok
        ),
    )


def _needed(
    statement: str, number: int, cited: Mapping[int, tuple[str, ...]], supports: Supports
) -> bool:
    if len(cited) == 1 or supports(statement, evidence=cited[number]):
        return True
    rest = {n: quotes for n, quotes in cited.items() if n != number}
    return not supports(statement, evidence=_all(rest))


def _all(cited: Mapping[int, tuple[str, ...]]) -> list[str]:
    return [quote for quotes in cited.values() for quote in quotes]


def citation_source_precision(sources: Sequence[Cited], *, expected: Sequence[str]) -> float | None:
    """Return the share of quotes (or of sources without one) that are of an expected source."""
    if not expected or not sources:
        return None
    ids = [source.document_id for source in sources for _ in source.quotes or ("",)]
    return sum(page in set(expected) for page in ids) / len(ids)


def cited_not_retrieved(sources: Sequence[Cited], *, retrieved: Sequence[Retrieved]) -> list[str]:
    """Return the quotes (or documents) cited that no retrieved passage of that document holds."""
    texts: dict[str, list[str]] = {}
    for passage in retrieved:
        texts.setdefault(passage.document_id, []).append(flat(passage.text))
    out = []
    for source in sources:
        held = texts.get(source.document_id, [])
        out += [q for q in source.quotes if not any(flat(q) in text for text in held)]
        if not source.quotes and not held:
            out.append(source.document_id)
    return out


def quotes_not_verbatim(
    sources: Sequence[Cited], *, stands: Callable[[str, str], bool]
) -> list[str] | None:
    """Return the quotes that do not stand word for word in the corpus; None without a quote.

    `stands(quote, document_id)` looks in the corpus itself, not in what the system kept.
    """
    quotes = [(quote, source.document_id) for source in sources for quote in source.quotes]
    return [q for q, page in quotes if not stands(q, page)] if quotes else None
