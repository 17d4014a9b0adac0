"""What scoring needs of our corpus, kept with a run so that it can be scored again anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict, PrivateAttr

from corpus.dates import first_day
from corpus.records import Standing
from evals.metrics.text import flat, folded
from evals.records import Case

# The least current first: a sentence that tells several facts stands as the first of them.
_ORDER = (Standing.PROPOSAL, Standing.HISTORICAL, Standing.SUPERSEDED, Standing.CLOSED)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FactReference(_Record):
    """When a fact holds, and which pages tell it."""

    as_of: str
    status: Standing
    superseded_by: str | None = None
    source_ids: tuple[str, ...] = ()


class SentenceReference(_Record):
    """A sentence of a page and the ids of the facts it tells."""

    text: str
    facts: tuple[str, ...] = ()


class PageReference(_Record):
    """A page: its text on one line, its sentences, and its standing where it tells no facts."""

    title: str
    status: Standing
    text: str
    sentences: tuple[SentenceReference, ...] = ()


class References(_Record):
    """Pages by id and facts by id; enough to score any answer over our corpus.

    A run over another corpus scores too: what refers to pages is then None or 0.
    """

    facts: Mapping[str, FactReference] = {}
    pages: Mapping[str, PageReference] = {}
    _outdated: dict[date | None, dict[str, Standing]] = PrivateAttr(default_factory=dict)

    @cached_property
    def _tellings(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for _, page in sorted(self.pages.items()):
            for sentence in page.sentences:
                for fact in sentence.facts:
                    found.setdefault(fact, {})[sentence.text] = None
        return {fact: tuple(texts) for fact, texts in found.items()}

    def gold(self, case: Case) -> dict[str, tuple[str, ...]]:
        """Return, for each thing to be found, the sentences any one of which tells it.

        Things are the facts of the case that a page tells, and the case's own
        `reference_contexts` (as ragas and deepeval name passages that ought to be found).
        """
        out = {f: self._tellings[f] for f in case.fact_ids if f in self._tellings}
        contexts = (case.model_extra or {}).get("reference_contexts") or ()
        if isinstance(contexts, Sequence) and not isinstance(contexts, str):
            texts = [text for text in contexts if isinstance(text, str) and text.strip()]
            out |= {f"context-{number}": (text,) for number, text in enumerate(texts, start=1)}
        return out

    def standing_of(self, fact_id: str, day: date | None) -> Standing:
        """Return how a fact stands on `day`; None is today, as the corpus has it.

        A superseded fact was current until the fact that replaced it took hold.
        """
        fact = self.facts[fact_id]
        successor = self.facts.get(fact.superseded_by or "")
        if day is None or successor is None:
            return fact.status
        once = fact.status in (Standing.SUPERSEDED, Standing.HISTORICAL)
        began = first_day(fact.as_of) <= day
        return (
            Standing.CURRENT if once and began and day < first_day(successor.as_of) else fact.status
        )

    def is_replaced(self, fact_id: str, day: date | None) -> bool:
        """Say whether another fact has taken the place of this one by `day`."""
        fact = self.facts[fact_id]
        successor = self.facts.get(fact.superseded_by or "")
        if fact.status is Standing.PROPOSAL or successor is None:
            return False
        return self.standing_of(fact_id, day) is not Standing.CURRENT

    def year(self, day: date | None) -> int:
        """Return the year of `day`, or the latest that a fact has."""
        if day is not None:
            return day.year
        return max((first_day(fact.as_of).year for fact in self.facts.values()), default=0)

    def outdated(self, day: date | None = None) -> dict[str, Standing]:
        """Return the sentences current on no page on `day`, each with how it stands."""
        if day not in self._outdated:
            self._outdated[day] = self._outdated_on(day)
        return self._outdated[day]

    def _outdated_on(self, day: date | None) -> dict[str, Standing]:
        best: dict[str, tuple[str, Standing]] = {}
        for _, page in sorted(self.pages.items()):
            for sentence in page.sentences:
                told = [self.standing_of(f, day) for f in sentence.facts if f in self.facts]
                standing = min(told, key=_place) if told else page.status
                key = folded(sentence.text)
                if key not in best or _place(standing) > _place(best[key][1]):
                    best[key] = (sentence.text, standing)
        return {text: how for text, how in best.values() if how is not Standing.CURRENT}

    def has_verbatim(self, quote: str, *, page: str) -> bool:
        """Say whether a quote stands word for word on a page; on any, if it is none of ours."""
        wanted = flat(quote)
        known = self.pages.get(page)
        pages = [known] if known else self.pages.values()
        return any(wanted in candidate.text for candidate in pages)


def _place(standing: Standing) -> int:
    return _ORDER.index(standing) if standing in _ORDER else len(_ORDER)


def build_references(cases: Iterable[Case]) -> References:
    """Read our corpus, and the documents attached to cases, into references.

    No index and no model is needed. An attached document counts as a page under its title,
    where no page of ours has that id.
    """
    from corpus.library import Library, read_jsonl
    from corpus.settings import get_settings
    from index.passages import passages_of

    facts = {
        fact["id"]: FactReference(
            as_of=str(fact["as_of"]),
            status=fact["status"],
            superseded_by=fact["superseded_by"],
            source_ids=tuple(fact["source_ids"]),
        )
        for fact in read_jsonl("facts.jsonl")
    }
    pages = {
        document.id: PageReference(
            title=document.title,
            status=_page_standing(document.kind, document.status),
            text=flat(document.text),
            sentences=tuple(
                SentenceReference(text=s.text, facts=tuple(fact.id for fact in s.facts))
                for passage in passages_of(document)
                for s in passage.sentences
                if s.evidence
            ),
        )
        for document in Library.load(get_settings())
    }
    for attached in (document for case in cases for document in case.documents):
        pages.setdefault(
            attached.title,
            PageReference(title=attached.title, status=Standing.CURRENT, text=flat(attached.text)),
        )
    return References(facts=dict(sorted(facts.items())), pages=dict(sorted(pages.items())))


def _page_standing(kind: str, status: Standing) -> Standing:
    """Return how a page without facts stands: as `index.standing` has it."""
    if kind == "consultation":
        return Standing.PROPOSAL
    return Standing.HISTORICAL if status is Standing.CLOSED else status
