"""`python -m evals.fit_weighing`: weigh what rules and tagger find in a statement, and write it.

A logistic regression (assistant/policy/check_weights.json) on statements that the tagger never
saw: free pairs, the eighth of the marked statements that was held out, right ones of these beside
evidence on a near subject, and the pairs that the rules were written with, of which each counts
for six since they are few and the only ones worded closely. Takes four minutes.
"""

from __future__ import annotations

import json
import random
from typing import NamedTuple

import numpy as np
import rich
from rich.progress import track
from sklearn.linear_model import LogisticRegression

from assistant.check.doubting import doubts
from assistant.check.support import problems_of
from assistant.check.weighing import SIGNS, signs_of
from assistant.records import POLICY
from assistant.verify import similarity_of
from evals.check_pairs import FREE, MORE, PAIRS, read_pairs
from evals.doubted import statements
from evals.fit_doubts import neighbours
from index.embedding import MiniLM, Vectors

LIMIT = 0.4
"""From this chance of being wrong on a statement is not shown: a wrong one shown is taken to cost
one and a half times what a right one lost costs."""
_CLOSELY = 6.0
_MARKED = 0.5
_BESIDE = 2.0


class Told(NamedTuple):
    """A statement beside evidence, whether it is wrong, and for how many it counts."""

    text: str
    evidence: tuple[str, ...]
    wrong: bool
    weight: float


def told() -> list[Told]:
    """Return what the weights are fitted on."""
    close = [pair for pair in read_pairs(PAIRS) if pair.split == "dev"] + read_pairs(MORE)
    out = [Told(p.statement, p.evidence, not p.supported, _CLOSELY) for p in close]
    out += [Told(p.statement, p.evidence, not p.supported, 1.0) for p in read_pairs(FREE)]
    near, rng = neighbours(), random.Random(0)
    for said in statements():
        if said.held_out:
            out.append(Told(said.statement, said.evidence, not said.supported, _MARKED))
            if said.supported and near[said.fact]:
                other = rng.choice(near[said.fact])
                out.append(Told(said.statement, (other,), True, _BESIDE))
    return out


def main() -> None:
    """Fit, write, and show what was written."""
    every, alike = told(), similarity_of(MiniLM())
    rows: Vectors = np.array(
        [
            signs_of(
                t.text,
                t.evidence,
                problems_of(t.text, t.evidence, alike),
                doubts(t.text, t.evidence),
            )
            for t in track(every)
        ]
    )
    wrong = np.array([t.wrong for t in every])
    model = LogisticRegression(C=0.5, max_iter=5000)
    model.fit(rows, wrong, sample_weight=[t.weight for t in every])
    over = model.predict_proba(rows)[:, 1] >= LIMIT
    written = {
        "weights": dict(zip(SIGNS, map(float, model.coef_[0].round(3)), strict=True)),
        "bias": round(float(model.intercept_[0]), 3),
        "limit": LIMIT,
        "fitted_by": "python -m evals.fit_weighing",
        "fitted_on": {
            "statements": len(every),
            "caught": round(float(over[wrong].mean()), 3),
            "kept": round(float(1 - over[~wrong].mean()), 3),
        },
    }
    path = POLICY / "check_weights.json"
    path.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    rich.print(written)


if __name__ == "__main__":
    main()
