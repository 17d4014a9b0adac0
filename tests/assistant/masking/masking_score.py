"""Score masking on the invented snippets: recall of what is personal, precision of what is hid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from assistant.masking.personal import find_personal

# The sets that were looked at, each with the least recall and precision that it must keep.
FILES = {
    "personal.jsonl": (0.99, 0.98),
    "personal_unseen.jsonl": (0.99, 0.98),
    "personal_blind.jsonl": (0.99, 0.98),
    "personal_hard.jsonl": (0.99, 0.98),
    "personal_kinds.jsonl": (0.99, 0.99),
}
KEPT = "personal_kept.jsonl"  # never looked at, only scored


class Scored(NamedTuple):
    """Counts over some snippets, and what went wrong in which."""

    personal: int
    missed: list[tuple[str, str]]
    masked: int
    wrong: list[tuple[str, str]]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.personal

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.masked


def snippets(file: str) -> list[dict[str, Any]]:
    """Return the snippets of one of the files beside this module."""
    lines = Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def score(lines: list[dict[str, Any]]) -> Scored:
    """Mask the snippets; a piece counts as found only if all of it is masked, as its kind."""
    scored = Scored(0, [], 0, [])
    personal = masked = 0
    for line in lines:
        text, found, spans = line["text"], find_personal(line["text"]), []
        for kind, value, start in line["personal"]:
            assert text.startswith(value, start), line["id"]
            spans.append((start, start + len(value), kind))
        for start, end, kind in spans:
            covered = {i for f in found if f.kind == kind for i in range(f.start, f.end)}
            if not {i for i in range(start, end) if text[i].isalnum()} <= covered:
                scored.missed.append((line["id"], text[start:end]))
        for piece in found:
            if not any(piece.start < end and start < piece.end for start, end, _ in spans):
                scored.wrong.append((line["id"], f"{piece.kind} {text[piece.start : piece.end]}"))
        personal, masked = personal + len(spans), masked + len(found)
    return scored._replace(personal=personal, masked=masked)
