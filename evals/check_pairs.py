"""How well the check of free text tells supported statements from wrong ones.

A file of pairs holds, a line each, the sentences that a statement cites, the statement,
and whether they support it. A wrong statement should be caught, a right one kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from scipy.stats import binomtest

from assistant.check.pairs import Similarity
from assistant.verify import supported
from corpus.errors import EvaluationError
from evals.choosing import SHIPPED
from evals.lines import read_lines

PAIRS = SHIPPED / "pairs" / "check_pairs.jsonl"
BLIND = SHIPPED / "pairs" / "check_pairs_blind.jsonl"
FRESH = SHIPPED / "pairs" / "check_pairs_fresh.jsonl"
FREE = SHIPPED / "pairs" / "check_pairs_free.jsonl"
MORE = SHIPPED / "pairs" / "check_pairs_more.jsonl"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pair(_Record):
    """A statement, the sentences it cites, and whether they support it."""

    id: str
    evidence: tuple[str, ...] = Field(min_length=1)
    statement: str = Field(min_length=1)
    supported: bool
    kind: str
    split: Literal["dev", "test", "blind", "fresh"] = "dev"


class Share(_Record):
    """A count out of a total, with its Wilson 95% interval; no share of nothing."""

    count: int
    total: int
    share: float | None
    low: float | None
    high: float | None


class PairsReport(_Record):
    """How many wrong statements were caught and how many right ones lost, also by kind.

    `wrong` holds the ids of the pairs judged wrongly; of the test half they are left out, so
    that nobody fits on them.
    """

    split: str
    caught: Share
    lost: Share
    caught_by_kind: dict[str, Share]
    kept_by_kind: dict[str, Share]
    wrong: tuple[str, ...]


def shipped_pairs() -> list[Pair]:
    """Return the pairs that were written without sight of the code: four groups of them."""
    return [*read_pairs(PAIRS), *read_pairs(BLIND), *read_pairs(FRESH)]


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Read a file of pairs; raise `EvaluationError` if it is missing or a line is wrong."""
    if not path.is_file():
        raise EvaluationError(f"There is no file of pairs at {path}.")
    pairs = read_lines(path, Pair)
    if not pairs:
        raise EvaluationError(f"{path} holds no pairs.")
    return pairs


def share_of(count: int, total: int) -> Share:
    """Return a count out of a total with its Wilson interval."""
    if not total:
        return Share(count=0, total=0, share=None, low=None, high=None)
    interval = binomtest(count, total).proportion_ci(method="wilson")
    return Share(
        count=count,
        total=total,
        share=round(count / total, 6),
        low=round(float(interval.low), 6),
        high=round(float(interval.high), 6),
    )


def judged(
    pairs: Sequence[Pair], similarity: Similarity | None, said: Callable[[], None] | None = None
) -> dict[str, bool]:
    """Return by id whether the check lets a statement pass; `said` hears of each."""
    out = {}
    for pair in pairs:
        out[pair.id] = not supported(pair.statement, pair.evidence, similarity=similarity)
        if said is not None:
            said()
    return out


def report(pairs: Sequence[Pair], passed: dict[str, bool]) -> list[PairsReport]:
    """Return one report for each half that the pairs hold, development first."""
    return [
        _report(split, [pair for pair in pairs if pair.split == split], passed)
        for split in ("dev", "test", "blind", "fresh")
        if any(pair.split == split for pair in pairs)
    ]


def _report(split: str, pairs: Sequence[Pair], passed: dict[str, bool]) -> PairsReport:
    right = [pair for pair in pairs if pair.supported]
    wrong = [pair for pair in pairs if not pair.supported]

    def caught(some: Sequence[Pair]) -> Share:
        return share_of(sum(not passed[pair.id] for pair in some), len(some))

    def kept(some: Sequence[Pair]) -> Share:
        return share_of(sum(passed[pair.id] for pair in some), len(some))

    return PairsReport(
        split=split,
        caught=caught(wrong),
        lost=caught(right),
        caught_by_kind={k: caught(_of(wrong, k)) for k in sorted({p.kind for p in wrong})},
        kept_by_kind={k: kept(_of(right, k)) for k in sorted({p.kind for p in right})},
        wrong=tuple(p.id for p in pairs if passed[p.id] != p.supported) if split == "dev" else (),
    )


def _of(pairs: Sequence[Pair], kind: str) -> list[Pair]:
    return [pair for pair in pairs if pair.kind == kind]
