"""Which statements of a part are shown: those that pass the check, phrased where that is enough."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import lru_cache

from assistant import verify
from assistant.records import Outcome, policy
from assistant.turn import Line, PartResult, Proposed, Turn
from assistant.write import Draft
from corpus.records import Standing
from index.embedding import MiniLM
from index.records import Hit
from index.terms import stems


def quoted(part: PartResult) -> tuple[Proposed, ...]:
    """Return the sentences of a part's draft as they stand, yes or no before the first."""
    if part.outcome is not Outcome.ANSWERED and part.outcome is not Outcome.NOT_IN_GUIDANCE:
        return ()
    told = [marked(hit.sentence.text, hit.standing) for hit in part.draft.hits]
    told[:1] = [led(text, part.draft) for text in told[:1]]
    return tuple(Proposed(text, (hit,)) for text, hit in zip(told, part.draft.hits, strict=True))


def marked(text: str, standing: Standing) -> str:
    """Put before a sentence that what it tells is past or a proposal."""
    if standing is Standing.CURRENT:
        return text
    return f"{policy('outcomes')['prefixes'][standing.value]} {text}"


def led(text: str, draft: Draft) -> str:
    """Put yes or no before the first sentence, where the draft settles it."""
    return f"{policy('outcomes')['leads'][draft.lead]} {text}" if draft.lead else text


def narrowed(turn: Turn, part: PartResult) -> Draft:
    """Return the draft without what a refusal or a gap in the guidance does not show.

    Beside the refusal of misconduct nothing is shown at all.
    """
    draft = part.draft
    if turn.refused and turn.guarded is not None and turn.guarded.misconduct:
        return draft.model_copy(update={"hits": (), "lead": None})
    if turn.refused and part.outcome in (Outcome.ANSWERED, Outcome.NOT_IN_GUIDANCE):
        draft = draft.model_copy(update={"hits": draft.hits[:1], "lead": None})
    if part.outcome is Outcome.NOT_IN_GUIDANCE:
        gap = policy("decline")["gap"]
        hits = tuple(h for h in draft.hits[:1] if re.search(gap, h.sentence.text, re.I))
        draft = draft.model_copy(update={"hits": hits, "lead": None})
    return draft


def lines(turn: Turn, part: PartResult) -> Iterator[Line]:
    """Yield what is shown of a part, each line as soon as it has passed the check.

    What a model phrases is shown from where it covers the sentence that the quotes lead with.
    If it never does, the quotes are shown; if it breaks off later, they complete it.
    """
    enough = yield from _phrased(turn, part)
    if enough and not turn.model.failure:
        return
    for proposed in part.quoted:
        if all(hit.claim in turn.told for hit in proposed.hits):
            continue
        if _passes(turn, part, proposed):
            yield _told(turn, Line(proposed.text, proposed.hits))
        else:
            turn.dropped += 1


def _phrased(turn: Turn, part: PartResult) -> Generator[Line, None, bool]:
    """Yield what a model phrases, if it is enough; return whether it was."""
    new = any(hit.claim not in turn.told for proposed in part.quoted for hit in proposed.hits)
    if part.phrased is None or not new:
        return False
    waiting: list[Line] = []
    said: set[str] = set()
    enough = False
    # Closed as soon as the reader leaves, so that the model is not left talking.
    with closing(part.phrased) as phrased:
        for proposed in phrased:
            turn.model.count(proposed=1)
            if not _passes(turn, part, proposed):
                turn.model.count(dropped=1)
                continue
            if proposed.text.lower() in said:
                continue
            said.add(proposed.text.lower())
            waiting.append(Line(proposed.text, proposed.hits))
            if not enough and _covers(turn, part, waiting):
                enough, waiting = True, _direct_first(part, waiting)
                turn.model.shown = True
            if enough:
                yield from (_told(turn, line) for line in waiting)
                waiting = []
    return enough


def _passes(turn: Turn, part: PartResult, proposed: Proposed) -> bool:
    retrieved = part.draft.looked_up | {hit.sentence.id for hit in part.found.hits}
    alike = _similarity(turn.index.model)
    return verify.check(proposed.text, proposed.hits, retrieved, similarity=alike).ok


@lru_cache(maxsize=2)
def _similarity(model: MiniLM) -> Callable[[str, str], float]:
    """Return how alike two texts are; kept, since it remembers what it has encoded."""
    return verify.similarity_of(model)


def _told(turn: Turn, line: Line) -> Line:
    turn.told |= {hit.claim for hit in line.hits}
    if turn.model.asked and turn.model.usage.first_statement_s is None:
        turn.model.note(first_statement_s=round(time.perf_counter() - turn.started, 3))
    return line


def _covers(turn: Turn, part: PartResult, waiting: Sequence[Line]) -> bool:
    """Say whether phrased lines tell what the quotes lead with, most of its words included."""
    lead = part.quoted[0].hits[0]
    if lead.claim in turn.told:
        return True
    text = " ".join(line.text for line in waiting if _cites(line, lead))
    wanted = set(stems(lead.sentence.text))
    least: float = policy("model")["least_covered"]
    return len(wanted & set(stems(text))) >= least * len(wanted)


def _direct_first(part: PartResult, waiting: Sequence[Line]) -> list[Line]:
    """Put the lines that tell what the quotes lead with first, and yes or no before them."""
    lead = part.quoted[0].hits[0]
    ordered = sorted(waiting, key=lambda line: not _cites(line, lead))
    first = Line(led(ordered[0].text, part.draft), ordered[0].hits)
    return [first, *ordered[1:]]


def _cites(line: Line, wanted: Hit) -> bool:
    return any(hit.claim == wanted.claim for hit in line.hits)
