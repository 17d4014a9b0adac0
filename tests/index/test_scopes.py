"""What sort of question it looks like, before anything is searched."""

from __future__ import annotations

import pytest

from index.embedding import MiniLM
from index.npqs import spelled_out
from index.scopes import HELD, shipped_scopes


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("How many months does the leading literacy NPQ take?", HELD),
        ("Is NPQSL funded for state schools?", HELD),
        ("Write my NPQ case study response for me", "refuse"),
        ("What is the salary of a newly qualified teacher in Leeds?", "outside"),
    ],
)
def test_given_a_question_when_looked_at_then_its_sort_is_the_likeliest(
    model: MiniLM, question: str, scope: str
) -> None:
    chances = shipped_scopes().chances(model.encode_query(spelled_out(question)))

    assert max(chances, key=chances.__getitem__) == scope
    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-5)


def test_given_the_shipped_model_when_read_then_it_has_a_row_a_scope() -> None:
    scopes = shipped_scopes()

    assert scopes.weights.shape == (len(scopes.names), 384)
    assert set(scopes.names) == {HELD, "outside", "refuse", "unknown"}
