"""What every system is: something that is given questions, and gives back what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import EvaluationError
from corpus.yaml_files import read_yaml
from evals.records import (
    AttachedDocument,
    Behaviour,
    Case,
    Generated,
    Record,
    Retrieved,
    SystemIdentity,
    Timing,
)


class SystemUnusable(EvaluationError):  # noqa: N818
    """A system cannot be made or started."""


class Prompted(Record):
    """All that a system is told of a case: never what is expected of it.

    `documents` are to be held while the question is answered.
    """

    id: str
    question: str
    history: tuple[str, ...] = ()
    as_of: date
    documents: tuple[AttachedDocument, ...] = ()

    @classmethod
    def of(cls, case: Case, *, as_of: date) -> Prompted:
        """Take from a case what a system may see; `as_of` holds where the case has none."""
        return cls(
            id=case.id,
            question=case.question,
            history=case.history,
            as_of=case.as_of or as_of,
            documents=case.documents,
        )


@dataclass(frozen=True)
class Reply:
    """What a system said, the passages it looked at, and how long it took.

    `unreachable` says that the system could not be asked at all; a run stops after several.
    """

    generated: Generated
    timing: Timing
    passages: tuple[Retrieved, ...] = ()
    unreachable: bool = False


class System(Protocol):
    """Anything that answers questions; errors of one answer are told in its `Reply`."""

    name: str
    local: bool

    def prepare(self, prompts: Sequence[Prompted]) -> None:
        """Load what is needed for these questions; called before each round of answers."""

    def identity(self) -> SystemIdentity:
        """Return who answers; called after `prepare`."""

    def answer(self, prompted: Prompted) -> Reply:
        """Answer one question."""

    def close(self) -> None:
        """Let go of what is held."""


def failed(prompted: Prompted, sentence: str) -> Generated:
    """Return the record of an answer that did not come, for scoring as a failure."""
    return Generated(
        case_id=prompted.id, behaviour=Behaviour.ERROR, answer="", error=sentence, writer=""
    )


def failed_reply(
    prompted: Prompted, sentence: str, *, milliseconds: float | None = None, down: bool = False
) -> Reply:
    """Return the reply of a system that failed at one question."""
    return Reply(
        generated=failed(prompted, sentence),
        timing=timing(prompted, milliseconds),
        unreachable=down,
    )


def timing(prompted: Prompted, total: float | None, **steps: float) -> Timing:
    """Return a timing in milliseconds; without a total where it is not known."""
    known = {} if total is None else {"total": round(total, 1)}
    return Timing(case_id=prompted.id, milliseconds={**steps, **known})


@cache
def parameters(name: str) -> dict[str, Any]:
    """Read the parameters of a system, from the YAML file of its name beside this module."""
    loaded: dict[str, Any] = read_yaml(Path(__file__).with_name(f"{name}.yaml"))
    return loaded


def documents_of(prompts: Sequence[Prompted]) -> tuple[AttachedDocument, ...]:
    """Return the documents that these questions bring along, each once."""
    return tuple(dict.fromkeys(document for p in prompts for document in p.documents))
