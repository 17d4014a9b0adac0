"""`python -m index.soundness FOLDER`: open a build, count and query it, print true if sound.

Run in a process of its own, because a damaged Chroma store can crash the process.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from index.builds import read_manifest
from index.chroma import Store
from index.embedding import DIMENSIONS
from index.entries import COLLECTIONS


def is_sound(folder: Path) -> bool:
    """Say whether the store holds and finds as many entries as its manifest says."""
    manifest = read_manifest(folder)
    if manifest is None or not (folder / "passages.jsonl").exists():
        return False
    store = Store(folder / "chroma")
    probe = np.full(DIMENSIONS, DIMENSIONS**-0.5, dtype=np.float32)
    sound = store.counts() == manifest.counts and all(
        len(store.nearest(name, probe, min(count, 50))) == min(count, 50)
        for name in COLLECTIONS
        if (count := manifest.counts[name])
    )
    store.close()
    return sound


if __name__ == "__main__":
    sys.stdout.write("true" if is_sound(Path(sys.argv[1])) else "false")
