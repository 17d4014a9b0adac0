"""Put the answer together: outcome, statements, numbered sources and notices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from assistant import conflicts
from assistant.completing import PAST
from assistant.confidence import band
from assistant.records import Answer, Outcome, Source, Statement, policy
from assistant.turn import Line, Turn
from corpus.dates import in_words
from corpus.records import Standing
from index.records import Hit
from index.retrieval import hit_for_fact

_SHORT = 160
_RETRIEVED = 20


def compose(turn: Turn) -> Answer:
    """Return the finished answer of a turn; wording comes from `policy/outcomes.yaml`."""
    assert turn.understood is not None
    outcome = outcome_of(turn)
    lines = [] if outcome is Outcome.NEEDS_CLARIFICATION else _lines(turn)
    sources = _sources(lines)
    numbers: dict[str, int] = {}
    statements = tuple(statement_of(line, numbers) for line in lines)
    opening = _opening(outcome, turn)
    shown = [f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in statements]
    closing = (
        []
        if turn.clarify is None or outcome is not Outcome.NEEDS_CLARIFICATION
        else [turn.clarify.ask]
    )
    gap = [opening] if opening else []
    body = [*shown, *gap] if outcome is Outcome.PARTLY_ANSWERED else [*gap, *shown]
    confidence = _confidence(turn, outcome)
    return Answer(
        id=turn.question.id,
        question=turn.question.text,
        standalone_question=turn.understood.standalone,
        outcome=outcome,
        answer=" ".join([*body, *closing]),
        statements=statements,
        sources=tuple(sources),
        notices=tuple(_notices(turn, lines)),
        clarifying_question=turn.clarify.ask if closing and turn.clarify else None,
        options=turn.clarify.options if closing and turn.clarify else (),
        confidence=round(confidence, 3),
        confidence_band=band(confidence),
        index_id=turn.index.manifest.id,
        fact_ids=tuple(f.id for line in lines for h in line.hits for f in h.sentence.facts),
        retrieved=_retrieved(turn),
        as_of=turn.question.as_of,
        writer=turn.model.name if turn.model.shown else "extractive",
        usage=turn.model.usage if turn.model.asked else None,
    )


def statement_of(line: Line, numbers: dict[str, int]) -> Statement:
    """Return a line as it is shown; passages not in `numbers` yet get the next ones."""
    cited = (numbers.setdefault(hit.passage.id, len(numbers) + 1) for hit in line.hits)
    return Statement(text=line.text, citations=tuple(dict.fromkeys(cited)))


def outcome_of(turn: Turn) -> Outcome:
    """Return what comes of a message, once each of its questions has been judged."""
    outcomes = [part.outcome for part in turn.parts]
    if turn.reply is not None:
        return turn.reply.outcome
    if turn.refused:
        return Outcome.REFUSED
    if not turn.english:
        return Outcome.OUT_OF_SCOPE
    if turn.clarify is not None and Outcome.REFUSED not in outcomes:
        return Outcome.NEEDS_CLARIFICATION
    answered = [part for part in turn.parts if part.outcome is Outcome.ANSWERED]
    if answered:
        missing = [o for o in outcomes if o is Outcome.NOT_IN_GUIDANCE or o is Outcome.OUT_OF_SCOPE]
        return Outcome.PARTLY_ANSWERED if missing else Outcome.ANSWERED
    for outcome in (Outcome.REFUSED, Outcome.NOT_IN_GUIDANCE, Outcome.OUT_OF_SCOPE):
        if outcome in outcomes:
            return outcome
    return Outcome.NOT_IN_GUIDANCE


def _lines(turn: Turn) -> list[Line]:
    return [line for part in turn.parts for line in part.lines]


def _opening(outcome: Outcome, turn: Turn) -> str:
    wording = policy("outcomes")
    text: str = wording["outcomes"][outcome.value]["text"]
    asks = wording["asks"]
    if turn.reply is not None:
        return turn.reply.reply
    if not turn.english:
        return str(asks["language"])
    if outcome is Outcome.NEEDS_CLARIFICATION and turn.clarify and not turn.clarify.depends:
        return ""
    part = next((p for p in turn.parts if p.outcome is outcome), None)
    ask = f"Ask {part.ask_instead}." if part and part.ask_instead else asks["default"]
    topic = part.topic if part and part.topic else asks["topic"]
    if outcome is Outcome.OUT_OF_SCOPE and not (part and part.ask_instead):
        ask = asks["scope"]
    if outcome is Outcome.REFUSED and not (part and part.ask_instead):
        ask = asks["scope"]
    gaps = [p.draft.ask.asked for p in turn.parts if p.outcome is not Outcome.ANSWERED]
    return text.format(ask=ask, topic=topic, gap="; ".join(f"“{gap}”" for gap in gaps)).strip()


def _retrieved(turn: Turn) -> tuple[str, ...]:
    """Passages that were looked at, the parts of a message taking turns, best first."""
    by_part = [
        [
            *(hit for hit in part.draft.hits if hit.sentence.id in part.draft.looked_up),
            *part.found.hits,
        ]
        for part in turn.parts
    ]
    hits = [hit for rank in zip_longest(*by_part) for hit in rank if hit is not None]
    ranked = list(dict.fromkeys(hit.passage.id for hit in hits))
    cited = {hit.passage.id for line in _lines(turn) for hit in line.hits}
    return tuple(p for place, p in enumerate(ranked) if place < _RETRIEVED or p in cited)


def _confidence(turn: Turn, outcome: Outcome) -> float:
    shown = [p.confidence for p in turn.parts if p.outcome is Outcome.ANSWERED]
    values = shown or [p.confidence for p in turn.parts]
    return sum(values) / len(values) if values else 0.0


def _sources(lines: Sequence[Line]) -> list[Source]:
    hits: dict[str, list[Hit]] = {}
    for line in lines:
        for hit in line.hits:
            hits.setdefault(hit.passage.id, []).append(hit)
    return [_source(number, group) for number, group in enumerate(hits.values(), start=1)]


def _source(number: int, hits: Sequence[Hit]) -> Source:
    passage = hits[0].passage
    unique = {hit.sentence.text: hit.standing for hit in hits}
    return Source(
        number=number,
        document_id=passage.document_id,
        title=passage.title,
        publisher=passage.publisher,
        kind=passage.kind,
        status=passage.status,
        url=passage.url,
        updated=passage.dated,
        section=passage.section,
        passage=passage.id,
        quotes=tuple(unique),
        standings=tuple(unique.values()),
        added=passage.added,
    )


def _notices(turn: Turn, lines: Sequence[Line]) -> list[str]:
    wording = policy("outcomes")["notices"]
    hits = [hit for line in lines for hit in line.hits]
    out = []
    if turn.model.failure and outcome_of(turn) in (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED):
        out.append(wording["stopped" if turn.model.shown else "quoted"])
    if turn.guarded and turn.guarded.set_aside and not turn.refused:
        out.append(wording["not_helped" if turn.guarded.misconduct else "set_aside"])
    if turn.understood and turn.understood.corrected and len(turn.understood.corrected) <= _SHORT:
        out.append(wording["corrected"].format(text=turn.understood.corrected))
    changed = _changed(hits, turn)
    if changed:
        out.append(wording["changed"].format(day=in_words(turn.question.as_of), **changed))
    elif any(h.standing in (Standing.SUPERSEDED, Standing.HISTORICAL) for h in hits):
        out.append(wording["history"])
    if any(h.standing is Standing.PROPOSAL for h in hits):
        out.append(wording["proposal"])
    if conflicts.among(hits):
        out.append(wording["conflict"])
    for part in turn.parts:
        against = conflicts.beside([h for line in part.lines for h in line.hits], part.found.hits)
        if against is not None:
            passage = against.passage
            told = ", ".join(filter(None, (passage.title, passage.publisher)))
            out.append(wording["against"].format(text=against.sentence.text, page=told))
    return out


def _changed(hits: Sequence[Hit], turn: Turn) -> dict[str, str] | None:
    """Find an old sentence and the one that replaced it, which need not be shown itself."""
    current = {f.id: h for h in hits if h.standing is Standing.CURRENT for f in h.sentence.facts}
    for hit in hits:
        if hit.standing not in PAST:
            continue
        for fact in hit.sentence.facts:
            newer = _replacement(fact.superseded_by, current, turn)
            if newer is not None:
                return {"now": newer, "then": hit.sentence.text}
    return None


def _replacement(following: str | None, shown: dict[str, Hit], turn: Turn) -> str | None:
    """Follow what replaced a fact to what holds now; a page that is not shown is named."""
    assert turn.understood is not None
    query, seen = turn.understood.asks[0].query, set[str]()
    while following and following not in seen:
        if following in shown:
            return shown[following].sentence.text
        seen.add(following)
        hit = hit_for_fact(turn.index, following, query)
        if hit is not None and hit.standing is Standing.CURRENT:
            return f"{hit.sentence.text} ({hit.passage.title})"
        after = turn.index.facts.get(following)
        following = after.superseded_by if after else None
    return None
