"""How often a document is cited, in both databases, without a word of what was asked."""

from __future__ import annotations

from datetime import date

import pytest
from desk_people import START

from assistant.records import Answer, Outcome, Source
from assistant.store.citing import Cited, count_citing
from assistant.store.conversations import Conversations
from assistant.store.engine import Store
from assistant.store.tables import Draft, Enquiry
from corpus.records import Kind, Standing
from corpus.settings import Settings


def source(document_id: str) -> Source:
    return Source(
        number=1, document_id=document_id, title="A page", publisher="A hub", kind=Kind.GUIDANCE,
        status=Standing.CURRENT, url=None, updated=None, section="A section",
        passage=f"{document_id}#0", quotes=("NPQH takes 18 months.",), standings=(),
    )  # fmt: skip


def answer(answer_id: str, *documents: str, question: str = "How long?") -> Answer:
    return Answer(
        id=answer_id, question=question, standalone_question=question, outcome=Outcome.ANSWERED,
        answer="NPQH takes 18 months. [1]", sources=tuple(source(d) for d in documents),
        as_of=date(2026, 11, 22),
    )  # fmt: skip


def enquiry(store: Store, *letters: str) -> None:
    """Add an enquiry whose letters, oldest first, each cite one document."""
    values = {"from_name": "", "from_address": "", "subject": "", "message_id": "", "original": ""}
    values |= {"masked": "", "source": "paste", "state": "drafted"}
    row = Enquiry(
        received=START, updated=START, version=1, references=[], personal={}, reading={},
        draft_number=len(letters), **values,
    )  # fmt: skip

    def work(session) -> None:  # type: ignore[no-untyped-def]
        session.add(row)
        session.flush()
        for number, document in enumerate(letters, start=1):
            cited = source(document).model_dump(mode="json")
            texts = dict.fromkeys(("letter", "sha256", "index_id", "writer", "tone"), "")
            rests_on = {"items": [], "passages": [], "sources": [cited], "reading": {}}
            session.add(
                Draft(
                    enquiry_id=row.id,
                    number=number,
                    at=START,
                    author="Sam",
                    personal={},
                    **texts,
                    **rests_on,
                )
            )

    store.write(work)


def test_given_answers_and_letters_when_counted_then_each_counts_once_by_its_latest_letter(
    store: Store, store_settings: Settings
) -> None:
    kept = Conversations(store)
    kept.keep_turn("c1", "How long?", answer("a1", "npqh", "senco"))
    kept.keep_turn("c1", "And now?", answer("a2", "npqh", "npqh"))
    kept.keep_turn("c2", "Who?", answer("a3", "npqh-2"))
    enquiry(store, "senco", "npqh")
    enquiry(store, "senco")

    assert count_citing(store_settings, "npqh") == Cited(answers=2, letters=1)
    assert count_citing(store_settings, "senco") == Cited(answers=1, letters=1)
    assert count_citing(store_settings, "npq") == Cited(answers=0, letters=0)


def test_given_a_question_that_looks_like_a_citation_when_counted_then_it_is_none(
    store: Store, store_settings: Settings
) -> None:
    hostile = 'Is "document_id": "npqh" funded?'
    Conversations(store).keep_turn("c1", hostile, answer("a1", question=hostile))

    assert count_citing(store_settings, "npqh") == Cited(answers=0, letters=0)


@pytest.mark.parametrize("name", ["npqh", "100%", "_"])
def test_given_no_store_when_counted_then_there_is_none_and_none_is_made(
    settings: Settings, name: str
) -> None:
    assert count_citing(settings, name) is None
    assert not settings.store_file.exists()
