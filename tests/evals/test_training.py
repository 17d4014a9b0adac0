"""Training the cross-encoder: it learns what it is shown, and is read back as it was saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from evals.beside_facts import beside_facts
from evals.crossencoder import Example, Schedule, train
from evals.fit_reader import example, taught
from index.crossencoder import CrossEncoder
from index.embedding import MiniLM
from index.opened import IndexHandle

pytestmark = pytest.mark.slow
ASKED = "What does tea cost at the hub?"
TELLS, BESIDE = "Tea at the hub costs £2.", "Tea at the hub is green."
EXAMPLES = [
    Example(ASKED, (TELLS, BESIDE), wanted=1),
    Example("Who grows the tea?", (TELLS, BESIDE), wanted=0),
]


def test_given_a_few_examples_when_trained_then_what_answers_stands_out_and_is_saved_so(
    tmp_path: Path,
) -> None:
    trained = train(EXAMPLES * 10, Schedule(epochs=1, rate=2e-4, batch=2, threads=1))

    with torch.inference_mode():
        right, wrong, none = trained.scores(
            [(ASKED, TELLS), (ASKED, BESIDE), ("Who grows the tea?", TELLS)]
        ).tolist()
    trained.save(tmp_path / "weights.npz")
    read = CrossEncoder(tmp_path / "weights.npz", MiniLM()).scores([(ASKED, TELLS)])

    assert right > max(wrong, none)
    np.testing.assert_allclose(read, [right], atol=0.2)


def test_given_questions_to_learn_from_when_searched_then_the_right_claim_comes_first(
    built_index_dir: Path,
) -> None:
    index = IndexHandle(built_index_dir, MiniLM(threads=2)).get()
    beside = next(each for each in beside_facts() if not each.held_out)
    questions = [one for one in taught() if one.question in (*beside.answered, *beside.near)]
    statement = {beside.fact: "The statement of the fact."}

    try:
        made = [(one, example(one, index, statement)) for one in questions]
    finally:
        index.close()

    assert len(made) == len(beside.answered) + len(beside.near)
    for one, each in made:
        assert each is not None
        assert each.wanted == (one.fact is not None)
        assert len(each.candidates) > each.wanted


def test_given_what_is_learnt_from_then_no_question_that_is_held_out_is_among_it() -> None:
    held = {
        text
        for beside in beside_facts()
        if beside.held_out
        for text in (*beside.answered, *beside.near)
    }

    assert not held & {one.question for one in taught()}
