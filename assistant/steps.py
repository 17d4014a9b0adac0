"""The steps from a question to a checked answer; each takes the turn and fills in its share."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

from assistant import clarify, decline, statements
from assistant.compose import compose, outcome_of, statement_of
from assistant.courtesy import reply_to
from assistant.followups import asked_before, asks_which, meaning_that, subject_of
from assistant.guard import guard, is_english
from assistant.records import Outcome, Question, Statement
from assistant.shapes import npq_label
from assistant.turn import PartResult, Proposed, Turn
from assistant.understand import understand
from assistant.write import write
from index.retrieval import search, search_all
from index.terms import stems

Phrase = Callable[[Turn, PartResult], Generator[Proposed, None, None]]
Rewrite = Callable[[Turn], str]
_KNOWN = 0.6  # share of the words


def guard_step(turn: Turn, *, max_chars: int) -> None:
    """Clean the question, set aside orders to the assistant, and see what wants no answer."""
    turn.guarded = guard(turn.question.text, max_chars=max_chars)
    turn.reply = reply_to("\n".join((turn.guarded.text, *turn.guarded.set_aside)))
    if not turn.guarded.text:
        turn.refused = True


def understand_step(turn: Turn, *, rewrite: Rewrite | None = None) -> None:
    """Make the question stand alone and split it.

    `rewrite` is a language model that may word a follow-up so that it stands alone.
    """
    assert turn.guarded is not None
    guarded = turn.guarded
    if turn.refused:
        guarded = guarded.model_copy(update={"text": " ".join(guarded.set_aside)})
    turn.understood = understand(turn.question, guarded, turn.index.speller)
    turn.english = guarded.english or _misspelt_english(turn)
    alone = _with_the_npq_found(turn)
    if rewrite is not None and not turn.refused:
        alone = rewrite(turn) or alone
    if alone:
        turn.understood = understand(turn.question, guarded, turn.index.speller, alone=alone)


def _with_the_npq_found(turn: Turn) -> str:
    """Return a follow-up with the NPQ that the answer before it told of, if "it" means that."""
    assert turn.guarded is not None
    text = turn.guarded.text
    history = turn.question.history
    before = asks_which(text, history) or asked_before(text, history)
    if before is None or turn.refused:
        return ""
    question = Question(text=before, as_of=turn.question.as_of)
    (ask, *_) = understand(question, guard(before, max_chars=len(before)), turn.index.speller).asks
    hits = write(ask, search(turn.index, ask.query), turn.index, parts=1).hits
    npq = subject_of(hits[0].sentence.text) if hits else None
    return meaning_that(text, npq_label(npq)) if npq else ""


def _misspelt_english(turn: Turn) -> bool:
    """Say whether a message is English once its spelling is mended, in words of the corpus."""
    assert turn.understood is not None
    text = turn.understood.standalone
    found = stems(text)
    known = sum(turn.index.lexical.knows(stem) for stem in found)
    return is_english(text) and known >= _KNOWN * len(found)


def retrieve_step(turn: Turn) -> None:
    """Search once for each question of the message."""
    assert turn.understood is not None
    if turn.english and turn.reply is None:
        turn.found = search_all(turn.index, [ask.query for ask in turn.understood.asks])


def write_step(turn: Turn, *, phrase: Phrase | None = None) -> None:
    """Choose the sentences for each question, and judge whether to show them or to ask back.

    `phrase` is a language model that may put what is shown into its own words.
    """
    assert turn.understood is not None
    if turn.reply is not None:
        turn.clarify = clarify.after(turn.reply)
        return
    count = len(turn.understood.asks)
    for ask, found in zip(turn.understood.asks, turn.found, strict=turn.english):
        draft = write(ask, found, turn.index, parts=count)
        part = decline.judge(decline.weigh(ask, found, draft, turn.index, alone=count == 1))
        part.draft = statements.narrowed(turn, part)
        part.quoted = statements.quoted(part)
        turn.parts.append(part)
    turn.clarify = clarify.clarification(turn)
    if phrase is not None and outcome_of(turn) in (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED):
        for part in turn.parts:
            if part.outcome is Outcome.ANSWERED:
                part.phrased = phrase(turn, part)


def verify_step(turn: Turn) -> Iterator[Statement]:
    """Check what the writers propose; yield what is shown, sentence by sentence."""
    asking_back = outcome_of(turn) is Outcome.NEEDS_CLARIFICATION
    numbers: dict[str, int] = {}
    for part in turn.parts:
        for line in statements.lines(turn, part):
            part.lines.append(line)
            if not asking_back:
                yield statement_of(line, numbers)


def answer_step(turn: Turn) -> None:
    """Put the answer together."""
    turn.answer = compose(turn)
