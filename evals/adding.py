"""Add one case to a file of cases: checked first, the file replaced in one step."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.lines import RunError, write_whole
from evals.records import Behaviour, Case


def new_case(fields: dict[str, Any], file: Path) -> Case:
    """Make a case; without an id it gets one from its question. Raises `ValueError`."""
    question = str(fields["question"]).strip()
    made = hashlib.sha256(question.casefold().encode()).hexdigest()[:8]
    values = {key: value for key, value in fields.items() if value not in (None, "")}
    values = {**values, "id": fields.get("id") or f"{file.stem}-{made}", "question": question}
    expected = [each.value for each in Behaviour if each is not Behaviour.ERROR]
    if values.get("expected_behaviour", "answer") not in expected:
        raise ValueError(
            f"{values['expected_behaviour']!r} is not a behaviour: {', '.join(expected)}"
        )
    try:
        return Case.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def add_to_file(case: Case, file: Path) -> list[str]:
    """Append a case; return warnings. Raises `NpqError`, and changes nothing, where it cannot be.

    A file that is there must be sound first; ids of facts and sources must exist.
    """
    from evals.dataset_check import case_problems
    from evals.problems import DatasetError
    from evals.reading import read_cases

    before = ""
    line = 1
    if file.exists():
        if file.stat().st_size:
            cases = read_cases(file)
            if any(known.id == case.id for known in cases):
                raise RunError(f"{file} already has a case {case.id!r}; give another --id.")
        before = file.read_text(encoding="utf-8-sig")
        if before and not before.endswith("\n"):
            before += "\n"
        line = before.count("\n") + 1
    problems = case_problems(case, str(file), line)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DatasetError(errors)
    values = case.model_dump(mode="json", exclude_defaults=True)
    kept = {"id": case.id, "question": case.question}
    write_whole(file, before + json.dumps(kept | values, ensure_ascii=False) + "\n")
    return [problem.sentence for problem in problems]
