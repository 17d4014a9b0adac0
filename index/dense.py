"""What the neighbours of one vector say about each sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.chroma import Neighbour
from index.opened import OpenIndex
from index.records import AskedMatch


@dataclass
class DenseSide:
    """Similarities by row: to the sentence, to its heading, to the questions it answers."""

    sentence: dict[int, float] = field(default_factory=dict)
    heading: dict[int, float] = field(default_factory=dict)
    asked: dict[int, tuple[float, str]] = field(default_factory=dict)
    second: dict[int, float] = field(default_factory=dict)
    matches: list[AskedMatch] = field(default_factory=list)
    floors: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def of(
        cls, index: OpenIndex, sentences: Sequence[Neighbour], questions: Sequence[Neighbour]
    ) -> DenseSide:
        """Read the neighbours of a vector, best first, among sentences and questions."""
        side = cls(
            floors=(
                min((near.similarity for near in sentences), default=0.0),
                min((near.similarity for near in questions), default=0.0),
            )
        )
        for near in sentences:
            for row in index.rows_of(near):
                side.sentence.setdefault(row, near.similarity)
        seen: dict[str, list[float]] = defaultdict(list)
        for near in questions:
            rows = index.rows_of(near)
            fact = near.metadata.get("fact")
            if fact is None:
                for row in rows:
                    side.heading.setdefault(row, near.similarity)
                continue
            seen[fact].append(near.similarity)
            side.matches.append(
                AskedMatch(
                    fact=fact,
                    text=near.metadata["asked"],
                    answer=near.metadata["answer"] or None,
                    similarity=near.similarity,
                )
            )
            for row in rows:
                side.asked.setdefault(row, (near.similarity, near.metadata["asked"]))
                if len(seen[fact]) == 2:
                    side.second[row] = near.similarity
        return side

    def candidates(self) -> set[int]:
        """Return the rows whose sentence or predicted question is a neighbour."""
        return self.sentence.keys() | self.asked.keys()

    def features(self, row: int, suffix: str, *, predicted: bool) -> dict[str, float]:
        """Return the similarities of a row; the least one found stands in for those missing.

        A sentence for which no questions were predicted (`predicted` False: it is from a
        page that a deployment added) is judged by itself and its heading instead.
        """
        low_sentence, low_question = self.floors
        sentence = self.sentence.get(row, low_sentence)
        heading = self.heading.get(row, low_question)
        stand_in = low_question if predicted else max(sentence, heading)
        asked = self.asked.get(row, (stand_in, ""))[0]
        values = {
            "sentence": sentence,
            "question": asked,
            "question_second": self.second.get(row, stand_in),
            "heading": heading,
            "best": max(sentence, asked, heading),
        }
        return {f"{name}{suffix}": value for name, value in values.items()}
