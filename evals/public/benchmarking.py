"""Measure searches on a public benchmark: ranking, the sentence chosen, and abstention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from sklearn.metrics import ndcg_score, roc_auc_score

from evals.metrics.answers import token_f1
from evals.metrics.text import squad_tokens
from evals.public.data import Asked, Benchmark
from evals.public.searching import Bm25, Cut, Dense, Ours, Search, Searched
from evals.vectors import VectorCache

_BATCH = 256
_KEPT = 0.9
NAMES = {
    "ndcg@10": "nDCG@10",
    "recall@1": "recall@1",
    "recall@5": "recall@5",
    "recall@10": "recall@10",
    "mrr": "MRR",
    "sentence_em": "sentence EM",
    "sentence_holds": "holds answer",
    "sentence_f1": "sentence F1",
    "sentence_f1_given": "F1, text given",
    "answerable_auroc": "AUROC",
    "refused_at_90_kept": "refused, 90% kept",
    "false_refusal_at_90_refused": "false refusals, 90% refused",
}


class Measured(BaseModel):
    """What each search comes to on one benchmark; None where the data has nothing to judge by.

    `recall@k` is the share of the relevant entries among the first k. `sentence_*` hold the
    best sentence of the first entry against the gold answers: SQuAD's EM and F1, and whether
    it holds one; `_given` chooses within the relevant entries. `answerable_auroc` tells
    answerable from other queries by how sure the search is. `refused_at_90_kept` is the share
    of the others refused at the level that keeps 90% of the answerable, and
    `false_refusal_at_90_refused` that of the answerable where 90% of the others are refused.
    """

    model_config = ConfigDict(frozen=True)

    benchmark: str
    corpus: int
    queries: int
    answerable: int
    kind: str
    meta: dict[str, Any]
    systems: dict[str, dict[str, float | None]]


def measure(benchmark: Benchmark, cache: VectorCache) -> Measured:
    """Measure BM25, MiniLM and our retrieval; vectors are kept in the cache."""
    cut = Cut.of(benchmark)
    # One pass over all texts, so that each is embedded in good company and only once.
    queries = [q.text for q in benchmark.queries]
    talks = ["\n".join([*q.turns, q.text]) for q in benchmark.queries if q.turns]
    cache.encode(f"{benchmark.name}-queries", queries + talks)
    ours = Ours(benchmark, cut, cache)
    searches: list[Search] = [
        Bm25(cut, stemmed=False),
        Bm25(cut, stemmed=True),
        Dense(benchmark, cut, cache),
        ours,
    ]
    return Measured(
        benchmark=benchmark.name,
        corpus=len(benchmark.corpus),
        queries=len(benchmark.queries),
        answerable=sum(query.answerable for query in benchmark.queries),
        kind=ours.kind,
        meta=benchmark.meta,
        systems={search.name: _measured(search, benchmark, cut) for search in searches},
    )


def as_rows(measured: Measured) -> list[dict[str, Any]]:
    """Return a table of rows: a search each, leaving out what could not be measured."""
    known = [m for m in NAMES if any(v.get(m) is not None for v in measured.systems.values())]
    return [
        {"search": name, **{NAMES[metric]: values.get(metric) for metric in known}}
        for name, values in measured.systems.items()
    ]


def _measured(search: Search, benchmark: Benchmark, cut: Cut) -> dict[str, float | None]:
    rows: dict[str, list[float]] = {name: [] for name in NAMES}
    sure: list[float] = []
    place = {entry.id: number for number, entry in enumerate(benchmark.corpus)}
    for batch in _batches(benchmark.queries):
        found = search.search(batch)
        sure += found.answered.tolist()
        for row, query in enumerate(batch):
            relevant = {place[e]: g for e, g in benchmark.relevant.get(query.id, {}).items()}
            if not relevant:
                continue
            for name, value in ranking_metrics(found.scores[row], relevant).items():
                rows[name].append(value)
            gold = benchmark.answers.get(query.id, ())
            if query.answerable and any(gold):
                for name, value in _sentence_metrics(found, row, relevant, gold, cut).items():
                    rows[name].append(value)
    means = {name: float(np.mean(v)) if v else None for name, v in rows.items()}
    return means | abstention_metrics(sure, [query.answerable for query in benchmark.queries])


def ranking_metrics(scores: NDArray[np.float32], relevant: Mapping[int, float]) -> dict[str, float]:
    """Return nDCG@10 (graded, as in TREC), recall@k and the reciprocal rank of one ranking.

    Of equal scores the earlier entry comes first, whatever is relevant.
    """
    order = np.argsort(-scores, kind="stable")
    grades = np.zeros(len(scores))
    grades[list(relevant)] = list(relevant.values())
    ranked = grades[order]
    hits = ranked > 0
    gain = float(
        ndcg_score([ranked], [-np.arange(len(ranked))], k=10) if len(ranked) > 1 else hits[0]
    )
    return {
        "ndcg@10": gain,
        **{f"recall@{k}": float(hits[:k].sum() / len(relevant)) for k in (1, 5, 10)},
        "mrr": float(1 / (1 + hits.argmax())) if hits.any() else 0.0,
    }


def _sentence_metrics(
    found: Searched,
    row: int,
    relevant: Mapping[int, float],
    gold: Sequence[str],
    cut: Cut,
) -> dict[str, float]:
    first = int(np.argmax(found.scores[row]))
    chosen = _best_sentence(found, row, [first], cut)
    given = _best_sentence(found, row, sorted(relevant), cut)
    return {
        "sentence_em": max(float(squad_tokens(chosen) == squad_tokens(g)) for g in gold),
        "sentence_holds": max(float(_holds(squad_tokens(chosen), squad_tokens(g))) for g in gold),
        "sentence_f1": max(token_f1(chosen, expected=g) for g in gold),
        "sentence_f1_given": max(token_f1(given, expected=g) for g in gold),
    }


def _holds(text: list[str], wanted: list[str]) -> bool:
    """Say whether some tokens stand in a text, one after the other."""
    size = len(wanted)
    return bool(size) and any(
        text[start : start + size] == wanted for start in range(len(text) - size + 1)
    )


def _best_sentence(found: Searched, row: int, entries: Sequence[int], cut: Cut) -> str:
    best, text = -np.inf, ""
    for entry in entries:
        scores = found.sentence(row, entry)
        top = int(np.argmax(scores))
        if scores[top] > best:
            best, text = float(scores[top]), cut.sentences[int(cut.starts[entry]) + top]
    return text


def abstention_metrics(
    sure: Sequence[float], answerable: Sequence[bool]
) -> dict[str, float | None]:
    """Return how well sureness tells answerable queries; None without queries of both sorts."""
    names = ("answerable_auroc", "refused_at_90_kept", "false_refusal_at_90_refused")
    if all(answerable) or not any(answerable):
        return dict.fromkeys(names)
    values, wanted = np.array(sure), np.array(answerable)
    # What is below a level is refused. The highest that keeps 90% of the answerable:
    kept = np.quantile(values[wanted], 1 - _KEPT, method="lower")
    # The lowest that refuses 90% of the others: above that many of them.
    refusing = np.quantile(values[~wanted], _KEPT, method="lower")
    figures = (
        float(roc_auc_score(wanted, values)),
        float((values[~wanted] < kept).mean()),
        float((values[wanted] <= refusing).mean()),
    )
    return dict(zip(names, figures, strict=True))


def _batches(queries: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    for start in range(0, len(queries), _BATCH):
        yield queries[start : start + _BATCH]
