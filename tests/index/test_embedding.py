"""The embedding model: unit vectors of one shape, the same anywhere, without a network."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from index.adapter import DOWN, NO_ADAPTER, UP, save, shipped_adapter
from index.embedding import DIMENSIONS, MiniLM

pytestmark = pytest.mark.slow
TEXTS = [
    "Tea is free at the hub.",
    "You can get a cup of tea there at no cost.",
    "The lift is out of order.",
    "a",
    "long " * 3000,
    "£½ – 茶",
]


@pytest.fixture(scope="module")
def model() -> MiniLM:
    """The real model, loaded once; sockets are disabled in every test."""
    return MiniLM()


def test_given_texts_of_any_sort_when_encoded_then_each_gets_a_unit_vector(model: MiniLM) -> None:
    vectors = model.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_given_the_same_meaning_in_other_words_when_encoded_then_it_is_nearer(
    model: MiniLM,
) -> None:
    tea, cup, lift = model.encode(TEXTS[:3])

    assert tea @ cup > tea @ lift


def test_given_texts_in_another_order_when_encoded_then_each_keeps_its_vector(
    model: MiniLM,
) -> None:
    forwards = model.encode(TEXTS)
    backwards = model.encode(TEXTS[::-1])[::-1]

    np.testing.assert_allclose(forwards, backwards, atol=1e-5)


def test_given_no_texts_when_encoded_then_nothing_comes_back_and_no_model_is_loaded() -> None:
    class Unloadable(MiniLM):
        def load(self) -> None:  # type: ignore[override]
            raise AssertionError("the model was loaded")

    assert Unloadable().encode([]).shape == (0, DIMENSIONS)


def test_given_many_texts_when_encoded_then_progress_adds_up(model: MiniLM) -> None:
    heard: list[int] = []

    model.encode([f"Room {n}." for n in range(150)], progress=heard.append)

    assert sum(heard) == 150
    assert len(heard) > 1


def test_given_a_question_when_encoded_by_any_door_then_the_vector_is_the_same(
    model: MiniLM,
) -> None:
    one = model.encode_query(TEXTS[0])

    np.testing.assert_allclose(one, model.encode([TEXTS[0]])[0], atol=1e-6)
    np.testing.assert_allclose(one, model.embed_query(TEXTS[0]), atol=1e-6)
    np.testing.assert_allclose(one, model.embed_documents([TEXTS[0]])[0], atol=1e-6)


def test_given_questions_at_once_when_encoded_then_each_thread_gets_its_own_answer(
    model: MiniLM,
) -> None:
    texts = [f"Where is room {n}?" for n in range(12)]
    found: dict[str, np.ndarray] = {}

    def ask(text: str) -> None:
        found[text] = model.encode_query(text)

    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    np.testing.assert_allclose(
        np.array([found[text] for text in texts]), model.encode(texts), atol=1e-5
    )


def test_given_the_shipped_adapter_when_merged_then_every_layer_changes_a_little(
    model: MiniLM,
) -> None:
    # given
    before = model.load()[0].auto_model
    held = {name: weight.clone() for name, weight in before.state_dict().items()}

    # when
    model.encode(TEXTS[:1])

    # then
    after = model._load_adapted()[0].auto_model
    for name, weight in after.encoder.state_dict().items():
        was = held[f"encoder.{name}"]
        assert not weight.equal(was), name
        assert weight.ndim == 1 or (weight - was).norm() < was.norm() / 2, name
    assert after.embeddings is before.embeddings
    assert all(weight.equal(held[name]) for name, weight in before.state_dict().items())


def test_given_no_adapter_when_encoded_then_the_models_own_vectors_come_back(
    model: MiniLM,
) -> None:
    plain = MiniLM(adapter=NO_ADAPTER)
    plain._model = model.load()

    np.testing.assert_allclose(plain.encode(TEXTS), model.encode_plain(TEXTS), atol=1e-5)


def test_given_another_adapter_when_named_then_the_identity_is_another(tmp_path: Path) -> None:
    # given
    shipped = shipped_adapter()
    other = {**shipped, next(iter(shipped)): next(iter(shipped.values())) * 2}

    # when
    save(shipped, tmp_path / "same.npz")

    # then
    with np.load(tmp_path / "same.npz") as stored:
        same = {name: stored[name] for name in stored.files}
    assert MiniLM(adapter=same).identity == MiniLM().identity
    assert MiniLM(adapter=other).identity != MiniLM().identity
    assert "all-MiniLM-L6-v2" in MiniLM().identity


def test_given_the_shipped_adapter_then_it_is_of_low_rank() -> None:
    ranks = {array.shape[1] for name, array in shipped_adapter().items() if name.endswith(UP)}
    downs = {array.shape[0] for name, array in shipped_adapter().items() if name.endswith(DOWN)}

    assert ranks == downs
    assert max(ranks) <= DIMENSIONS // 8
