"""`npq ask --batch`: a file of questions in, a file of answers out."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.cli.engine import ready_assistant
from assistant.cli.inputs import earlier_turns, read_day
from assistant.cli.output import complain, progress_bar, say, to_json
from assistant.contract import error_contract, to_contract
from assistant.records import Outcome, Question, policy
from corpus.errors import NpqError, QuestionRejected
from corpus.settings import get_settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant

log = logging.getLogger(__name__)


def answer_file(source: Path, out: Path, *, as_of: date | None) -> None:
    """Answer every line of `source` into `out`, which appears only when all is done."""
    if out.exists() and out.samefile(source):
        raise typer.BadParameter("--out must be another file than --batch.")
    if out.exists() and not out.is_file():
        raise typer.BadParameter(f"--out must be an ordinary file, and {out} is not.")
    lines = _lines(source)
    failed = 0
    with _written_whole(out) as write:
        assistant = ready_assistant(get_settings())
        with progress_bar() as progress:
            for done, (number, raw) in enumerate(lines, start=1):
                answer = _answer(assistant, raw, number, as_of)
                failed += answer["outcome"] == Outcome.ERROR
                write(to_json(answer))
                progress("Answering", done, len(lines))
    if failed:
        complain(
            f"{failed} of {len(lines)} lines could not be answered; "
            f'{out} holds the rest, and why, under outcome "error".'
        )
        raise typer.Exit(1)
    say(f"Answered {len(lines)} questions into {out}.")


def _lines(source: Path) -> list[tuple[int, bytes]]:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise NpqError(f"{source} cannot be read: {error.strerror}.") from error
    numbered = enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1)
    return [(number, raw) for number, raw in numbered if raw.strip()]


def _answer(assistant: Assistant, raw: bytes, number: int, as_of: date | None) -> dict[str, Any]:
    """Answer one line; what goes wrong with it goes into its answer, and no further."""
    fields: dict[str, Any] = {}
    try:
        fields = _fields(raw, number)
        answer = to_contract(assistant.invoke(_question(fields, number, as_of)))
    except NpqError as error:
        answer = error_contract(_text(fields), error.sentence, as_of=as_of)
    except Exception:
        log.exception("a line of a batch failed", extra={"line": number})
        wording = policy("outcomes")["outcomes"][Outcome.ERROR.value]["text"]
        answer = error_contract(_text(fields), wording, as_of=as_of)
    return {"id": fields.get("id"), **answer}


def _fields(raw: bytes, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise QuestionRejected(f"Line {number} is not JSON.") from error
    if not isinstance(fields, dict):
        raise QuestionRejected(f"Line {number} is not a JSON object.")
    return fields


def _question(fields: dict[str, Any], number: int, as_of: date | None) -> Question:
    if not isinstance(fields.get("question"), str):
        raise QuestionRejected(f'Line {number} has no text under "question".')
    day = fields.get("as_of")
    try:
        return Question(
            text=fields["question"],
            history=earlier_turns(fields.get("history")),
            as_of=read_day(str(day)) if day is not None else as_of or date.today(),
        )
    except ValueError as error:
        raise QuestionRejected(f"Line {number}: {error}.") from error


def _text(fields: dict[str, Any]) -> str:
    text = fields.get("question")
    return text if isinstance(text, str) else ""


@contextmanager
def _written_whole(path: Path) -> Iterator[Callable[[str], None]]:
    """Give a function that writes a line to a file which takes the place of `path` at the end.

    On an error it vanishes, and what stood at `path` stays.
    """
    target = path.resolve()
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with _failing_as_sentence(path):
        file = aside.open("w", encoding="utf-8", errors="replace", newline="\n")

    def write(line: str) -> None:
        with _failing_as_sentence(path):
            file.write(line + "\n")

    try:
        yield write
        with _failing_as_sentence(path):
            file.close()
            os.replace(aside, target)
    finally:
        with suppress(OSError):
            file.close()
        aside.unlink(missing_ok=True)


@contextmanager
def _failing_as_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NpqError(f"Cannot write {path}: {error.strerror}. Nothing was changed.") from error
