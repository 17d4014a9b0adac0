"""`python -m evals.fit_reader`: train the cross-encoder that reads answers (index/reader.npz).

It learns from the predicted questions of facts, from questions on topics that are not held,
and from questions written beside each fact (`evals/beside_facts.py`): which of the claims
that the search finds answers the question, or that none does. No evaluation question and no
fact of a test document is read. Takes 45 minutes on two busy cores; then run
`python -m evals.fit confidence`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rich.progress import track

from assistant.guard import guard
from assistant.records import Question
from assistant.understand import understand
from corpus.errors import QuestionRejected
from corpus.library import read_jsonl
from corpus.settings import get_settings
from corpus.signposts import Scope, topics
from evals.beside_facts import beside_facts
from evals.crossencoder import Example, Schedule, train
from evals.folds import fitting_questions
from index.embedding import MiniLM
from index.opened import IndexHandle, OpenIndex
from index.reading import WEIGHTS
from index.retrieval import search
from index.terms import spelled_out

DAY = date(2026, 11, 22)
WRONG = 3  # claims read beside the right one
LOOKED_AT = 8
ALSO_ANSWERS = 0.88  # another claim with a predicted question this near may answer as well
BESIDE = 1.5  # weight of a question written beside a fact
SCHEDULE = Schedule(epochs=1.3, rate=8e-5, batch=10)


class Taught(NamedTuple):
    """A question and the fact that answers it; None where none does."""

    question: str
    fact: str | None
    weight: float = 1.0


def taught() -> Iterator[Taught]:
    """Give every question to learn from."""
    for asked in fitting_questions():
        yield Taught(asked.text, asked.fact)
    for topic in topics():
        if topic.scope is not Scope.REFUSE:
            yield from (Taught(example, None) for example in topic.examples)
    for beside in beside_facts():
        if not beside.held_out:
            yield from (Taught(text, beside.fact, BESIDE) for text in beside.answered)
            yield from (Taught(text, None, BESIDE) for text in beside.near)


def example(one: Taught, index: OpenIndex, statements: dict[str, str]) -> Example | None:
    """Return a question with the claim that answers it, if any, and those found that do not."""
    try:
        guarded = guard(one.question, max_chars=20000)
    except QuestionRejected:
        return None
    asked = Question(text=one.question, as_of=DAY)
    query = understand(asked, guarded, index.speller).asks[0].query
    found = search(index, query).hits[:LOOKED_AT]
    tells = {hit.claim: any(f.id == one.fact for f in hit.sentence.facts) for hit in found}
    right = [hit.sentence.text for hit in found if tells[hit.claim]][:1]
    if one.fact is not None and not right:
        right = [statements[one.fact]]
    wrong = [
        hit.sentence.text
        for hit in found
        if not tells[hit.claim] and (one.fact is None or hit.asked_similarity < ALSO_ANSWERS)
    ]
    return Example(spelled_out(query.text), [*right, *wrong[:WRONG]], len(right), one.weight)


def main() -> None:
    """Search, train, write."""
    index = IndexHandle(get_settings().index_dir, MiniLM(threads=2)).get()
    statements = {fact["id"]: fact["statement"] for fact in read_jsonl("facts.jsonl")}
    every = track(list(taught()), description="Searching")
    examples = [made for one in every if (made := example(one, index, statements)) is not None]
    train(examples, SCHEDULE).save(WEIGHTS)


if __name__ == "__main__":
    main()
