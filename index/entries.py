"""What is embedded: sentences, the questions they answer, and topics not held."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from corpus.asked import predicted_questions
from corpus.signposts import topics
from index.records import Passage
from index.terms import spelled_out

Collection = Literal["sentences", "questions", "signposts"]
COLLECTIONS: tuple[Collection, ...] = ("sentences", "questions", "signposts")


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
    tellers: dict[str, str] = {}
    headings: dict[str, list[str]] = defaultdict(list)
    seen: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        headings[" - ".join((passage.title, *passage.headings[-1:]))].append(passage.id)
        for sentence in passage.sentences:
            if sentence.evidence:
                seen[spelled_out(sentence.text)].append(sentence.id)
                tellers.update((fact.id, sentence.id) for fact in sentence.facts)
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
    for number, asked in enumerate(predicted_questions()):
        if asked.fact in tellers:
            yield Entry(
                "questions",
                f"q:{asked.fact}:{number}",
                spelled_out(asked.text),
                {"fact": asked.fact, "asked": asked.text, "answer": asked.answer or ""},
            )
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
