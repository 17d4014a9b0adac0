"""Builders for the steps of the engine: sentences found, questions understood; no index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.guard import guard
from assistant.records import Question
from assistant.understand import Ask, Understood, understand
from corpus.records import Fact, Kind, Standing
from index.npqs import find_npqs
from index.records import Hit, Passage, Sentence
from index.terms import Speller

TODAY = date(2026, 11, 1)
Asked = Callable[..., Understood]
MakeHit = Callable[..., Hit]


def hit_of(
    text: str,
    *,
    fact: str = "invented-fact",
    standing: Standing = Standing.CURRENT,
    score: float = 5.0,
    superseded_by: str | None = None,
    section: str = "Invented section",
    before: str = "",
) -> Hit:
    """A sentence in a passage of its own, as retrieval returns it."""
    sentence = Sentence(
        id=f"page-{fact}#0",
        text=text,
        start=len(before),
        end=len(before) + len(text),
        facts=(
            Fact(
                id=fact,
                as_of="2026-01-01",
                status=standing,
                superseded_by=superseded_by,
            ),
        ),
        npqs=find_npqs(text),
    )
    passage = Passage(
        id=f"page-{fact}",
        document_id="invented-page",
        title="An invented page",
        publisher="An invented publisher",
        kind=Kind.GUIDANCE,
        status=Standing.CURRENT,
        superseded_by=None,
        url="https://example.org/page",
        dated="2026-01-01",
        added=False,
        headings=(section,),
        text=before + text,
        sentences=(sentence,),
        content_hash="0",
    )
    return Hit(sentence=sentence, passage=passage, standing=standing, score=score, features={})


@pytest.fixture
def make_hit() -> MakeHit:
    return hit_of


@pytest.fixture
def read() -> Asked:
    """Guard and understand a message, with no corpus to correct its spelling from."""
    speller = Speller([])

    def run(text: str, *history: str, as_of: date = TODAY) -> Understood:
        question = Question(text=text, history=history, as_of=as_of)
        return understand(question, guard(text, max_chars=6000), speller)

    return run


@pytest.fixture
def ask(read: Asked) -> Callable[..., Ask]:
    """The last question of a message."""

    def run(text: str, *history: str, as_of: date = TODAY) -> Ask:
        return read(text, *history, as_of=as_of).asks[-1]

    return run
