"""A store is read where it is, or from a copy where Chroma may not write to it."""

from __future__ import annotations

import numpy as np
import pytest

import index.chroma
from corpus.asked import predicted_questions
from corpus.settings import Settings
from index.embedding import MiniLM
from index.opened import IndexHandle


def test_given_a_read_only_store_when_asked_then_a_copy_is_read_and_removed_at_the_end(
    shared_index: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: changed modes do not stop root, who runs these tests in a container
    monkeypatch.setattr("index.chroma.is_writable", lambda folder: False)
    copies = []
    copied = index.chroma._copied_aside
    monkeypatch.setattr(
        "index.chroma._copied_aside", lambda folder: copies.append(copied(folder)) or copies[-1]
    )

    # when
    opened = IndexHandle(shared_index.index_dir, MiniLM()).get()

    # then
    assert sum(opened.store.counts().values()) == sum(opened.manifest.counts.values())
    assert copies[0].exists()
    assert opened.folder not in copies[0].parents
    opened.close()
    assert not copies[0].exists()


def test_given_a_store_that_can_be_written_when_opened_then_nothing_is_copied(
    shared_index: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.chroma._copied_aside", lambda folder: pytest.fail("copied"))

    opened = IndexHandle(shared_index.index_dir, MiniLM()).get()

    assert opened.store.counts()["sentences"] > 400
    opened.close()


def test_given_any_question_when_the_nearest_are_asked_for_then_none_is_left_out(
    shared_index: Settings,
) -> None:
    # given: every fiftieth question that we hold, as it would be typed
    opened = IndexHandle(shared_index.index_dir, MiniLM()).get()
    collection = opened.store._collections["questions"]
    held = collection.get(include=["embeddings"])["embeddings"]
    asked = [opened.model.encode_query(q.text) for q in predicted_questions()[::50]]

    for vector in asked:
        # when
        found = [near.similarity for near in opened.store.nearest("questions", vector, 100)]

        # then: as similar as those that reading every vector finds
        exact = np.sort(np.asarray(held) @ vector)[::-1][:100]
        assert np.allclose(found, exact, atol=1e-5)
    opened.close()
