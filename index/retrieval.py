"""Find the sentences that answer a question, best claim first."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.records import Kind, Standing
from index.answer_types import lacks_type, wanted_types
from index.dense import DenseSide
from index.matching import TextMatch, asked_side, highest, wordings
from index.npqs import find_npqs, groups_of, of_any_npq, spelled_out
from index.opened import OpenIndex, Row
from index.records import AskedMatch, Hit, Query, SearchResult, Signpost
from index.standing import later_than, not_yet, standing_on
from index.terms import find_intakes, find_measures, find_years

_ASKED, _SIGNPOSTS = 20, 12
_COHERENT = 8
_ORIGINAL = 3.0
_NAMED = 4.0  # on the score of a page whose publisher, who added it, is asked about
_LATER = 2.0  # off the score of what is only known to hold after the day asked about
_COHERENCE_TIE = 0.15


@cache
def ranking_policy() -> dict[str, Any]:
    """Weights fitted by `evals/fit_ranking.py`, and how far one kind of source outranks another."""
    loaded: dict[str, Any] = json.loads(
        Path(__file__).with_name("ranking.json").read_text(encoding="utf-8")
    )
    return loaded


def search_all(index: OpenIndex, queries: Sequence[Query]) -> list[SearchResult]:
    """Search for several questions; what they are embedded as goes through the model at once."""
    index.model.encode_queries(wording for query in queries for wording in _wordings(query))
    return [search(index, query) for query in queries]


def search(index: OpenIndex, query: Query) -> SearchResult:
    """Return the claims that may answer a query, best first.

    A question of a longer message or of a conversation is searched for with and without what
    is told before it; a claim scores the mean of the two.
    """
    matches = _matches(index, query.text)
    hits = _ranked(index, query, matches)
    if query.also:
        told = query.model_copy(update={"text": query.also})
        hits = _mean_scores(hits, _ranked(index, told, _matches(index, told.text)))
    sides = list(matches[0].sides)
    if query.bare:
        sides.insert(0, asked_side(index, index.model.encode_query(spelled_out(query.bare))))
    plain = matches[0].vector
    return SearchResult(
        hits=hits,
        signposts=tuple(_signposts(index, plain)),
        asked=tuple(_nearest_asked(index, sides, matches[1:], groups_of(query.npqs))),
        scopes=index.scopes.chances(plain),
        topics=index.topics.chances(plain),
        requests=index.requests.chances(plain),
    )


def _wordings(query: Query) -> Iterator[str]:
    """Give the texts that searching for a query embeds."""
    texts = [query.text, query.also] if query.also else [query.text]
    for text in texts:
        yield from wordings(text)
        if general := of_any_npq(text):
            yield from wordings(general, for_one=True)
    if query.bare:
        yield spelled_out(query.bare)


def _matches(index: OpenIndex, text: str) -> list[TextMatch]:
    """Hold a text against the index; one about one NPQ also as it would be asked of any.

    What names no NPQ may answer for all of them, and is ranked by the nearer of the two.
    """
    general = of_any_npq(text)
    also = [TextMatch.of(index, general, for_one=True)] if general else []
    return [TextMatch.of(index, text), *also]


def _ranked(index: OpenIndex, query: Query, matches: Sequence[TextMatch]) -> tuple[Hit, ...]:
    """Return the claims found for one text.

    Dense neighbours of the question among sentences, headings and predicted questions
    are joined with BM25; the features of each candidate are weighed by a fitted linear model.
    """
    theirs = index.rows_by_publisher(matches[0].stems)
    publishers = index.publishers_in(matches[0].stems)
    wants, measures = wanted_types(query.bare or query.text), find_measures(query.text)
    hits = []
    for row in theirs.union(*(match.candidates() for match in matches)):
        item = index.rows[row]
        if not_yet(item.sentence, item.passage, index.successors, query.as_of):
            continue
        standing = standing_on(item.sentence, item.passage, index.facts, query.as_of)
        npq_features = _npq_features(query, item)
        named = bool(item.sentence.npqs) or bool(npq_features["npq_other"])
        fitting = matches[:1] if named else matches
        similarity, asked = max(match.asked(row) for match in fitting)
        without = publishers if row in theirs else frozenset()
        told = bool(item.sentence.facts)
        near = [match.features(row, predicted=told, without=without) for match in fitting]
        features = {
            **highest(near),
            "untyped": float(lacks_type(wants, item.sentence.text)),
            "publisher_named": float(row in theirs),
            "figure_same": float(bool(measures & index.measures[row])),
            **npq_features,
            **_time_features(query, item, standing),
        }
        hits.append(
            Hit(
                sentence=item.sentence,
                passage=item.passage,
                standing=standing,
                score=_score(features)
                + _NAMED * features["publisher_named"]
                - _LATER * later_than(item.sentence, query.as_of),
                features=features,
                asked=asked or None,
                asked_similarity=similarity,
            )
        )
    return tuple(_claims(hits))


def _mean_scores(first: tuple[Hit, ...], second: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Join two listings; what one of them lacks has its lowest score there."""
    by_claim = [{hit.claim: hit for hit in hits} for hits in (first, second)]
    lowest = [min((hit.score for hit in hits), default=0.0) for hits in (first, second)]
    joined = []
    for claim, hit in (by_claim[1] | by_claim[0]).items():
        scores = [
            hits[claim].score if claim in hits else least
            for hits, least in zip(by_claim, lowest, strict=True)
        ]
        joined.append(hit.model_copy(update={"score": sum(scores) / 2}))
    return tuple(sorted(joined, key=lambda hit: (-hit.score, hit.sentence.id)))


def rescored(found: SearchResult) -> SearchResult:
    """Rank what was found again, by the weights as they are now."""
    hits = [hit.model_copy(update={"score": _score(hit.features)}) for hit in found.hits]
    return found.model_copy(update={"hits": tuple(_claims(hits))})


def _nearest_asked(
    index: OpenIndex,
    sides: Sequence[DenseSide],
    of_any: Sequence[TextMatch],
    groups: frozenset[str],
) -> list[AskedMatch]:
    """Return the predicted questions that are nearest, once each, by the first side that has it.

    Held against the question as asked of any NPQ is only what is told of any, or of its group.
    """
    best = {match.text: match for side in reversed(sides) for match in side.matches}
    for match in (near for each in of_any for side in each.sides for near in side.matches):
        rows = [index.rows[row] for row in index.rows_of_fact(match.fact)]
        told_of = [row.sentence.npqs or (row.groups and not row.groups & groups) for row in rows]
        nearer = match.text not in best or match.similarity > best[match.text].similarity
        if nearer and not any(told_of):
            best[match.text] = match
    return sorted(best.values(), key=lambda match: -match.similarity)[:_ASKED]


def hits_for_facts(index: OpenIndex, fact_ids: Sequence[str], query: Query) -> list[Hit]:
    """Look facts up by id, on as few pages as tell them."""
    told = Counter(
        page
        for fact_id in fact_ids
        for page in {index.rows[row].passage.document_id for row in index.rows_of_fact(fact_id)}
    )
    hits = (hit_for_fact(index, fact_id, query, told) for fact_id in fact_ids)
    return [hit for hit in hits if hit is not None]


def hit_for_fact(
    index: OpenIndex, fact_id: str, query: Query, told: Mapping[str, int] | None = None
) -> Hit | None:
    """Look a fact up by its id, on a page that still holds, if any, that tells most beside it."""
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
    return max(
        hits,
        key=lambda hit: (
            _holds(hit),
            (told or {}).get(hit.passage.document_id, 0),
            _weight(hit),
            hit.sentence.id,
        ),
        default=None,
    )


def _npq_features(query: Query, item: Row) -> dict[str, float]:
    """Same NPQ, another one or another group's, or a general sentence that serves its group."""
    named = item.sentence.npqs
    same = bool(query.npqs & named)
    groups = groups_of(query.npqs)
    grouped = bool(groups & item.groups) and not named - query.npqs
    of_others = bool(groups) and not named and bool(item.groups) and not groups & item.groups
    return {
        "npq_same": float(same),
        "npq_other": float(of_others or (bool(query.npqs) and bool(named) and not same)),
        "npq_unasked": float(not query.npqs and 0 < len(named) <= 2),
        "npq_group": float(grouped and not same),
        "npq_general": float(bool(query.npqs) and not (named or grouped or of_others)),
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
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _claims(hits: Iterable[Hit]) -> list[Hit]:
    """Keep one sentence a claim, carrying the claim's best score.

    It is taken from a page that still holds, if any tells it; of those from the one that tells
    most of what was found, so that an answer rests on few pages, and then from the weightiest.
    """
    by_claim: dict[str, list[Hit]] = {}
    for hit in _originals_first(list(hits)):
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
                _holds(hit),
                told.get(hit.passage.document_id, 0.0) + _COHERENCE_TIE * _weight(hit),
                hit.sentence.id,
            ),
        )
        out.append(chosen.model_copy(update={"score": score}))
    return sorted(out, key=lambda hit: (-hit.score, hit.sentence.id))


def _originals_first(hits: list[Hit]) -> list[Hit]:
    """Let an added original outrank our summary of the same page."""
    originals = {hit.passage.url for hit in hits if hit.passage.added and hit.passage.url}
    if not originals:
        return hits
    return [
        hit.model_copy(update={"score": hit.score + (0 if hit.passage.added else -_ORIGINAL)})
        if hit.passage.url in originals
        else hit
        for hit in hits
    ]


def _weight(hit: Hit) -> float:
    """An original added by the deployment outranks our summary; then the kind of source."""
    kinds: dict[Kind, float] = ranking_policy()["source_weights"]
    return 10.0 * hit.passage.added + kinds[hit.passage.kind]


def _holds(hit: Hit) -> bool:
    """Say whether a page is not one that something replaced: what it tells can be relied on."""
    return hit.passage.status is Standing.CURRENT


def _signposts(index: OpenIndex, vector: Any) -> list[Signpost]:
    near = index.store.nearest("signposts", vector, _SIGNPOSTS)
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
