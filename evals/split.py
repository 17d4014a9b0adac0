"""Which facts are kept for testing: those of the documents that `datasets/split.json` names."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from corpus.library import read_jsonl

SPLIT = Path(__file__).with_name("datasets") / "split.json"


@cache
def kept_facts() -> frozenset[str]:
    """Return the ids of the facts that nothing is fitted on; a fact belongs to its first source."""
    kept = set(json.loads(SPLIT.read_text(encoding="utf-8"))["test_documents"])
    return frozenset(
        fact["id"] for fact in read_jsonl("facts.jsonl") if fact["source_ids"][0] in kept
    )
