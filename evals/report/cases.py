"""A case of a report: what was expected, and what each system did with it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.dates import in_words
from evals.records import Case, Cited, Generated, Scored, Timing
from evals.report.columns import Column
from evals.report.records import CaseRow, Outcome
from evals.report.words import cause, number, wording


def case_row(case: Case, columns: Sequence[Column]) -> CaseRow:
    """Return a case as the report shows it."""
    return CaseRow(
        id=case.id,
        question=case.question,
        history=case.history,
        expected=case.expected_behaviour.value,
        expected_answer=case.expected_answer,
        must_include=tuple(" or ".join(f"“{w}”" for w in group) for group in case.must_include),
        must_not_include=tuple(f"“{wording}”" for wording in case.must_not_include),
        expected_sources=case.expected_sources,
        as_of=in_words(case.as_of) if case.as_of else None,
        tags=case.tags,
        outcomes=tuple(outcome(column, case.id) for column in columns),
    )


def status(scored: Scored) -> tuple[str, tuple[str, ...]]:
    """Say whether an answer failed, passed or was not scored, and why it failed."""
    reason = cause(scored.metrics, scored.given.value, scored.expected.value)
    if reason is not None:
        return "failed", scored.reasons or (reason,)
    passed = scored.metrics.get(wording()["passes_on"]) is not None
    return "passed" if passed else "unscored", scored.reasons


def outcome(column: Column, case_id: str) -> Outcome | None:
    """Return what a system did with a case: the first time it failed, else the first time."""
    tries = [
        (status(scored), scored, said, took) for scored, said, took in column.repeats_of(case_id)
    ]
    if not tries:
        return None
    failed = [each for each in tries if each[0][0] == "failed"]
    (state, reasons), scored, said, took = (failed or tries)[0]
    return Outcome(
        status=state,
        given=said.behaviour.value,
        answer=said.answer,
        statements=_statements(said),
        sources=tuple((_title(source), source.quotes) for source in said.sources),
        notices=said.notices,
        reasons=reasons,
        error=said.error,
        confidence=number(said.confidence, "share"),
        time=number(milliseconds(took), "ms"),
        repeats=f"failed {len(failed)} of {len(tries)} times" if len(tries) > 1 else "",
        metrics=scored.metrics,
    )


def milliseconds(timing: Timing | None) -> float | None:
    """Return how long the whole answer took; the steps together where no total was kept."""
    if timing is None or not timing.milliseconds:
        return None
    return timing.milliseconds.get("total", sum(timing.milliseconds.values()))


def _statements(said: Generated) -> tuple[str, ...]:
    return tuple(
        " ".join([each.text, "".join(f"[{number}]" for number in each.citations)]).strip()
        for each in said.statements
    )


def _title(source: Cited) -> str:
    name = source.title or source.document_id
    about = f"{source.document_id}, {source.status}" if source.status else source.document_id
    return f"[{source.number}] {name} ({about})"
