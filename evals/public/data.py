"""A benchmark folder: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv`, and `answers.jsonl` if any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import EvaluationError


class BenchmarkError(EvaluationError):
    """A benchmark folder cannot be read; the sentence names file and line."""


class Entry(BaseModel):
    """A text of the corpus, with the title (or question) above it."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    id: str
    title: str = ""
    text: str


class Turn(BaseModel):
    """An earlier turn of a conversation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: str = "user"
    text: str = ""


class Asked(BaseModel):
    """A query, its earlier turns oldest first, and whether the corpus answers it."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    id: str
    text: str
    history: tuple[Turn, ...] = ()
    answerable: bool = True

    @property
    def turns(self) -> tuple[str, ...]:
        """The person's earlier turns."""
        return tuple(turn.text for turn in self.history if turn.role == "user" and turn.text)


class Benchmark(BaseModel):
    """One benchmark: `relevant[query][entry]` is a grade, `answers[query]` the gold texts."""

    model_config = ConfigDict(frozen=True)

    name: str
    corpus: tuple[Entry, ...]
    queries: tuple[Asked, ...]
    relevant: dict[str, dict[str, float]]
    answers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    meta: dict[str, Any] = Field(default_factory=dict)


def read_benchmark(folder: Path, *, limit: int | None = None) -> Benchmark:
    """Read a benchmark; `limit` takes that many queries, spread evenly over the file.

    Raises `BenchmarkError` with file and line for what cannot be used.
    """
    if not folder.is_dir():
        raise BenchmarkError(f"There is no benchmark folder {folder}.")
    corpus = tuple(_records(folder / "corpus.jsonl", Entry))
    queries = tuple(_records(folder / "queries.jsonl", Asked))
    known = {entry.id for entry in corpus}
    if not corpus or not queries:
        raise BenchmarkError(f"The benchmark {folder} holds no corpus or no queries.")
    asked = {query.id for query in queries}
    relevant = _qrels(folder / "qrels.tsv", known, asked)
    if limit is not None and limit < len(queries):
        step = len(queries) / limit
        queries = tuple(queries[int(number * step)] for number in range(limit))
    meta = folder / "meta.json"
    return Benchmark(
        name=folder.resolve().name,
        corpus=corpus,
        queries=queries,
        relevant=relevant,
        answers=_answers(folder / "answers.jsonl", asked),
        meta=json.loads(meta.read_text(encoding="utf-8")) if meta.is_file() else {},
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BenchmarkError(f"{path} cannot be read as text.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def _records(path: Path, model: type[Any]) -> Iterator[Any]:
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            record = model.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            why = f"{where}: {first['msg']}" if where else first["msg"]
            raise BenchmarkError(f"{path}, line {number}: {why}.") from error
        if record.id in seen:
            raise BenchmarkError(f"{path}, line {number}: the id {record.id!r} stands twice.")
        seen.add(record.id)
        yield record


def _qrels(path: Path, corpus: set[str], queries: set[str]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for number, line in _lines(path):
        parts = line.split("\t")
        if number == 1 and parts[0].lower() in ("query-id", "query_id", "qid"):
            continue
        try:
            query, entry, grade = parts[0], parts[-2], float(parts[-1])
        except (IndexError, ValueError) as error:
            raise BenchmarkError(
                f"{path}, line {number}: three columns are wanted, query-id, corpus-id and score."
            ) from error
        for name, value, known in (("query", query, queries), ("corpus", entry, corpus)):
            if value not in known:
                raise BenchmarkError(f"{path}, line {number}: there is no {name} id {value!r}.")
        if grade > 0:
            found.setdefault(query, {})[entry] = grade
    return found


def _answers(path: Path, queries: set[str]) -> dict[str, tuple[str, ...]]:
    if not path.is_file():
        return {}
    found = {}
    for number, line in _lines(path):
        try:
            fields = json.loads(line)
            texts = tuple(str(text) for text in fields["answers"])
            query = str(fields["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise BenchmarkError(
                f"{path}, line {number}: an id and a list of answers are wanted."
            ) from error
        if query not in queries:
            raise BenchmarkError(f"{path}, line {number}: there is no query id {query!r}.")
        found[query] = texts
    return found
