"""Vectors of texts, kept in the data folder: a text is embedded once a model."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import MiniLM

Vectors = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
_CHUNK = 1024


class VectorCache:
    """MiniLM's own unit vectors (without our adapter), one file a set of texts.

    A file holds what was embedded for `name`; a text it lacks is embedded and added.
    """

    def __init__(self, folder: Path, model: MiniLM, progress: Progress | None = None) -> None:
        self._folder = folder
        self._model = model
        self._progress = progress or (lambda label, done, total: None)
        self._read: dict[str, dict[str, Vectors]] = {}

    def encode(self, name: str, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, shape (n, 384)."""
        path = self._folder / f"{name}.npz"
        known = self._read.setdefault(name, {}) or _read(path)
        self._read[name] = known
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24] for text in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
        todo = list(missing)
        # By length: texts of one length embed together quickest.
        todo.sort(key=lambda key: len(missing[key]))
        for start in range(0, len(todo), _CHUNK):
            part = todo[start : start + _CHUNK]
            self._progress(f"Embedding {name}", start, len(todo))
            fresh = self._model.encode_plain([missing[key] for key in part])
            known.update(zip(part, fresh, strict=True))
            _write(path, known)
        if todo:
            self._progress(f"Embedding {name}", len(todo), len(todo))
        if not keys:
            return np.zeros((0, 384), dtype=np.float32)
        return np.stack([known[key] for key in keys]).astype(np.float32)


def _read(path: Path) -> dict[str, Vectors]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}


def _write(path: Path, known: dict[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.stem}.{os.getpid()}.npz")
    np.savez(aside, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    os.replace(aside, path)
