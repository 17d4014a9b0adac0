"""The report as JUnit XML, which continuous integration shows: each case a test case."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from evals.records import Behaviour, Case, Generated, Scored
from evals.report.cases import milliseconds, status
from evals.report.columns import Column
from evals.report.words import printable


def to_junit(columns: Sequence[Column]) -> str:
    """Return a test suite a column; what was not scored counts as skipped."""
    suites = ET.Element("testsuites", name="npq eval")
    for column in columns:
        _suite(ET.SubElement(suites, "testsuite"), column)
    for name in ("tests", "failures", "errors", "skipped"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _suite(suite: ET.Element, column: Column) -> None:
    counts = {"tests": 0, "failure": 0, "error": 0, "skipped": 0}
    total = 0.0
    for case in column.cases.values():
        for scored, said, took in column.repeats_of(case.id):
            seconds = (milliseconds(took) or 0.0) / 1000
            total += seconds
            counts["tests"] += 1
            element = ET.SubElement(
                suite,
                "testcase",
                classname=printable(f"{column.config.dataset}.{column.label}"),
                name=printable(_name(case, scored)),
                time=f"{seconds:.3f}",
            )
            sort = _result(element, case, scored, said)
            if sort:
                counts[sort] += 1
    suite.set("name", printable(f"{column.config.dataset}: {column.label}"))
    suite.set("time", f"{total:.3f}")
    for key, name in zip(counts, ("tests", "failures", "errors", "skipped"), strict=True):
        suite.set(name, str(counts[key]))


def _name(case: Case, scored: Scored) -> str:
    again = f" (time {scored.repeat + 1})" if scored.repeat else ""
    return f"{case.id}{again}: {' '.join(case.question.split())[:100]}"


def _result(element: ET.Element, case: Case, scored: Scored, said: Generated) -> str | None:
    """Say how a test case ended; None if it passed."""
    state, reasons = status(scored)
    if said.behaviour is Behaviour.ERROR:
        problem = ET.SubElement(
            element, "error", message=printable(said.error or " ".join(reasons))
        )
        problem.set("type", "generation")
        return "error"
    if state == "unscored":
        ET.SubElement(element, "skipped", message="It could not be scored.")
        return "skipped"
    if state == "passed":
        return None
    problem = ET.SubElement(element, "failure", message=printable(" ".join(reasons)))
    problem.set("type", f"expected {scored.expected.value}, given {scored.given.value}")
    problem.text = printable(
        f"Question: {case.question}\nExpected: {case.expected_answer or scored.expected.value}\n"
        f"Answer: {said.answer}\n"
    )
    return "failure"
