"""A cross-encoder: one small model reads two texts together and gives one number.

The embedding model's own body with further-trained weights (`evals/crossencoder.py`), kept as
eight-bit integers beside the module that uses them. Vocabulary and embeddings are shared
with the embedding model, so that a second model costs 45 MB of memory and not 90.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import MiniLM, Vectors, multiplies_halves

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

HEAD = "head"
_TOKENS = 192
_BATCH = 16
_STEP = 8  # tokens: few shapes, of which the processor keeps what it compiled
_SCALE = ".scale"


class CrossEncoder:
    """Scores pairs of texts with the weights of one file; loads torch when first asked.

    A score is a log-odds: above 0 means yes. Safe to share between threads.
    """

    def __init__(self, weights: Path, base: MiniLM) -> None:
        self._weights = weights
        self._base = base
        self._lock = threading.Lock()

    @cached_property
    def _parts(self) -> tuple[Any, nn.Module, Tensor, Tensor]:
        """Return tokenizer, model, and the weights (2 x 384) and bias of its head."""
        import torch

        arrays = stored_weights(self._weights)
        tokenizer, model = parts_of(self._base.load(), arrays, besides=(HEAD,))
        head = torch.from_numpy(arrays[f"{HEAD}.weight"])
        return tokenizer, model, head, torch.from_numpy(arrays[f"{HEAD}.bias"])

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Return the log-odds of each pair, shape (n,)."""
        out = np.zeros(len(pairs), dtype=np.float32)
        if not pairs:
            return out
        import torch

        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            with self._lock:
                tokenizer, model, head, bias = self._parts
                batch = tokenised(tokenizer, [pairs[row] for row in rows], most=_TOKENS)
            with (
                torch.inference_mode(),
                torch.autocast("cpu", torch.bfloat16, enabled=multiplies_halves()),
            ):
                states = pooled(model, batch).float()
            out[rows] = (states @ head + bias).numpy()
        return out


def stored_weights(path: Path) -> dict[str, Vectors]:
    """Read a file of packed weights."""
    with np.load(path, allow_pickle=False) as stored:
        return unpacked({name: stored[name] for name in stored.files})


def parts_of(
    plain: SentenceTransformer, arrays: Mapping[str, Vectors], *, besides: tuple[str, ...]
) -> tuple[Any, nn.Module]:
    """Return a tokenizer and the plain model's body with other layers; embeddings are shared.

    Arrays whose names begin with one of `besides` are no layers.
    """
    import torch

    body: Any = plain[0].auto_model
    model = copy.copy(body)
    model._modules = dict(body._modules)
    model.encoder = copy.deepcopy(body.encoder)
    layers = {name: a for name, a in arrays.items() if not name.startswith(besides)}
    model.encoder.load_state_dict({name: torch.from_numpy(a) for name, a in layers.items()})
    model.eval()
    # A tokenizer holds its truncation as state: shared, two threads would trip over it.
    return copy.deepcopy(plain.tokenizer), model


def tokenised(tokenizer: Any, pairs: Sequence[tuple[str, str]], *, most: int) -> Any:
    """Return pairs of texts as a batch of at most so many tokens each, the longer text cut."""
    first, second = zip(*pairs, strict=True)
    return tokenizer(
        list(first),
        list(second),
        padding=True,
        pad_to_multiple_of=_STEP,
        truncation="longest_first",
        max_length=most,
        return_tensors="pt",
    )


def pooled(model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
    """Return the first token's vector and the mean of all, side by side, shape (n, 768)."""
    import torch

    states: Tensor = model(**batch).last_hidden_state
    return torch.cat([states[:, 0], mean_of(states, batch["attention_mask"])], dim=-1)


def mean_of(states: Tensor, attention: Tensor) -> Tensor:
    """Return the mean of the tokens that are attended to, shape (n, 384)."""
    mask = attention.unsqueeze(-1)
    return (states * mask).sum(1) / mask.sum(1)


def packed(arrays: Mapping[str, Vectors]) -> dict[str, Any]:
    """Return matrices as eight-bit integers with a scale for each row, the rest as float16."""
    out: dict[str, Any] = {}
    for name, array in arrays.items():
        if array.ndim < 2:
            out[name] = array.astype(np.float16)
            continue
        scale = np.maximum(np.abs(array).max(axis=1), 1e-8).astype(np.float32) / 127.0
        out[name] = np.clip(np.round(array / scale[:, None]), -127, 127).astype(np.int8)
        out[name + _SCALE] = scale
    return out


def unpacked(stored: Mapping[str, Any]) -> dict[str, Vectors]:
    """Return what `packed` packed, as float32."""
    out: dict[str, Vectors] = {}
    for name, array in stored.items():
        if name.endswith(_SCALE):
            continue
        scale = stored.get(name + _SCALE)
        plain = array.astype(np.float32)
        out[name] = plain if scale is None else plain * scale[:, None]
    return out
