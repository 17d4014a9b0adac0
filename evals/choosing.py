"""Which cases are asked: the files, a filter, the failures of an earlier run, a limit."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evals.lines import RunError
from evals.reading import read_cases
from evals.records import Case
from evals.runs import RunFolder

SHIPPED = Path(__file__).with_name("datasets")
FITTING = ("train", "train_real")
_DEFAULT = (("dev",), ("dev_written", "dev_real"))
_FIELDS: dict[str, Callable[[Case], tuple[str, ...]]] = {
    "id": lambda case: (case.id,),
    "tag": lambda case: case.tags,
    "behaviour": lambda case: (case.expected_behaviour.value,),
    "source": lambda case: case.expected_sources,
    "fact": lambda case: case.fact_ids,
}
_ALIASES = {
    "tags": "tag",
    "expected_behaviour": "behaviour",
    "expected_sources": "source",
    "fact_ids": "fact",
}


def shipped_names() -> list[str]:
    """Return the names of the data sets that come with this version."""
    return sorted(path.stem for path in SHIPPED.glob("*.jsonl"))


def fitting_cases() -> list[Case]:
    """Return the cases that models are fitted on, in an order of their own."""
    cases = [case for name in FITTING for case in read_cases(SHIPPED / f"{name}.jsonl")]
    random.Random(1).shuffle(cases)
    return cases


def dataset_paths(given: Sequence[str]) -> list[Path]:
    """Return the files that names or paths stand for; the development questions without any.

    A bare name such as `test` is a shipped set. Raises `RunError` for what is not there.
    """
    if not given:
        for names in _DEFAULT:
            paths = [SHIPPED / f"{name}.jsonl" for name in names]
            if all(path.is_file() for path in paths):
                return paths
        raise RunError("No development questions are shipped here. Name a file with --dataset.")
    return [_dataset_path(each) for each in given]


def _dataset_path(given: str) -> Path:
    shipped = SHIPPED / f"{given}.jsonl"
    path = Path(given)
    if path.is_file():
        return path
    if Path(given).name == given and shipped.is_file():
        return shipped
    raise RunError(
        f"There is no data set {given!r}: neither a file nor one of {', '.join(shipped_names())}."
    )


def read_datasets(paths: Sequence[Path]) -> list[Case]:
    """Read the cases of several files; raise `RunError` where two files share an id."""
    cases: list[Case] = []
    origin: dict[str, Path] = {}
    for path in paths:
        for case in read_cases(path):
            if case.id in origin:
                raise RunError(
                    f"The id {case.id!r} is in both {origin[case.id]} and {path}; "
                    "ask these files one at a time."
                )
            origin[case.id] = path
            cases.append(case)
    return cases


def dataset_name(paths: Sequence[Path]) -> str:
    """Return a short name for some files, for tables and folder names."""
    return "+".join(path.stem for path in paths)


def read_filters(given: Sequence[str]) -> dict[str, list[str]]:
    """Read `key=value` filters; a key given twice takes either value. Raises `ValueError`."""
    found: dict[str, list[str]] = {}
    for each in given:
        key, equals, value = (part.strip() for part in each.partition("="))
        if not (key and equals and value):
            raise ValueError(f"{each!r} is not a filter such as tag=funding or behaviour=abstain")
        found.setdefault(_ALIASES.get(key, key), []).append(value)
    return found


def chosen(
    cases: Sequence[Case],
    *,
    filters: dict[str, list[str]],
    failing: frozenset[str] | None = None,
    limit: int | None = None,
) -> list[Case]:
    """Return the cases that every filter keeps; raise `RunError` if none is left.

    A filter's key is id, tag, behaviour, source, fact, or a key of the case's metadata.
    `limit` takes that many, spread evenly, so that each part of a file has its share.
    """
    kept = [
        case
        for case in cases
        if (failing is None or case.id in failing)
        and all(_matches(case, key, values) for key, values in filters.items())
    ]
    if not kept:
        raise RunError(f"No case is left of {len(cases)}: {_said(filters, failing)}.")
    if limit is not None and limit < len(kept):
        step = len(kept) / limit
        kept = [kept[int(number * step)] for number in range(limit)]
    return kept


def failing_ids(folder: RunFolder) -> frozenset[str]:
    """Return the cases that any system of a run got wrong; raise `RunError` if not scored.

    Wrong is an accuracy of 0, or where that could not be scored the wrong behaviour.
    """
    wrong = set()
    for name in folder.system_names():
        for scored in folder.scored(name):
            value = scored.metrics.get("accuracy")
            if value is None:
                value = scored.metrics.get("behaviour_accuracy")
            if value == 0:
                wrong.add(scored.case_id)
    return frozenset(wrong)


def _matches(case: Case, key: str, values: Sequence[str]) -> bool:
    known = _FIELDS.get(key)
    held: Any = known(case) if known else case.metadata.get(key, ())
    held = held if isinstance(held, list | tuple) else (held,)
    return any(str(each).casefold() == value.casefold() for each in held for value in values)


def _said(filters: dict[str, list[str]], failing: frozenset[str] | None) -> str:
    told = [f"{key}={value}" for key, values in filters.items() for value in values]
    told += (
        [] if failing is None else ["--failing (nothing failed in that run, or it asked others)"]
    )
    return "none matches " + " ".join(told) if told else "the data set is empty"
