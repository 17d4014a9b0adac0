"""Find the sentences that answer a question, best claim first."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.records import Kind, Standing
from index.chroma import Neighbour
from index.embedding import Vectors
from index.opened import OpenIndex, Row
from index.records import AskedMatch, Hit, Query, SearchResult, Signpost
from index.standing import standing_on
from index.terms import find_intakes, find_npqs, find_years, groups_of, guidance_words, spelled_out, stems

_DEPTH = {"sentences": 60, "questions": 100, "signposts": 12}
_LEXICAL_DEPTH = 40
_COHERENT = 8
_COHERENCE_TIE = 0.15


@cache
def ranking_policy() -> dict[str, Any]:
    """Weights fitted by `evals/fit_ranking.py`, and how far one kind of source outranks another."""
    loaded: dict[str, Any] = json.loads(
        Path(__file__).with_name("ranking.json").read_text(encoding="utf-8")
    )
    return loaded


def search(index: OpenIndex, query: Query) -> SearchResult:
    """Return the claims that may answer a query, best first.

    Dense neighbours of the question among sentences, headings and predicted questions
    are joined with BM25; the features of each candidate are weighed by a fitted linear model.
    """
    vector = index.model.encode_query(spelled_out(query.text))
    added = guidance_words(query.text)
    context = "" if "npq" in query.text.lower() else " NPQ"
    widened = index.model.encode_query(f"{spelled_out(query.text)} {added}{context}".strip())
    sentences = _union(index, "sentences", vector, widened)
    questions = _union(index, "questions", vector, widened)
    dense = {row: n.similarity for n in sentences for row in index.rows_of(n)}
    asked: dict[int, tuple[float, str]] = {}
    headed: dict[int, float] = {}
    matches: list[AskedMatch] = []
    for near in questions:
        fact = near.metadata.get("fact")
        if fact:
            matches.append(
                AskedMatch(
                    fact=fact,
                    text=near.metadata["asked"],
                    answer=near.metadata["answer"] or None,
                    similarity=near.similarity,
                )
            )
        for row in index.rows_of(near):
            if fact:
                asked.setdefault(row, (near.similarity, near.metadata["asked"]))
            else:
                headed.setdefault(row, near.similarity)
    query_stems = stems(query.text)
    lexical = index.lexical.scores(stems(f"{query.text} {added}"))
    top = float(lexical.max(initial=0.0)) or 1.0
    best_lexical = lexical.argsort()[::-1][:_LEXICAL_DEPTH]
    candidates = dense.keys() | asked.keys() | {int(row) for row in best_lexical if lexical[row]}
    floors = (
        min((n.similarity for n in sentences), default=0.0),
        min((n.similarity for n in questions), default=0.0),
    )
    hits = []
    for row in candidates:
        item = index.rows[row]
        standing = standing_on(item.sentence, item.passage, index.facts, query.as_of)
        near_question, text = asked.get(row, (floors[1], None))
        features = {
            "sentence": dense.get(row, floors[0]),
            "question": max(near_question, floors[1]),
            "heading": headed.get(row, floors[1]),
            "best": max(dense.get(row, 0.0), near_question, headed.get(row, 0.0)),
            "bm25": float(lexical[row]) / top,
            "coverage": index.lexical.coverage(query_stems, [row]),
            **_npq_features(query, item),
            **_time_features(query, item, standing),
        }
        hits.append(
            Hit(
                sentence=item.sentence,
                passage=item.passage,
                standing=standing,
                score=_score(features),
                features=features,
                asked=text,
                asked_similarity=near_question if text else 0.0,
            )
        )
    return SearchResult(
        hits=tuple(_claims(hits)),
        signposts=tuple(_signposts(index, vector)),
        asked=tuple(matches[:20]),
    )


def _union(index: OpenIndex, name: str, *vectors: Vectors) -> list[Neighbour]:
    """Neighbours of any of the vectors, each with its best similarity, best first."""
    best: dict[str, Neighbour] = {}
    for vector in vectors:
        for near in index.store.nearest(name, vector, _DEPTH[name]):
            if near.id not in best or near.similarity > best[near.id].similarity:
                best[near.id] = near
    return sorted(best.values(), key=lambda near: -near.similarity)


def hit_for_fact(index: OpenIndex, fact_id: str, query: Query) -> Hit | None:
    """Look a fact up by its id, on the weightiest page that tells it."""
    hits = [
        Hit(
            sentence=item.sentence,
            passage=item.passage,
            standing=standing_on(item.sentence, item.passage, index.facts, query.as_of),
            score=0.0,
            features={},
        )
        for item in (index.rows[row] for row in index.rows_of_fact(fact_id))
    ]
    return max(hits, key=lambda hit: (_weight(hit), hit.sentence.id), default=None)


def _npq_features(query: Query, item: Row) -> dict[str, float]:
    """Same NPQ, another NPQ, or a general sentence that serves the NPQ's group."""
    named = item.sentence.npqs
    same = bool(query.npqs & named)
    grouped = bool(groups_of(query.npqs) & item.groups) and not named - query.npqs
    return {
        "npq_same": float(same),
        "npq_other": float(bool(query.npqs) and bool(named) and not same),
        "npq_unasked": float(not query.npqs and 0 < len(named) <= 2),
        "npq_group": float(grouped and not same),
        "npq_general": float(bool(query.npqs) and not named and not grouped),
    }


def _time_features(query: Query, item: Row, standing: Standing) -> dict[str, float]:
    """Standing against what the question is about: today, an earlier time, a proposal."""
    text = item.sentence.text
    years, intakes = find_years(text), find_intakes(text)
    old = standing in (Standing.SUPERSEDED, Standing.HISTORICAL)
    past = query.about_past
    return {
        "old_for_today": float(old and not past),
        "old_for_past": float(old and past),
        "proposal_unasked": float(standing is Standing.PROPOSAL and not query.about_proposals),
        "proposal_asked": float(standing is Standing.PROPOSAL and query.about_proposals),
        "year_same": float(bool(query.years & years)),
        "year_other": float(bool(query.years) and bool(years) and not query.years & years),
        "intake_same": float(bool(query.intakes & intakes)),
        "intake_other": float(bool(query.intakes) and bool(intakes - query.intakes)),
    }


def _score(features: dict[str, float]) -> float:
    weights: dict[str, float] = ranking_policy()["weights"]
    return sum(weights[name] * value for name, value in features.items())


def _claims(hits: Iterable[Hit]) -> list[Hit]:
    """Keep one sentence a claim, carrying the claim's best score.

    It is taken from the page that tells most of what was found, so that an answer rests
    on few pages, and then from the weightiest.
    """
    by_claim: dict[str, list[Hit]] = {}
    for hit in hits:
        by_claim.setdefault(hit.claim, []).append(hit)
    scored = [(max(hit.score for hit in group), group) for group in by_claim.values()]
    scored.sort(key=lambda item: -item[0])
    told: dict[str, float] = {}
    best = scored[0][0] if scored else 0.0
    for score, group in scored[:_COHERENT]:
        for page in {hit.passage.document_id for hit in group}:
            told[page] = told.get(page, 0.0) + math.exp(score - best)
    out = []
    for score, group in scored:
        chosen = max(
            group,
            key=lambda hit: (
                hit.passage.added,
                told.get(hit.passage.document_id, 0.0) + _COHERENCE_TIE * _weight(hit),
                hit.sentence.id,
            ),
        )
        out.append(chosen.model_copy(update={"score": score}))
    return sorted(out, key=lambda hit: (-hit.score, hit.sentence.id))


def _weight(hit: Hit) -> float:
    """An original added by the deployment outranks our summary; then the kind of source."""
    kinds: dict[Kind, float] = ranking_policy()["source_weights"]
    current = hit.passage.status is Standing.CURRENT
    return 10.0 * hit.passage.added + kinds[hit.passage.kind] + 0.5 * current


def _signposts(index: OpenIndex, vector: Any) -> list[Signpost]:
    near = index.store.nearest("signposts", vector, _DEPTH["signposts"])
    return [
        Signpost.model_validate({**found.metadata, "similarity": found.similarity})
        for found in near
    ]


class GuidanceRetriever(BaseRetriever):
    """LangChain's retriever over the index: passages, best first, scored sentences inside.

    `metadata` holds document id, title, standing, section, score and the sentence found.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: OpenIndex
    as_of: date | None = None
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        found = search(
            self.index,
            Query(
                text=query,
                npqs=find_npqs(query),
                years=find_years(query),
                intakes=find_intakes(query),
                as_of=self.as_of or date.today(),
            ),
        )
        passages: dict[str, Hit] = {}
        for hit in found.hits:
            passages.setdefault(hit.passage.id, hit)
        return [
            LangChainDocument(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "document_id": hit.passage.document_id,
                    "title": hit.passage.title,
                    "section": hit.passage.section,
                    "standing": hit.standing.value,
                    "url": hit.passage.url,
                    "score": hit.score,
                    "sentence": hit.sentence.text,
                },
            )
            for hit in list(passages.values())[: self.k]
        ]
