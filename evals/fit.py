"""`python -m evals.fit`: fit ranking, choice and confidence, and write them where they are read.

`python -m evals.fit confidence` fits only when to decline. Comes after `evals.fit_adapter`,
`npq index build` and `evals.fit_reader`; then comes `evals.fit_intent`. `python -m evals.fit
threshold` leaves the weights and reads off anew below which confidence to decline, on the files
with all models as they ship, in two minutes: after the cross-encoder was trained further.

Ranking (index/ranking.json), confidence and further sentences (assistant/policy/confidence.json,
extras.json) are fitted on questions that the index and the adapter of their fold, and the
cross-encoder, have never seen. Development questions are not touched. Takes about half an hour
on two cores, nearly all of it to train the adapters.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import track
from sklearn.metrics import roc_auc_score

import index.adapter
import index.retrieval
from assistant import confidence, extras
from assistant.guard import guard
from assistant.parts import substance
from assistant.records import POLICY, Question, fitted_numbers
from assistant.understand import Ask, understand
from assistant.write import fits, redundant, write
from corpus.library import read_jsonl
from corpus.settings import get_settings
from evals import fit_logistic, fit_ranking
from evals.beside_facts import beside_facts
from evals.choosing import fitting_cases
from evals.folds import FOLDS, Fold, folds
from evals.naming import also_about_one
from evals.records import Case
from evals.taught import learnt_by_heart, near_misses
from index.embedding import MiniLM
from index.opened import IndexHandle, OpenIndex
from index.reading import read
from index.records import SearchResult
from index.retrieval import ranking_policy, rescored, search

DAY = date(2026, 11, 22)
DECLINED = 0.025
CURVE = (0.002, 0.003, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05)
PLAIN = 120  # predicted questions a fold, so that the confidence knows the plainest ones
BESIDE = 1.0  # weight of a question written beside a fact; a case weighs 2
WANTED_FROM = 0.2
PAGE_FROM = 0.7
INDEX = Path(index.retrieval.__file__).parent


class Found(NamedTuple):
    """One search of a held-out question, and what it should have found."""

    ask: Ask
    result: SearchResult
    opened: OpenIndex
    parts: int
    facts: set[str]
    label: int | None
    weight: float
    message: int


def searches(question: Question, index: OpenIndex, **told: Any) -> Iterator[Found]:
    """Search once for each part of a question."""
    understood = understand(question, guard(question.text, max_chars=20000), index.speller)
    for ask in understood.asks:
        yield Found(ask, search(index, ask.query), index, len(understood.asks), **told)


class Held(NamedTuple):
    """A question that a fold holds out, the facts it wants, and whether any answers it."""

    question: Question
    facts: set[str]
    label: int | None
    weight: float


def held_out(number: int, fold: Fold) -> Iterator[Held]:
    """Give what a fold holds out; a question of any NPQ also as one about a single NPQ."""
    learnt = set(learnt_by_heart())
    plain = [asked for asked in fold.asked if asked not in learnt]
    for asked in random.Random(number).sample(plain, PLAIN):
        yield Held(Question(text=asked.text, as_of=DAY), set(), 1, BESIDE)
    for beside in [each for each in beside_facts() if each.held_out][number::FOLDS]:
        for text in also_about_one(beside.answered, [beside.fact]):
            yield Held(Question(text=text, as_of=DAY), {beside.fact}, 1, BESIDE)
        for text in also_about_one(beside.near, [beside.fact]):
            yield Held(Question(text=text, as_of=DAY), set(), 0, BESIDE)
    for near in [each for each in near_misses() if each.held_out][number::FOLDS]:
        yield Held(Question(text=near.text, as_of=DAY), set(), 0, BESIDE)
    for case in fold.cases:
        label = {"answer": 1, "abstain": 0}.get(case.expected_behaviour)
        question = Question(text=case.question, history=case.history, as_of=DAY)
        yield Held(question, set(case.fact_ids), label, 2.0)
        if label == 1 and not case.history:
            for text in also_about_one([case.question], case.fact_ids)[1:]:
                yield Held(Question(text=text, as_of=DAY), set(case.fact_ids), 1, BESIDE)


def gather(cases: list[Case]) -> list[Found]:
    """Search for everything that the folds hold out."""
    out, message = list[Found](), 0
    for number, fold in enumerate(folds(get_settings(), cases)):
        for question, facts, label, weight in held_out(number, fold):
            message += 1
            out += searches(
                question, fold.opened, facts=facts, label=label, weight=weight, message=message
            )
    return out


def fit_weights(found: list[Found]) -> dict[str, Any]:
    """Fit the ranking."""
    names = list(found[0].result.hits[0].features)
    data = [
        listing
        for f in found
        if f.label == 1
        for listing in [fit_ranking.listing(f.result.hits, f.facts, f.weight)]
        if listing
    ]
    weights = fit_ranking.fit(names, data)
    real = [listing for listing in data if listing.weight > 1]
    return ranking_policy() | {
        "weights": weights,
        "out_of_fold": fit_ranking.measure(weights, real),
        "fitted_on": {"questions": len(data), "of_them_from_files": len(real)},
    }


def fit_extras(found: list[Found]) -> dict[str, Any]:
    """Fit which sentences below the best are wanted, and which come from a page that is."""
    pages = {fact["id"]: fact["source_ids"] for fact in read_jsonl("facts.jsonl")}
    rows, wanted, on_page = [], [], []
    for f in found:
        if f.label != 1 or f.weight <= 1:
            continue
        ranked = [hit for hit in f.result.hits if fits(f.ask, hit)]
        right = {page for fact in f.facts for page in pages[fact]}
        chosen = ranked[:1]
        for hit in ranked[1:12]:
            if not redundant(hit, chosen) and len(chosen) <= 6:
                rows.append(extras.features(f.ask, ranked[0], hit, len(chosen)))
                wanted.append(int(any(fact.id in f.facts for fact in hit.sentence.facts)))
                on_page.append(int(hit.passage.document_id in right))
                chosen.append(hit)
    even = [1.0] * len(rows)
    return {
        "wanted": fit_logistic.fit(rows, wanted, even)[0] | {"from": WANTED_FROM},
        "page": fit_logistic.fit(rows, on_page, even)[0] | {"from": PAGE_FROM},
    }


def fit_confidence(found: list[Found]) -> dict[str, Any]:
    """Fit the confidence, and read off the risk-coverage curve where to decline."""
    best: dict[int, tuple[float, dict[str, float], int, float]] = {}
    for f in found:
        if f.label is None or (f.message in best and _score(f) <= best[f.message][0]):
            continue
        best[f.message] = (_score(f), confidence_row(f), f.label, f.weight)
    _, rows, labels, weights = zip(*best.values(), strict=True)
    model, chances = fit_logistic.fit(list(rows), list(labels), list(weights))
    y, real = np.array(labels), np.array(weights) > 1
    return model | thresholds(chances[real], y[real])


def thresholds(chances: Any, y: Any) -> dict[str, Any]:
    """Return below which chance to decline, and what is declined by the share of answerable ones.

    Read off the questions of the files, of which so many that have an answer may be declined.
    """
    kept, others = chances[y == 1], chances[y == 0]
    curve = {
        str(share): {
            "below": round(float(np.quantile(kept, share)), 4),
            "not_answerable_declined": round(float((others < np.quantile(kept, share)).mean()), 3),
        }
        for share in CURVE
    }
    return {
        "decline_below": round(float(np.quantile(kept, DECLINED)), 4),
        "by_share_of_answerable_declined": curve,
        "auroc_on_files": round(float(roc_auc_score(y, chances)), 3),
    }


def threshold_as_shipped() -> dict[str, Any]:
    """Return the shipped model of confidence with its threshold read off anew."""
    settings = get_settings()
    index = IndexHandle(settings.index_dir, MiniLM(threads=2)).get()
    chances, labels = [], []
    for case in track(fitting_cases(), description="Asking"):
        label = {"answer": 1, "abstain": 0}.get(case.expected_behaviour)
        if label is None:
            continue
        question = Question(text=case.question, history=case.history, as_of=DAY)
        told = {"facts": set(case.fact_ids), "label": label, "weight": 2.0, "message": 0}
        found = max(searches(question, index, **told), key=_score)
        chances.append(confidence.probability(confidence_row(found)))
        labels.append(label)
    return confidence.fitted() | thresholds(np.array(chances), np.array(labels))


def _score(found: Found) -> float:
    return found.result.hits[0].score if found.result.hits else 0.0


def confidence_row(f: Found) -> dict[str, float]:
    """Return the inputs of the confidence for one search."""
    draft = write(f.ask, f.result, f.opened, parts=f.parts)
    message = substance(f.ask.message if f.parts == 1 else f.ask.text)
    reading = read(f.opened.reader, f.ask.query.text, message, draft.hits)
    return confidence.features(f.ask, f.result, draft, f.opened, reading)


def save(path: Path, data: dict[str, Any], console: Console) -> None:
    """Write one policy file and show it."""
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    console.print(path.name, data)


def main() -> None:
    """Fit in order: each model is fitted on what the ones before it give."""
    console = Console(width=120)
    if sys.argv[1:] == ["threshold"]:
        save(POLICY / "confidence.json", threshold_as_shipped(), console)
        return
    found = gather(fitting_cases())
    if sys.argv[1:] == ["confidence"]:
        save(POLICY / "confidence.json", fit_confidence(found), console)
        return
    save(INDEX / "ranking.json", fit_weights(found), console)
    ranking_policy.cache_clear()
    found = [f._replace(result=rescored(f.result)) for f in found]
    save(POLICY / "extras.json", fit_extras(found), console)
    fitted_numbers.cache_clear()
    save(POLICY / "confidence.json", fit_confidence(found), console)


if __name__ == "__main__":
    main()
