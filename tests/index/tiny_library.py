"""Builds of a few invented documents with a model that needs no weights.

Run as `python tiny_library.py INDEX_DIR PRICE`, it builds one version of the library and
prints the steps of the build that touch its folder, one a line. `--die-at N` kills it
before step N, `--die-after SECONDS` at that time after it began: no warning, no tidying.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.library import Library
from corpus.records import Document
from index.builds import BuildReport, Progress, build_index
from index.embedding import DIMENSIONS, MiniLM, Vectors


class Hashed(MiniLM):
    """Draws each vector from a hash of its text, and keeps a list of what was embedded."""

    identity = "hashed/1"  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[str] = []

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self.embedded += texts
        out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            drawn = np.random.default_rng(seed).standard_normal(DIMENSIONS)
            out[row] = drawn / np.linalg.norm(drawn)
        if progress is not None:
            progress(len(texts))
        return out


def page(document_id: str, *sections: tuple[str, str], **changes: object) -> Document:
    text = "\n\n".join(f"## {heading}\n\n{body}" for heading, body in sections)
    values = {
        "id": document_id,
        "title": f"Life at {document_id}",
        "publisher": "A college",
        "kind": "guidance",
        "status": "current",
        "text": f"# {document_id}\n\n{text}",
        **changes,
    }
    return Document.model_validate(values)


def library(price: int = 2) -> Library:
    """Two pages of three sections; the price of tea is in one of them."""
    return Library(
        [
            page(
                "oak-college",
                ("Tea", f"Tea costs {price} pounds a cup."),
                ("Chairs", "Every chair at Oak is green."),
            ),
            page("elm-college", ("Bells", "The bell rings at noon.")),
        ]
    )


def quiet(label: str, done: int, total: int) -> None:
    """Show no progress."""


def build(
    documents: Library,
    index_dir: Path,
    model: MiniLM | None = None,
    *,
    progress: Progress = quiet,
    rebuild: bool = False,
) -> BuildReport:
    return build_index(documents, index_dir, model or Hashed(), progress=progress, rebuild=rebuild)


def _steps(index_dir: str, die_at: int | None) -> list[str]:
    """Collect what the interpreter does in the folder, and die before the step asked for."""
    steps: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        if any(index_dir in os.fsdecode(a) for a in args if isinstance(a, str | bytes | Path)):
            steps.append(event)
            if len(steps) == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return steps


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("index_dir", type=Path)
    parser.add_argument("price", type=int)
    parser.add_argument("--die-at", type=int)
    parser.add_argument("--die-after", type=float)
    given = parser.parse_args()
    steps = _steps(str(given.index_dir), given.die_at)
    if given.die_after is not None:
        killed = threading.Timer(given.die_after, os.kill, (os.getpid(), signal.SIGKILL))
        killed.daemon = True
        killed.start()
    build(library(given.price), given.index_dir)
    sys.stdout.write("\n".join(steps))


if __name__ == "__main__":
    main()
