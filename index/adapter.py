"""The adapter: a change of low rank to each layer of the embedding model, for questions about NPQs.

Fitted by `evals/adapter.py`, kept beside this module, merged into a copy of the layers when the
model is loaded (as LoRA is; Hu et al. 2021, section 4.1), so that it costs no time afterwards.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Adapter = Mapping[str, NDArray[np.float16]]
"""Arrays by the name of what they change: `NAME.up` @ `NAME.down` is added to a matrix, `NAME`
to a vector."""

NO_ADAPTER: Adapter = {}
UP, DOWN = ".up", ".down"
_FILE = Path(__file__).with_name("adapter.npz")


@cache
def shipped_adapter() -> Adapter:
    """Return the adapter beside this module."""
    with np.load(_FILE, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def save(adapter: Adapter, path: Path = _FILE) -> None:
    """Write an adapter as `shipped_adapter` reads it."""
    arrays: dict[str, Any] = dict(adapter)
    np.savez_compressed(path, **arrays)


def fingerprint(adapter: Adapter) -> str:
    """Return eight hexadecimal digits that tell one adapter from another."""
    digest = sha256()
    for name in sorted(adapter):
        digest.update(name.encode() + np.ascontiguousarray(adapter[name]).tobytes())
    return digest.hexdigest()[:8]


def adapted(model: SentenceTransformer, adapter: Adapter) -> SentenceTransformer:
    """Return the model with the adapter merged in; vocabulary and embeddings are shared."""
    if not adapter:
        return model
    import torch

    body = _body(model)
    # What is shared is told to the copier as copied already.
    changed = copy.deepcopy(model, {id(body.embeddings): body.embeddings})
    layers: dict[str, Any] = dict(_body(changed).encoder.state_dict())
    with torch.no_grad():
        for name, weight in layers.items():
            weight += torch.from_numpy(_change(adapter, name))
    return changed


def _body(model: SentenceTransformer) -> Any:
    return model[0].auto_model


def _change(adapter: Adapter, name: str) -> NDArray[np.float32]:
    if name in adapter:
        return adapter[name].astype(np.float32)
    up, down = adapter[name + UP].astype(np.float32), adapter[name + DOWN].astype(np.float32)
    change: NDArray[np.float32] = up @ down
    return change
