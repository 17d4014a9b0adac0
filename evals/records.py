"""The records of this room: a case, what a system said to it, how that scored, a run."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Behaviour(StrEnum):
    """What a system does with a question; `error` is given, never expected."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    CLARIFY = "clarify"
    REFUSE = "refuse"
    ERROR = "error"


def _as_groups(value: object) -> object:
    """Let one wording stand for a group of one: `"12 months"` is `["12 months"]`."""
    if isinstance(value, str):
        return ((value,),)
    if isinstance(value, list | tuple):
        return tuple((group,) if isinstance(group, str) else group for group in value)
    return value


Groups = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_as_groups)]


class Record(BaseModel):
    """A frozen record that accepts no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AttachedDocument(Record):
    """A document that the system must hold while a case is put to it (an injection, say)."""

    title: str
    text: str
    publisher: str = "Example publisher"


class Case(BaseModel):
    """A question and what is expected of its answer; unknown keys are kept and ignored.

    `must_include` is a list of groups: one wording of every group must be there.
    `history` holds the person's earlier turns, oldest first.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    question: str
    history: tuple[str, ...] = ()
    expected_answer: str | None = None
    must_include: Groups = ()
    must_not_include: tuple[str, ...] = ()
    expected_sources: tuple[str, ...] = ()
    expected_behaviour: Behaviour = Behaviour.ANSWER
    as_of: date | None = None
    fact_ids: tuple[str, ...] = ()
    documents: tuple[AttachedDocument, ...] = ()
    tags: tuple[str, ...] = ()
    metadata: dict[str, Any] = Field(default_factory=dict)


class Cited(Record):
    """A source as a system cites it; `status` is `current`, `superseded` and so on, if said."""

    number: int
    document_id: str
    title: str = ""
    status: str | None = None
    quotes: tuple[str, ...] = ()


class Said(Record):
    """One statement of an answer, and the numbers of the sources it cites."""

    text: str
    citations: tuple[int, ...] = ()


class Retrieved(Record):
    """A passage a system looked at; `passages.jsonl` of a run holds each once."""

    id: str
    document_id: str
    text: str


class Generated(Record):
    """What one system said to one case; `error` is a sentence where it failed.

    `confidence` is None, and `retrieved` is None, where the system does not tell them.
    """

    case_id: str
    repeat: int = 0
    behaviour: Behaviour
    answer: str
    statements: tuple[Said, ...] = ()
    sources: tuple[Cited, ...] = ()
    retrieved: tuple[str, ...] | None = None
    notices: tuple[str, ...] = ()
    confidence: float | None = None
    writer: str = ""
    index_id: str = ""
    error: str | None = None


class Timing(Record):
    """How long one answer took, a step, in milliseconds; kept apart so that runs compare."""

    case_id: str
    repeat: int = 0
    milliseconds: dict[str, float]


class Scored(Record):
    """How one answer did: a value a metric, None where it could not be scored."""

    case_id: str
    repeat: int = 0
    expected: Behaviour
    given: Behaviour
    metrics: dict[str, float | None]
    reasons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Estimate(Record):
    """A mean over cases with its bootstrap 95% interval; `unscored` counts the None."""

    mean: float | None
    low: float | None
    high: float | None
    scored: int
    unscored: int


class Summary(Record):
    """What a run comes to: estimates, by tag, and the numbers behind the curves.

    `confusion[expected][given]` counts cases; `risk_coverage` holds (coverage, risk) from
    the most confident answer down; `reliability` holds (mean confidence, accuracy, count);
    `latencies` holds milliseconds, one an answer.
    """

    cases: int
    estimates: dict[str, Estimate]
    by_tag: dict[str, dict[str, Estimate]]
    confusion: dict[str, dict[str, int]]
    risk_coverage: tuple[tuple[float, float], ...] = ()
    reliability: tuple[tuple[float, float, int], ...] = ()
    latencies: tuple[float, ...] = ()


class SystemIdentity(Record):
    """Who answered: name, writer, index id, and whatever else decides what it says."""

    name: str
    writer: str = ""
    index_id: str = ""
    details: dict[str, Any] = Field(default_factory=dict)


class RunConfig(Record):
    """`run.json` of a run folder: what was asked of whom, with what code and data.

    `requested` names the systems as they were asked for, also those that have yet to answer.
    """

    run_id: str
    created: str
    dataset: str
    dataset_sha256: str
    cases: int
    filters: dict[str, Any] = Field(default_factory=dict)
    repeat: int = 1
    as_of: date | None = None
    git_revision: str | None = None
    git_dirty: bool | None = None
    python: str
    platform: str
    requested: tuple[str, ...] = ()
    systems: tuple[SystemIdentity, ...] = ()
