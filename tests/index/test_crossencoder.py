"""The cross-encoder: one number a pair, whatever stands beside it, from eight-bit weights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.crossencoder import CrossEncoder, packed, unpacked
from index.embedding import MiniLM
from index.reading import WEIGHTS

PAIRS = [
    ("How long does NPQH take?", "The headship NPQ (NPQH) takes 18 months."),
    ("How long does NPQH take?", "NPQs are graded pass or fail."),
    ("Who marks it?", "word " * 900),
    ("", ""),
]


def test_given_weights_when_packed_and_unpacked_then_each_is_within_half_a_step() -> None:
    drawn = np.random.default_rng(0).standard_normal((8, 16)).astype(np.float32)
    arrays = {"layer.weight": drawn, "layer.bias": drawn[0]}

    back = unpacked(packed(arrays))

    steps = np.abs(drawn).max(axis=1, keepdims=True) / 127
    assert back.keys() == arrays.keys()
    assert (np.abs(back["layer.weight"] - drawn) <= steps * 0.51).all()
    np.testing.assert_allclose(back["layer.bias"], drawn[0], rtol=1e-3)


def test_given_a_row_of_zeros_when_packed_then_it_stays_zeros() -> None:
    assert not unpacked(packed({"w": np.zeros((2, 3), dtype=np.float32)}))["w"].any()


def test_given_no_pairs_when_scored_then_nothing_comes_back_and_nothing_is_loaded() -> None:
    class Unloadable(MiniLM):
        def load(self) -> None:  # type: ignore[override]
            raise AssertionError("the model was loaded")

    assert CrossEncoder(WEIGHTS, Unloadable()).scores([]).shape == (0,)


@pytest.fixture(scope="module")
def base() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="module")
def encoder(base: MiniLM) -> CrossEncoder:
    return CrossEncoder(WEIGHTS, base)


@pytest.mark.slow
def test_given_pairs_of_any_sort_when_scored_then_each_gets_a_number(
    encoder: CrossEncoder,
) -> None:
    scores = encoder.scores(PAIRS)

    assert scores.shape == (len(PAIRS),)
    assert np.isfinite(scores).all()


@pytest.mark.slow
def test_given_another_order_when_scored_then_each_pair_keeps_its_score(
    encoder: CrossEncoder,
) -> None:
    np.testing.assert_allclose(encoder.scores(PAIRS), encoder.scores(PAIRS[::-1])[::-1], atol=1e-3)


@pytest.mark.slow
def test_given_the_encoder_when_it_is_loaded_then_the_embedding_model_gives_what_it_gave(
    encoder: CrossEncoder, base: MiniLM
) -> None:
    alone = MiniLM().encode_plain(["Tea is free at the hub."])

    encoder.scores(PAIRS[:1])

    np.testing.assert_array_equal(base.encode_plain(["Tea is free at the hub."]), alone)


@pytest.mark.slow
def test_given_many_threads_when_they_score_and_embed_at_once_then_all_get_the_same(
    encoder: CrossEncoder, base: MiniLM
) -> None:
    scores, vectors = encoder.scores(PAIRS), base.encode_plain([text for _, text in PAIRS])

    def work(turn: int) -> bool:
        if turn % 2:
            return np.allclose(encoder.scores(PAIRS), scores, atol=1e-4)
        return np.allclose(base.encode_plain([text for _, text in PAIRS]), vectors, atol=1e-4)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(12)))


@pytest.mark.slow
def test_given_weights_of_another_shape_when_scored_then_it_says_so(
    base: MiniLM, tmp_path: Path
) -> None:
    np.savez(tmp_path / "odd.npz", **packed({"x": np.zeros((2, 2), dtype=np.float32)}))

    with pytest.raises(RuntimeError, match="Missing key"):
        CrossEncoder(tmp_path / "odd.npz", base).scores(PAIRS[:1])
