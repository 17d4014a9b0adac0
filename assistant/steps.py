"""The steps from a question to a checked answer; each takes the turn and fills in its share."""

from __future__ import annotations

import re

from assistant import clarify, decline, verify
from assistant.compose import compose
from assistant.guard import Guarded, guard, is_english
from assistant.records import Outcome, policy
from assistant.turn import Line, PartResult, Turn
from assistant.understand import understand
from assistant.write import Draft, write
from corpus.records import Standing
from index.records import Hit
from index.retrieval import search


def guard_step(turn: Turn, *, max_chars: int) -> None:
    """Clean the question and set aside orders to the assistant."""
    turn.guarded = guard(turn.question.text, max_chars=max_chars)
    if not turn.guarded.text:
        turn.refused = True


def understand_step(turn: Turn) -> None:
    """Make the question stand alone, split it, and see whether it says too little."""
    assert turn.guarded is not None
    guarded = turn.guarded
    if turn.refused:
        guarded = Guarded(text=" ".join(guarded.set_aside), set_aside=guarded.set_aside)
    turn.understood = understand(turn.question, guarded, turn.index.speller)
    turn.english = guarded.english or is_english(turn.understood.standalone)
    if not turn.refused:
        first = turn.understood.asks[0]
        turn.clarify = clarify.clarification(turn.question, guarded.text, first.slots)


def retrieve_step(turn: Turn) -> None:
    """Search once for each question of the message; a close match needs no asking back."""
    assert turn.understood is not None
    if turn.english:
        turn.found = [search(turn.index, ask.query) for ask in turn.understood.asks]
    if clarify.settled(turn.found):
        turn.clarify = None


def write_step(turn: Turn) -> None:
    """Choose the sentences for each question, and judge whether to show them."""
    assert turn.understood is not None
    count = len(turn.understood.asks)
    for ask, found in zip(turn.understood.asks, turn.found, strict=turn.english):
        draft = write(ask, found, turn.index, parts=count)
        turn.parts.append(decline.judge(ask, found, draft, turn.index))


def verify_step(turn: Turn) -> None:
    """Turn each draft into statements, and drop those that fail the check."""
    told: set[str] = set()
    for part in turn.parts:
        if part.outcome is not Outcome.ANSWERED and part.outcome is not Outcome.NOT_IN_GUIDANCE:
            continue
        if turn.refused:
            part.draft = part.draft.model_copy(update={"hits": part.draft.hits[:1], "lead": None})
        if part.outcome is Outcome.NOT_IN_GUIDANCE:
            part.draft = part.draft.model_copy(update={"hits": _gap(part), "lead": None})
        retrieved = part.draft.looked_up | {hit.sentence.id for hit in part.found.hits}
        for number, hit in enumerate(part.draft.hits):
            if hit.claim in told:
                continue
            text = statement_text(part.draft, number)
            if verify.check(text, [hit], retrieved).ok:
                part.lines.append(Line(text, (hit,)))
                told.add(hit.claim)
            else:
                turn.dropped += 1


def _gap(part: PartResult) -> tuple[Hit, ...]:
    hits = part.draft.hits[:1]
    return tuple(h for h in hits if re.search(policy("decline")["gap"], h.sentence.text, re.I))


def statement_text(draft: Draft, number: int) -> str:
    """Return the sentence as shown: yes or no before the first, its standing if it is past."""
    hit = draft.hits[number]
    wording = policy("outcomes")
    text = hit.sentence.text
    if hit.standing is not Standing.CURRENT:
        text = f"{wording['prefixes'][hit.standing.value]} {text}"
    if number == 0 and draft.lead:
        text = f"{wording['leads'][draft.lead]} {text}"
    return text


def answer_step(turn: Turn) -> None:
    """Put the answer together."""
    turn.answer = compose(turn)
