"""The JSON contract: exactly these keys, and plain JSON values."""

from __future__ import annotations

import json
from datetime import date

from assistant.contract import error_contract, to_contract
from assistant.records import Answer, Outcome, Source, Statement
from corpus.records import Kind, Standing

KEYS = [
    "question", "standalone_question", "outcome", "answer", "statements", "sources", "notices",
    "clarifying_question", "options", "confidence", "confidence_band", "writer", "index_id",
    "as_of", "timings_ms",
]  # fmt: skip
SOURCE_KEYS = [
    "number", "document_id", "title", "publisher", "kind", "status", "url", "updated", "section",
    "quotes",
]  # fmt: skip

ANSWER = Answer(
    id="q1",
    question="How long?",
    standalone_question="How long is NPQH?",
    outcome=Outcome.ANSWERED,
    answer="It takes 18 months. [1]",
    statements=(Statement(text="It takes 18 months.", citations=(1,)),),
    sources=(
        Source(
            number=1,
            document_id="page-one",
            title="Length",
            publisher="A college",
            kind=Kind.PROVIDER_FAQ,
            status=Standing.CURRENT,
            url=None,
            updated="2026-05",
            section="How long?",
            passage="page-one#1",
            quotes=("It takes 18 months.",),
            standings=(Standing.CURRENT,),
        ),
    ),
    notices=("Mind this.",),
    confidence=0.93,
    confidence_band="high",
    index_id="abc",
    fact_ids=("f1",),
    as_of=date(2026, 11, 22),
    timings_ms={"total": 12.5},
)


def test_given_an_answer_when_told_then_it_has_exactly_the_keys_of_the_contract() -> None:
    told = json.loads(json.dumps(to_contract(ANSWER)))

    assert list(told) == ["id", *KEYS]
    assert list(told["sources"][0]) == SOURCE_KEYS
    assert told["statements"] == [{"text": "It takes 18 months.", "citations": [1]}]
    assert told["sources"][0]["kind"] == "provider-faq"
    assert told["sources"][0]["quotes"] == ["It takes 18 months."]
    assert told["as_of"] == "2026-11-22"
    assert told["outcome"] == "answered"


def test_given_no_id_when_told_then_the_key_is_left_out() -> None:
    told = to_contract(ANSWER.model_copy(update={"id": None}))

    assert list(told) == KEYS


def test_given_a_question_not_answered_when_told_then_the_keys_are_the_same() -> None:
    told = error_contract("?", "There is no question.", as_of=date(2026, 1, 2))

    assert list(told) == KEYS
    assert told["outcome"] == "error"
    assert told["answer"] == "There is no question."
    assert (told["confidence"], told["confidence_band"]) == (0.0, "none")
    assert told["as_of"] == "2026-01-02"
