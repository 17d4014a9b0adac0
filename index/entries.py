"""What is embedded: sentences, the questions they answer, and topics not held."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from corpus.asked import predicted_questions
from corpus.signposts import topics
from index.npqs import groups_named, spelled_out, without_groups
from index.records import Passage

Collection = Literal["sentences", "questions", "signposts"]
COLLECTIONS: tuple[Collection, ...] = ("sentences", "questions", "signposts")


OF_GROUP = "g:"
"""How the ids begin of questions of a group put as "an NPQ", for questions about one of it."""


class Entry(NamedTuple):
    """A text to embed, the collection it goes to, and what it points at."""

    collection: Collection
    id: str
    text: str
    metadata: dict[str, str]

    @property
    def key(self) -> str:
        """Hash of the text: an unchanged text is not embedded again."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:24]


def entries_of(passages: Iterable[Passage]) -> Iterator[Entry]:
    """Yield every entry of an index over `passages`, ids unique in their collection."""
    told: set[str] = set()
    of_groups: set[str] = set()
    headings: dict[str, list[str]] = defaultdict(list)
    seen: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        headings[" - ".join((passage.title, *passage.headings[-1:]))].append(passage.id)
        for sentence in passage.sentences:
            if sentence.evidence:
                seen[spelled_out(sentence.text)].append(sentence.id)
                told |= {fact.id for fact in sentence.facts}
                if groups_named(sentence.text) and not sentence.npqs:
                    of_groups |= {fact.id for fact in sentence.facts}
    for text, ids in seen.items():
        yield Entry("sentences", f"s:{ids[0]}", text, {"sentences": " ".join(ids)})
    for text, ids in headings.items():
        heading = text.rsplit(" - ", 1)[-1]
        yield Entry(
            "questions",
            f"h:{ids[0]}",
            spelled_out(heading),
            {"passages": " ".join(ids), "asked": heading},
        )
    yield from _predicted(told, of_groups)
    for topic in topics():
        for number, example in enumerate(topic.examples):
            yield Entry(
                "signposts",
                f"t:{topic.id}:{number}",
                example,
                {
                    "id": topic.id,
                    "scope": topic.scope,
                    "topic": topic.topic,
                    "ask": topic.ask,
                    "example": example,
                },
            )


def _predicted(told: set[str], of_groups: set[str]) -> Iterator[Entry]:
    """Yield the predicted questions of the facts that are told.

    What holds for a group of NPQs is asked of one of them as "an NPQ" (`index/retrieval.py`):
    its questions are kept so put as well.
    """
    for number, asked in enumerate(predicted_questions()):
        if asked.fact not in told:
            continue
        points_at = {"fact": asked.fact, "asked": asked.text, "answer": asked.answer or ""}
        yield Entry("questions", f"q:{asked.fact}:{number}", spelled_out(asked.text), points_at)
        any_npq = without_groups(asked.text)
        if asked.fact in of_groups and any_npq != asked.text:
            yield Entry("questions", f"{OF_GROUP}{asked.fact}:{number}", any_npq, points_at)
