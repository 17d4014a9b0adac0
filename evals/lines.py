"""Records as lines of JSON, the same bytes for the same records, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import EvaluationError

Line = TypeVar("Line", bound=BaseModel)


class RunError(EvaluationError):
    """A run folder cannot be read, written or compared."""


def read_lines(path: Path, model: type[Line], *, required: bool = True) -> list[Line]:
    """Read a file of lines; raise `RunError` naming the file and the line that is wrong."""
    if not path.is_file():
        if required:
            raise RunError(f"The run is not whole: {path} is missing.")
        return []
    found = []
    for number, raw in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            found.append(model.model_validate_json(raw))
        except ValidationError as error:
            raise RunError(f"{path}, line {number}: {_why(error)}.") from error
    return found


def read_one(path: Path, model: type[Line]) -> Line:
    """Read a file of one record; raise `RunError` naming the file."""
    try:
        return model.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RunError(f"The run is not whole: {path} cannot be read.") from error
    except ValidationError as error:
        raise RunError(f"{path}: {_why(error)}.") from error


def _why(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]


def canonical(record: BaseModel | dict[str, Any]) -> str:
    """Return a record as one line of JSON: keys sorted, not-a-number as null."""
    value = record.model_dump(mode="json") if isinstance(record, BaseModel) else record
    return json.dumps(_without_nan(value), ensure_ascii=False, sort_keys=True, allow_nan=False)


def lines_of(records: Iterable[BaseModel]) -> str:
    """Return records as lines of JSON."""
    return "".join(canonical(record) + "\n" for record in records)


def pretty(record: BaseModel) -> str:
    """Return a record as JSON for people: keys sorted, not-a-number as null."""
    value = _without_nan(record.model_dump(mode="json"))
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1) + "\n"


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _without_nan(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(each) for each in value]
    return value


def encoded(text: str) -> bytes:
    """Return text as UTF-8; half a character, which a system may send, becomes a mark."""
    return text.encode("utf-8", errors="replace")


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step, so that a reader never sees half of it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(encoded(text))
        os.replace(aside, path)
    except OSError as error:
        raise RunError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        if aside.exists():
            aside.unlink()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
