"""An index open for questions, and the handle that follows it when a new build is swapped in."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.asked import predicted_questions
from corpus.errors import IndexMissing
from corpus.records import Fact
from index.builds import LAYOUT, Manifest, current_build, read_manifest, untouched
from index.chroma import Neighbour, Store
from index.embedding import MiniLM
from index.lexical import Lexical
from index.npqs import groups_named
from index.passages import CHUNKER
from index.reading import reader
from index.records import Passage, Sentence
from index.scopes import shipped_requests, shipped_scopes, shipped_topics
from index.terms import Speller, find_measures, stems

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """A sentence that may be quoted, its passage, and the NPQ groups it speaks of."""

    sentence: Sentence
    passage: Passage
    groups: frozenset[str]


class OpenIndex:
    """One build, read into memory for the lexical side and open in Chroma for the dense one."""

    def __init__(self, folder: Path, manifest: Manifest, model: MiniLM) -> None:
        self.folder = folder
        self.manifest = manifest
        self.model = model
        self.reader = reader(model)
        lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
        self.passages = {p.id: p for p in map(Passage.model_validate_json, lines)}
        self.rows = [
            Row(sentence, passage, groups_named(sentence.text))
            for passage in self.passages.values()
            for sentence in passage.sentences
            if sentence.evidence
        ]
        self.facts: dict[str, Fact] = {f.id: f for row in self.rows for f in row.sentence.facts}
        self.successors = {f.superseded_by for f in self.facts.values() if f.superseded_by}
        self._by_sentence = {row.sentence.id: number for number, row in enumerate(self.rows)}
        self._by_passage: dict[str, list[int]] = defaultdict(list)
        self._by_fact: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            self._by_passage[row.passage.id].append(number)
            for fact in row.sentence.facts:
                self._by_fact[fact.id].append(number)
        asked: dict[str, list[str]] = defaultdict(list)
        for question in predicted_questions():
            asked[question.fact].append(question.text)
        texts = [self._lexical_text(row, asked) for row in self.rows]
        self.lexical = Lexical(texts)
        self.sentence_lexical = Lexical([row.sentence.text for row in self.rows])
        self._publishers = self._names_of_publishers()
        self.measures = [find_measures(row.sentence.text) for row in self.rows]
        self.speller = Speller(texts)
        self.scopes = shipped_scopes()
        self.topics = shipped_topics()
        self.requests = shipped_requests()
        self.store = Store(folder / "chroma")

    @staticmethod
    def _lexical_text(row: Row, asked: dict[str, list[str]]) -> str:
        questions = [q for fact in row.sentence.facts for q in asked.get(fact.id, ())]
        title = [row.passage.title] if row.passage.added else []
        return "\n".join([row.sentence.text, row.passage.section, *title, *questions])

    def _names_of_publishers(self) -> dict[str, set[str]]:
        """Return the words that only publishers of added pages are called by, with those pages."""
        pages = self.passages.values()
        if not any(page.added for page in pages):
            return {}
        ours = {s for p in pages if not p.added for s in stems(f"{p.publisher} {p.text}")}
        out: dict[str, set[str]] = defaultdict(set)
        for page in pages:
            for stem in set(stems(page.publisher)) - ours if page.added else ():
                out[stem].add(page.document_id)
        return out

    def publishers_in(self, query: Iterable[str]) -> frozenset[str]:
        """Return the stems of a query that name the publisher of an added page."""
        return frozenset(stem for stem in query if stem in self._publishers)

    def rows_by_publisher(self, query: Iterable[str]) -> frozenset[int]:
        """Return the rows of added pages whose publisher a query names; it is given as stems."""
        pages = {page for stem in query for page in self._publishers.get(stem, ())}
        if not pages:
            return frozenset()
        return frozenset(n for n, row in enumerate(self.rows) if row.passage.document_id in pages)

    def rows_of(self, near: Neighbour) -> list[int]:
        """Return the rows that a found entry points at."""
        if "sentences" in near.metadata:
            return [self._by_sentence[i] for i in near.metadata["sentences"].split()]
        if "passages" in near.metadata:
            return [r for p in near.metadata["passages"].split() for r in self._by_passage[p]]
        return self.rows_of_fact(near.metadata.get("fact", ""))

    def rows_of_fact(self, fact_id: str) -> list[int]:
        """Return the rows that tell a fact, in order of page."""
        return self._by_fact.get(fact_id, [])

    def coverage_rows(self, sentence_ids: list[str]) -> list[int]:
        """Return row numbers of sentences, for `Lexical.coverage`."""
        return [self._by_sentence[i] for i in sentence_ids if i in self._by_sentence]

    def close(self) -> None:
        """Close the store."""
        self.store.close()


class IndexHandle:
    """Gives the index in use; opens the new one when a build has been swapped in."""

    def __init__(self, index_dir: Path, model: MiniLM) -> None:
        self._dir = index_dir
        self._model = model
        self._lock = threading.Lock()
        self._open: OpenIndex | None = None

    def get(self) -> OpenIndex:
        """Return the open index; raise `IndexMissing` if none can be used."""
        folder = current_build(self._dir)
        with self._lock:
            if self._open is not None and folder in (None, self._open.folder):
                return self._open
            if folder is None:
                raise IndexMissing("There is no index yet. Run `npq index build`.")
            manifest = usable_manifest(folder, self._model)
            if manifest is None:
                raise IndexMissing(
                    "The index is damaged or was made by another version. Run `npq index build`."
                )
            previous, self._open = self._open, OpenIndex(folder, manifest, self._model)
            log.info("index opened", extra={"index_id": manifest.id})
            if previous is not None:
                log.info("index replaced", extra={"previous": previous.manifest.id})
            return self._open


def usable_manifest(folder: Path, model: MiniLM) -> Manifest | None:
    """Return a build's manifest if this version made it with this model and it is whole."""
    manifest = read_manifest(folder)
    if manifest is None or (manifest.layout, manifest.chunker) != (LAYOUT, CHUNKER):
        return None
    if manifest.model != model.identity or not untouched(folder, manifest):
        return None
    return manifest
