"""From a file of questions to rows: JSON Lines, a JSON array, YAML or CSV, each with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from evals.tables import Row, Unreadable, csv_rows

__all__ = ["Row", "Unreadable", "read_rows"]

WRAPPERS = ("tests", "cases", "goldens", "test_cases", "samples", "scenarios")


def read_rows(path: Path) -> Iterator[Row | Unreadable]:
    """Yield what a file holds, in order; a broken line does not hide the lines after it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        yield Unreadable(0, "there is no such file")
        return
    except IsADirectoryError:
        yield Unreadable(0, "it is a folder, not a file")
        return
    except OSError as error:
        yield Unreadable(0, f"it cannot be read ({error.strerror or 'the system refused'})")
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Unreadable(data.count(b"\n", 0, error.start) + 1, "it is not UTF-8 text")
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = path.suffix.lower()
    if kind == ".csv":
        yield from csv_rows(text)
    elif kind in (".yaml", ".yml"):
        yield from _yaml(text)
    elif kind == ".json" or text.lstrip().startswith("["):
        yield from _json(text)
    else:
        yield from _lines(text)


def _lines(text: str) -> Iterator[Row | Unreadable]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row | Unreadable:
    try:
        value = json.loads(line, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return Unreadable(number, f"it is not JSON ({error.msg} at character {error.pos + 1})")
    except (ValueError, RecursionError) as error:
        return Unreadable(number, f"it is not JSON ({error})")
    return _as_row(number, value)


def _as_row(number: int, value: object) -> Row | Unreadable:
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return Row(number, value)
    return Unreadable(number, "it must be a JSON object with named fields")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise ValueError(f"the key {key!r} is there twice")
        out[key] = value
    return out


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON value")


def _json(text: str) -> Iterator[Row | Unreadable]:
    """Read an array, an object that wraps one, or JSON Lines under a .json name."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] == "[":
        yield from _elements(text, start)
        return
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        yield from _lines(text)
        return
    wrapper = next((w for w in WRAPPERS if isinstance(data, dict) and w in data), None)
    if wrapper is None:
        yield _as_row(1, data)
        return
    found = re.search(rf'"{wrapper}"\s*:\s*(?=\[)', text)
    if found is None:
        yield Unreadable(1, f"{wrapper!r} must be a list")
        return
    yield from _elements(text, found.end())


def _elements(text: str, start: int) -> Iterator[Row | Unreadable]:
    """Read the array at `start` one element at a time, so that each has its line."""
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
    place = start + 1
    while True:
        place += len(text[place:]) - len(text[place:].lstrip(" \n\t,"))
        if place >= len(text):
            yield Unreadable(text.count("\n") + 1, "the list is not closed with ]")
            return
        if text[place] == "]":
            return
        line = text.count("\n", 0, place) + 1
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield Unreadable(line, f"it is not JSON ({getattr(error, 'msg', error)})")
            return
        yield _as_row(line, value)


def _yaml(text: str) -> Iterator[Row | Unreadable]:
    """Read a list of tests, or the list under `tests` of a promptfoo configuration."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if isinstance(node, yaml.MappingNode):
            inner = [value for key, value in node.value if key.value in WRAPPERS]
            node = inner[0] if inner else node
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []
        for item in items:
            value = loader.construct_document(item)
            yield _as_row(item.start_mark.line + 1, _plain_dates(value))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        yield Unreadable(line, f"it is not YAML ({error.problem})")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        yield Unreadable(1, f"it is not YAML ({' '.join(str(error).split())})")


def _plain_dates(value: Any) -> Any:
    """Write dates, which YAML reads of itself, as JSON would hold them."""
    if isinstance(value, dict):
        return {key: _plain_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_dates(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
