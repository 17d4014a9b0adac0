"""One answer with its case and its references, as the metrics look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten

from corpus.records import Standing
from evals.metrics import citations
from evals.metrics.text import without_markers
from evals.records import Behaviour, Case, Generated, Retrieved, Said
from evals.references import References

_LISTED, _LONG = 3, 160


@dataclass
class Answered:
    """An answer to be scored; `reasons` gathers what is wrong with it, for people."""

    case: Case
    generated: Generated
    passages: Mapping[str, Retrieved]
    references: References
    reasons: list[str] = field(default_factory=list)

    def tell(self, reason: str) -> None:
        """Add a reason."""
        self.reasons.append(reason)

    def tell_items(self, what: str, items: Sequence[str]) -> None:
        """Add a reason with the first of what it is about; nothing for no items."""
        if items:
            listed = "; ".join(shorten(item, _LONG, placeholder=" …") for item in items[:_LISTED])
            more = f" and {len(items) - _LISTED} more" if len(items) > _LISTED else ""
            self.tell(f"{what}: {listed}{more}")

    @property
    def answer_is_due(self) -> bool:
        """Whether the case expects an answer."""
        return self.case.expected_behaviour is Behaviour.ANSWER

    @cached_property
    def text(self) -> str:
        """The answer without citation markers; empty if the system failed."""
        failed = self.generated.behaviour is Behaviour.ERROR
        return "" if failed else without_markers(self.generated.answer)

    @cached_property
    def statements(self) -> tuple[Said, ...]:
        """The statements of the answer."""
        return citations.statements_of(self.generated)

    @cached_property
    def evidence(self) -> Mapping[int, Sequence[str]]:
        """What each cited source says, by number."""
        return citations.evidence_of(self.generated, self.passages)

    @cached_property
    def found(self) -> list[Retrieved] | None:
        """The passages looked at, best first; None where the system does not tell."""
        if self.generated.retrieved is None:
            return None
        return [self.passages[p] for p in self.generated.retrieved if p in self.passages]

    @cached_property
    def gold(self) -> Mapping[str, Sequence[str]]:
        """What is to be found: for each fact, the sentences any one of which tells it."""
        return self.references.gold(self.case)

    @cached_property
    def known(self) -> list[str]:
        """The texts of question and references: what they hold is right to tell."""
        return [
            self.case.question,
            *self.case.history,
            self.case.expected_answer or "",
            *(wording for group in self.case.must_include for wording in group),
            *(text for texts in self.gold.values() for text in texts),
        ]

    @cached_property
    def replaced_facts(self) -> list[str]:
        """The facts of the case that others have replaced by the day asked."""
        return [f for f in self._facts if self.references.is_replaced(f, self.case.as_of)]

    @cached_property
    def current_facts(self) -> list[str]:
        """The facts of the case that hold on the day asked."""
        standing = self.references.standing_of
        return [f for f in self._facts if standing(f, self.case.as_of) is Standing.CURRENT]

    @property
    def _facts(self) -> list[str]:
        return [fact for fact in self.case.fact_ids if fact in self.references.facts]
