"""Cases, runs and stand-in systems for the tests of this room."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from evals.records import Behaviour, Cited, Generated, Retrieved, Said, SystemIdentity, Timing
from evals.running import Plan, start
from evals.runs import RunFolder
from evals.systems.base import Prompted, Reply, failed_reply

DAY = date(2026, 11, 22)
FACTS = ("npqh-length",)


def case_lines(count: int = 3) -> list[dict[str, Any]]:
    """Cases that any system can be asked."""
    return [
        {
            "id": f"c{number}",
            "question": f"How long does NPQH take, asked {number} times?",
            "expected_answer": "18 months.",
            "must_include": [["18 months"]],
            "expected_sources": ["govuk-npqh"],
            "tags": ["length" if number % 2 else "other"],
        }
        for number in range(count)
    ]


def write_cases(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    """Write a data set."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def new_run(path: Path, lines: Sequence[dict[str, Any]], **plan: Any) -> RunFolder:
    """Start a run of these cases as of one day."""
    from evals.records import Case

    cases = [Case.model_validate(line) for line in lines]
    return start(path, Plan(dataset="made", cases=cases, as_of=DAY, **plan))


class Parrot:
    """A system that says what it is told to say; it fails on the ids given."""

    name = "parrot"
    local = True

    def __init__(
        self,
        text: str = "NPQH takes 18 months.",
        *,
        fails: Sequence[str] = (),
        down: bool = False,
        stops_after: int | None = None,
        index_id: str = "one",
    ) -> None:
        self.text, self.fails, self.down = text, set(fails), down
        self.stops_after, self.index_id = stops_after, index_id
        self.asked: list[Prompted] = []

    def prepare(self, prompts: Sequence[Prompted]) -> None:
        """Nothing to load."""

    def identity(self) -> SystemIdentity:
        """A parrot."""
        return SystemIdentity(name=self.name, writer="parrot", index_id=self.index_id)

    def answer(self, prompted: Prompted) -> Reply:
        """Say it, fail, or be cut off."""
        if self.stops_after is not None and len(self.asked) >= self.stops_after:
            raise KeyboardInterrupt
        self.asked.append(prompted)
        if self.down or prompted.id in self.fails:
            return failed_reply(prompted, "The parrot is away.", milliseconds=1, down=self.down)
        passages = (
            Retrieved(id="z#1", document_id="z", text="Z."),
            Retrieved(id="a#1", document_id="a", text=self.text),
        )
        return Reply(
            Generated(
                case_id=prompted.id,
                behaviour=Behaviour.ANSWER,
                answer=f"{self.text} [1]",
                statements=(Said(text=self.text, citations=(1,)),),
                sources=(Cited(number=1, document_id="a", quotes=(self.text,)),),
                retrieved=("z#1", "a#1"),
                confidence=0.9,
            ),
            Timing(case_id=prompted.id, milliseconds={"total": 2.0}),
            passages,
        )

    def close(self) -> None:
        """Nothing to let go."""


@contextmanager
def no_bar() -> Any:
    """A progress bar that shows nothing."""
    yield lambda label, done, total: None
