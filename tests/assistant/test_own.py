"""What reads as the answer goes first, where the first sentence found reads as none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.funding import Decision
from assistant.own import read_first
from assistant.understand import claim_as_ask
from assistant.write import Draft
from corpus.records import Standing
from index.records import Hit

MakeHit = Callable[..., Hit]
SURELY_NOT, SURELY = -4.0, 3.0


@pytest.fixture
def draft(make_hit: MakeHit) -> Callable[..., Draft]:
    """A draft of two sentences, the second scoring so much less."""

    def make(
        less: float = 1.0, standing: Standing = Standing.CURRENT, verdict: str | None = None
    ) -> Draft:
        hits = (
            make_hit("NPQLBC takes 12 months.", fact="length", score=10.0),
            make_hit("NPQLBC is a 1,500-word essay.", fact="words", score=10.0 - less,
                     standing=standing),
        )  # fmt: skip
        decision = Decision(rule="invented", verdict="no", facts=("length",)) if verdict else None
        ask = claim_as_ask("how long is the essay", date(2026, 11, 30))
        found = tuple(hit.model_copy(update={"features": {"coverage": 1.0}}) for hit in hits)
        return Draft(ask=ask, hits=found, decision=decision)

    return make


def first(draft: Draft) -> str:
    return draft.hits[0].sentence.facts[0].id


def test_given_a_first_sentence_that_reads_as_none_when_read_then_the_answer_goes_first(
    draft: Callable[..., Draft],
) -> None:
    assert first(read_first(draft(), (SURELY_NOT, SURELY))) == "words"


@pytest.mark.parametrize(
    ("made", "answers"),
    [
        ({}, (0.5, SURELY)),
        ({}, (SURELY_NOT, 0.5)),
        ({"less": 5.0}, (SURELY_NOT, SURELY)),
        ({"standing": Standing.SUPERSEDED}, (SURELY_NOT, SURELY)),
        ({"verdict": "no"}, (SURELY_NOT, SURELY)),
        ({}, (SURELY_NOT,)),
    ],
)
def test_given_a_first_sentence_that_may_answer_when_read_then_it_stays_first(
    draft: Callable[..., Draft], made: dict[str, object], answers: tuple[float, ...]
) -> None:
    assert first(read_first(draft(**made), answers)) == "length"
