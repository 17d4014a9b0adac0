"""The records of this room: a question, a statement with its evidence, an answer."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.records import Kind, Standing
from corpus.yaml_files import read_yaml

POLICY = Path(__file__).with_name("policy")


@cache
def policy(name: str) -> dict[str, Any]:
    """Read one of the policy files of this room; its `pieces` are put where `<name>` stands.

    A piece may hold those above it.
    """
    loaded: dict[str, Any] = read_yaml(POLICY / f"{name}.yaml")
    pieces: dict[str, str] = {}
    for piece, text in loaded.pop("pieces", {}).items():
        pieces[piece] = _filled(text, pieces)
    filled: dict[str, Any] = _filled(loaded, pieces)
    return filled


def _filled(value: Any, pieces: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, pieces) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, pieces) for each in value]
    if isinstance(value, str):
        for name, piece in pieces.items():
            value = value.replace(f"<{name}>", piece)
    return value


@cache
def fitted_numbers(name: str) -> dict[str, Any]:
    """Read numbers that a script fitted (`fitted_by`); one dictionary for all who ask."""
    loaded: dict[str, Any] = json.loads((POLICY / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


class Outcome(StrEnum):
    """What came of a question; the wording of each is in `policy/outcomes.yaml`."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    NEEDS_CLARIFICATION = "needs_clarification"
    NOT_IN_GUIDANCE = "not_in_guidance"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSED = "refused"
    ERROR = "error"


class Record(BaseModel):
    """A frozen record that accepts no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Record):
    """A question as asked, with the person's earlier turns, oldest first."""

    text: str
    history: tuple[str, ...] = ()
    as_of: date = Field(default_factory=date.today)
    id: str | None = None


class Statement(Record):
    """A sentence of the answer, and the numbers of the sources that say it."""

    text: str
    citations: tuple[int, ...]


class Source(Record):
    """A page that is cited, and the exact sentences of it that were used."""

    number: int
    document_id: str
    title: str
    publisher: str
    kind: Kind
    status: Standing
    url: str | None
    updated: str | None
    section: str
    passage: str
    quotes: tuple[str, ...]
    standings: tuple[Standing, ...]
    added: bool = False

    @property
    def told(self) -> tuple[Standing, ...]:
        """What holds of the sentences used, each standing once; their page may say otherwise."""
        return tuple(dict.fromkeys(self.standings)) or (self.status,)


class Clarification(Record):
    """One short question back, and the full questions offered as buttons.

    `depends`: it is asked since the answer turns on it, not since nothing was asked.
    """

    ask: str
    options: tuple[str, ...]
    depends: bool = True


class Usage(Record):
    """What a language model took for one answer; `cost` in US dollars where it is reported.

    `estimated`: the provider reported no tokens, so characters were counted. `dropped` are
    the statements that it proposed and the check did not let through.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False
    cost: float | None = None
    proposed: int = 0
    dropped: int = 0
    first_statement_s: float | None = None
    failure: str = ""


class Answer(Record):
    """What is shown, exported and scored; the JSON contract of `npq ask`.

    `retrieved` holds the ids of the best passages that were looked at, and of all cited.
    `writer` is "extractive", or the language model and the hash of its prompt; `usage` is
    there if a language model was asked, whichever wrote the answer.
    """

    id: str | None = None
    question: str
    standalone_question: str
    outcome: Outcome
    answer: str
    statements: tuple[Statement, ...] = ()
    sources: tuple[Source, ...] = ()
    notices: tuple[str, ...] = ()
    clarifying_question: str | None = None
    options: tuple[str, ...] = ()
    confidence: float = 0.0
    confidence_band: str = "none"
    writer: str = "extractive"
    index_id: str = ""
    fact_ids: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    as_of: date
    timings_ms: dict[str, float] = {}
    usage: Usage | None = None
