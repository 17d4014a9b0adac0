"""Fit the least score of the GOV.UK-Chat-like baseline: answer above it, abstain below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from corpus.settings import Settings
from evals.lines import RunError
from evals.records import Behaviour, Case
from evals.systems.base import Prompted
from evals.systems.govuk_chat_like import GovukChatLike


class Fitted(NamedTuple):
    """The score to answer from, and how well it tells the two sorts of question apart."""

    score: float
    balanced_accuracy: float
    cases: int


def best_cut(answerable: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """Return the score that parts best what to answer from the rest, and its balanced accuracy.

    Half way between two scores; of equals the lowest, which declines least.
    """
    if not answerable or not others:
        raise RunError("Questions to answer and questions to decline are both needed to fit.")
    scores = sorted({*answerable, *others})
    cuts = [scores[0], *((a + b) / 2 for a, b in pairwise(scores))]
    best = (scores[0], 0.0)
    for cut in cuts:
        kept = sum(score >= cut for score in answerable) / len(answerable)
        declined = sum(score < cut for score in others) / len(others)
        if (kept + declined) / 2 > best[1]:
            best = (cut, (kept + declined) / 2)
    return best


def fit_least_score(
    cases: Sequence[Case], settings: Settings, *, as_of: date, cache: Path | None = None
) -> Fitted:
    """Fit on cases without documents of their own; clarifying and refusing count as declining."""
    system = GovukChatLike(settings, cache or settings.data_dir / "evals" / "cache")
    prompts = [Prompted.of(case, as_of=as_of) for case in cases]
    system.prepare([prompt for prompt in prompts if not prompt.documents])
    scores: dict[bool, list[float]] = {True: [], False: []}
    for case, prompted in zip(cases, prompts, strict=True):
        if not prompted.documents:
            top = system.weighed(prompted.question)[0][0]
            scores[case.expected_behaviour is Behaviour.ANSWER].append(top)
    cut, accuracy = best_cut(scores[True], scores[False])
    return Fitted(cut, accuracy, len(scores[True]) + len(scores[False]))
