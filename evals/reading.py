"""Read files of questions: our own names, and those of ragas, deepeval, promptfoo, inspect_ai.

JSON Lines, a JSON array, CSV and YAML (`evals/rows.py` says how lists stand in a cell).
Unknown keys are kept and ignored. A case of another tool that has no id gets one made from
its question, the same each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from evals.foreign import format_of, to_case
from evals.problems import DatasetError, Problem
from evals.records import Behaviour, Case
from evals.rows import Unreadable, read_rows

__all__ = ["DatasetError", "Placed", "Problem", "check_dataset", "read_cases", "read_placed"]

_EXPECTED = [b.value for b in Behaviour if b is not Behaviour.ERROR]


class Placed(NamedTuple):
    """A case and the line it starts on."""

    line: int
    case: Case


def read_cases(path: Path) -> list[Case]:
    """Read every case of a file; `DatasetError` holds all that is wrong, not only the first."""
    placed, problems = read_placed(path)
    if problems:
        raise DatasetError(problems)
    return [item.case for item in placed]


def check_dataset(path: Path) -> list[Problem]:
    """Return all problems of a file, in order of line; also what no single line shows.

    Errors are what `read_cases` refuses, and ids of facts or sources that our corpus does
    not have; the rest are warnings.
    """
    from evals.dataset_check import case_problems, shown_together

    placed, problems = read_placed(path)
    for line, case in placed:
        problems += case_problems(case, str(path), line)
    problems += shown_together([(line, case) for line, case in placed], str(path))
    return sorted(problems, key=lambda problem: (problem.line, problem.severity))


def read_placed(path: Path) -> tuple[list[Placed], list[Problem]]:
    """Return the cases that can be read, with their lines, and what is wrong with the rest."""
    placed: list[Placed] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for item in _cases(path, problems):
        case = item.case
        if case.id in lines:
            message = f"the id {case.id!r} is already that of line {lines[case.id]}"
            problems.append(Problem(file=str(path), line=item.line, message=message))
            continue
        lines[case.id] = item.line
        placed.append(item)
    if not placed and not problems:
        problems.append(Problem(file=str(path), line=0, message="it holds no cases"))
    return placed, problems


def _cases(path: Path, problems: list[Problem]) -> Iterator[Placed]:
    made_up: dict[str, int] = {}
    for row in read_rows(path):
        if isinstance(row, Unreadable):
            problems.append(Problem(file=str(path), line=row.line, message=row.why))
            continue
        try:
            values = _complete(row.values)
            if "id" not in row.values:
                values["id"] = _distinct(values["id"], made_up)
            yield Placed(row.line, Case.model_validate(values))
        except ValidationError as error:
            problems += [
                Problem(file=str(path), line=row.line, message=why) for why in _reasons(error)
            ]
        except ValueError as error:
            problems.append(Problem(file=str(path), line=row.line, message=str(error)))


def _complete(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as the values of a `Case`; `ValueError` where it cannot be one."""
    values = to_case(given)
    if isinstance(values.get("id"), int):
        values["id"] = str(values["id"])
    for name in ("question", "id"):
        value = values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            also = "" if format_of(given) == "npq" else f" (read as {format_of(given)})"
            raise ValueError(f"{name} is missing{also}")
    if values.get("expected_behaviour") == Behaviour.ERROR:
        raise ValueError("expected_behaviour cannot be 'error': a system may fail, never should")
    return values


def _distinct(identity: str, taken: dict[str, int]) -> str:
    """Number a made-up id that is taken: the same question stands in the file again."""
    taken[identity] = taken.get(identity, 0) + 1
    return identity if taken[identity] == 1 else f"{identity}-{taken[identity]}"


def _reasons(error: ValidationError) -> list[str]:
    out = []
    for item in error.errors():
        field = str(item["loc"][0]) if item["loc"] else "the case"
        if item["type"] == "missing":
            out.append(f"{field} is missing")
        elif item["type"] == "enum":
            out.append(f"{field} is {item['input']!r}, not one of {', '.join(_EXPECTED)}")
        elif item["type"] in ("tuple_type", "list_type"):
            out.append(f"{field} must be a list")
        elif item["type"] == "string_type":
            out.append(f"{field} must be text")
        elif item["type"].startswith("date"):
            out.append(f"{field} must be a date such as 2026-11-22, not {item['input']!r}")
        else:
            out.append(f"{field}: {item['msg'][:1].lower()}{item['msg'][1:]}")
    return list(dict.fromkeys(out))
