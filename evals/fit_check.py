"""`python -m evals.fit_check`: fit the limits of the check of free text, and write them.

Fitted on the development half of `check_pairs.jsonl` and on `check_pairs_more.jsonl`; the
test half is not read. The limits on new words (assistant/policy/check.json) are those that
lose fewest right statements while catching at least `CAUGHT` of the wrong. The least
similarity is what all but `LOST` of the right statements have to what they cite. Takes about
a minute.
"""

from __future__ import annotations

import itertools
import json
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console

from assistant.check import support
from assistant.check.reach import fitted
from assistant.records import POLICY
from assistant.verify import similarity_of
from evals.check_pairs import MORE, PAIRS, Pair, judged, read_pairs
from index.embedding import MiniLM

GRID: dict[str, tuple[float, ...]] = {
    "share": (0.4, 0.5, 0.6),
    "share_of_part": (0.2, 0.34),
    "excess": (0, 1, 2),
    "likest": (0.05, 0.15),
}
CAUGHT = 0.95
LOST = 0.005
MARGIN = 0.02


class Tried(NamedTuple):
    """Limits, with the share kept of the right statements and caught of the wrong ones."""

    limits: dict[str, float]
    kept: float
    caught: float


def tried(pairs: list[Pair], limits: dict[str, float]) -> Tried:
    """Judge all pairs under some limits."""
    fitted().update(limits)
    support.clear()
    passed = judged(pairs, None)
    kept = np.mean([passed[p.id] for p in pairs if p.supported])
    caught = np.mean([not passed[p.id] for p in pairs if not p.supported])
    return Tried(limits, float(kept), float(caught))


def chosen(every: list[Tried]) -> Tried:
    """Return the limits that lose fewest right ones, of those that catch enough wrong ones."""
    enough = [one for one in every if one.caught >= CAUGHT] or every
    return max(enough, key=lambda one: (one.kept, one.caught, [-v for v in one.limits.values()]))


def nearness(pairs: list[Pair]) -> dict[bool, list[float]]:
    """Return how near right statements are to what they cite, and to what the next one cites."""
    similarity = similarity_of(MiniLM())
    right = [pair for pair in pairs if pair.supported]
    others = [*right[7:], *right[:7]]
    return {
        True: [support.nearest(p.statement, p.evidence, similarity) for p in right],
        False: [
            support.nearest(p.statement, o.evidence, similarity)
            for p, o in zip(right, others, strict=True)
        ],
    }


def main() -> None:
    """Fit, write, and show what was written."""
    pairs = [pair for pair in read_pairs(PAIRS) if pair.split == "dev"] + read_pairs(MORE)
    near = nearness(pairs)
    least = float(np.quantile(near[True], LOST)) - MARGIN
    grid = [dict(zip(GRID, values, strict=True)) for values in itertools.product(*GRID.values())]
    best = chosen([tried(pairs, limits) for limits in grid])
    written: dict[str, Any] = best.limits | {
        "similarity": round(least, 3),
        "fitted_by": "python -m evals.fit_check",
        "fitted_on": {
            "pairs": len(pairs),
            "caught": round(best.caught, 3),
            "kept": round(best.kept, 3),
            "other_evidence_below_similarity": round(
                float(np.mean(np.array(near[False]) < least)), 3
            ),
        },
    }
    (POLICY / "check.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    Console(width=120).print(written)


if __name__ == "__main__":
    main()
