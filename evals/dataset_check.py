"""What is odd about cases that can be read: ids the corpus lacks, and self-contradictions."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache

from evals.metrics.text import holds
from evals.problems import Problem
from evals.promptfoo import UNREAD
from evals.records import Behaviour, Case

# Names that people use for ours, told as "did you mean".
_MEANT = {
    "answer": "expected_answer",
    "expected": "expected_behaviour",
    "expected_behavior": "expected_behaviour",
    "kind": "tags",
    "sources": "expected_sources",
}
_OF_OTHER_TOOLS = frozenset({
    "response", "retrieved_contexts", "reference_contexts", "actual_output", "retrieval_context",
    "rubrics", "rubric", "choices", "target", "sandbox", "files", "setup", "tools_called",
    "expected_tools", "comments", "source_file", "options", "threshold", "scenario",
    "expected_outcome", "contexts", "name",
})  # fmt: skip


@cache
def _facts() -> dict[str, tuple[str, ...]]:
    """Return every fact of our corpus with the documents that tell it."""
    from corpus.library import read_jsonl

    return {fact["id"]: tuple(fact["source_ids"]) for fact in read_jsonl("facts.jsonl")}


@cache
def _documents() -> frozenset[str]:
    from corpus.library import Library
    from corpus.settings import get_settings

    return frozenset(document.id for document in Library.load(get_settings()))


def case_problems(case: Case, file: str, line: int) -> list[Problem]:
    """Return what is wrong or odd about one case."""
    out: list[Problem] = []

    def tell(message: str, *, error: bool = False) -> None:
        severity = "error" if error else "warning"
        out.append(
            Problem.model_validate(
                {"file": file, "line": line, "message": message, "severity": severity}
            )
        )

    for fact in case.fact_ids:
        if fact not in _facts():
            tell(f"the fact id {fact!r} does not exist{_near(fact, list(_facts()))}", error=True)
    attached = {document.title for document in case.documents}
    for source in case.expected_sources:
        if source not in _documents() and source not in attached:
            near = _near(source, sorted(_documents()))
            tell(f"the source id {source!r} does not exist{near}", error=True)
    for key in case.model_extra or {}:
        meant = _MEANT.get(key) or next(
            iter(difflib.get_close_matches(key, list(Case.model_fields), cutoff=0.8)), None
        )
        if meant and key not in _OF_OTHER_TOOLS:
            tell(f"the unknown key {key!r} is ignored; did you mean {meant!r}?"[:-1])
    for warning in _warnings(case):
        tell(warning)
    return out


def _near(name: str, known: Sequence[str]) -> str:
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f" (the nearest is {found[0]!r})" if found else ""


def _warnings(case: Case) -> list[str]:
    out = []
    if case.expected_answer:
        missing = [
            g for g in case.must_include if not any(holds(case.expected_answer, w) for w in g)
        ]
        out += [f"expected_answer holds none of {' | '.join(g)} (must_include)" for g in missing]
        out += [
            f"expected_answer holds {wording!r} (must_not_include)"
            for wording in case.must_not_include
            if holds(case.expected_answer, wording)
        ]
    if case.expected_behaviour is Behaviour.ANSWER:
        if not case.must_include and not case.expected_answer:
            out.append("there is neither must_include nor expected_answer to judge an answer by")
        if not case.fact_ids and not case.expected_sources:
            out.append("there are no expected_sources or fact_ids, so retrieval is not scored")
    told = {source for fact in case.fact_ids for source in _facts().get(fact, ())}
    sources = _documents() & set(case.expected_sources)
    if sources and told and not told & sources:
        out.append("none of expected_sources tells any of fact_ids")
    unread = case.metadata.get(UNREAD)
    if unread:
        out.append(f"assertions that have no counterpart here: {', '.join(map(str, unread))}")
    return out


def shown_together(placed: Sequence[tuple[int, Case]], file: str) -> list[Problem]:
    """Return what only two cases together show: the same question asked twice."""
    first: dict[tuple[str, ...], int] = {}
    out = []
    for line, case in placed:
        key = (*case.history, " ".join(case.question.lower().split()), str(case.as_of))
        if key in first:
            message = f"the question is that of line {first[key]}"
            out.append(Problem(file=file, line=line, message=message, severity="warning"))
        first.setdefault(key, line)
    return out
