"""The records of this room: passages, their sentences, a query and what it found."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from corpus.records import Fact, Kind, Standing


class Sentence(BaseModel):
    """A span of a passage: the unit that is quoted.

    `evidence` is False for a sentence that may be read but never quoted: the line that
    introduces a page, or text that gives orders to a machine.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    start: int
    end: int
    facts: tuple[Fact, ...] = ()
    npqs: frozenset[str] = frozenset()
    evidence: bool = True


class Passage(BaseModel):
    """A section of a document, with its heading path and its sentences."""

    model_config = ConfigDict(frozen=True)

    id: str
    document_id: str
    title: str
    publisher: str
    kind: Kind
    status: Standing
    superseded_by: str | None
    url: str | None
    dated: str | None
    added: bool
    headings: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]
    content_hash: str

    @property
    def section(self) -> str:
        """The innermost heading, or the title where there is none."""
        return self.headings[-1] if self.headings else self.title


class Query(BaseModel):
    """What to look for: the standalone question and what was understood of it.

    `bare` is the question itself where `text` also holds what the message says besides it;
    `also` is a wider text that is searched besides: with what a message of several questions
    tells before this one, or with the earlier turns of a conversation.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    bare: str = ""
    also: str = ""
    npqs: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    intakes: frozenset[str] = frozenset()
    about_past: bool = False
    about_proposals: bool = False
    as_of: date


class Hit(BaseModel):
    """A sentence that was found: its passage, its standing on the day asked, and why.

    `features` are the inputs of the ranking and `score` is their weighted sum.
    """

    model_config = ConfigDict(frozen=True)

    sentence: Sentence
    passage: Passage
    standing: Standing
    score: float
    features: dict[str, float] = Field(repr=False)
    asked: str | None = None
    asked_similarity: float = 0.0

    @property
    def claim(self) -> str:
        """What is told, whichever page tells it: the fact ids, or the sentence itself."""
        return "+".join(sorted(f.id for f in self.sentence.facts)) or self.sentence.text.lower()


class Signpost(BaseModel):
    """A topic the corpus does not hold, and how near the question is to it (cosine)."""

    model_config = ConfigDict(frozen=True)

    id: str
    scope: str
    topic: str
    ask: str
    similarity: float
    example: str


class AskedMatch(BaseModel):
    """A predicted question near the person's question (cosine), and the answer it carries."""

    model_config = ConfigDict(frozen=True)

    fact: str
    text: str
    answer: str | None
    similarity: float


class SearchResult(BaseModel):
    """Claims by score, the signposts and predicted questions nearest to the question.

    `scopes` holds the probability that the question is of each sort, `topics` that it says
    enough or on which topic too little, `requests` that it asks for what is never done
    (`index/scopes.py`).
    """

    model_config = ConfigDict(frozen=True)

    hits: tuple[Hit, ...]
    signposts: tuple[Signpost, ...]
    asked: tuple[AskedMatch, ...]
    scopes: dict[str, float] = Field(default_factory=dict)
    topics: dict[str, float] = Field(default_factory=dict)
    requests: dict[str, float] = Field(default_factory=dict)
