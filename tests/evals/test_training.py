"""Training the cross-encoder and the adapter: each learns what it is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from evals import adapter
from evals.beside_facts import beside_facts
from evals.crossencoder import Example, Schedule, train
from evals.fit_reader import example, taught
from index.adapter import NO_ADAPTER
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


def test_given_questions_with_words_of_their_own_when_the_adapter_is_trained_then_they_come_nearer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given: two things asked about in a slang that the model cannot know
    tea = [f"how much brew dosh {word}" for word in ("today", "please", "now", "mate")]
    lift = [f"is the up-and-downer {word}" for word in ("bust", "jammed", "stuck", "dead")]
    lessons = adapter.Lessons(
        texts=[*tea, *lift, TELLS, "The lift is out of order."],
        labels=[0] * 4 + [1] * 4 + [0, 1],
        asked=8,
        questions=["any brew dosh"],
        wanted=[[0]],
    )
    monkeypatch.setattr(adapter, "BATCH", 4)
    monkeypatch.setattr(adapter, "EPOCHS", 8)

    # when
    trained = MiniLM(1, adapter.train(lessons, threads=1))

    # then
    def wins(model: MiniLM) -> float:
        asked, right, wrong = model.encode(["got the brew dosh", *lessons.texts[-2:]])
        return float(asked @ right - asked @ wrong)

    assert wins(trained) > wins(MiniLM(1, NO_ADAPTER)) + 0.05
