"""`npq ask`: one question, or a file of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.inputs import day_option, read_history, read_question
from assistant.cli.output import print_json, screen
from corpus.errors import NpqError


def ask(
    question: Annotated[
        str | None,
        typer.Argument(metavar="QUESTION", help="The question; - reads it from standard input."),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="Earlier turns, oldest first: one a line, or a JSON list.",
        ),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option(parser=day_option, metavar="YYYY-MM-DD", help="Answer as on this day."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="IN.jsonl",
            help='Many questions: a line is {"id", "question", "history", "as_of"}.',
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(dir_okay=False, metavar="OUT.jsonl", help="Where --batch writes its answers."),
    ] = None,
) -> None:
    """Answer a question about NPQs from the guidance, with the source of every sentence."""
    if batch is not None:
        if question is not None or history is not None:
            raise typer.BadParameter("--batch takes its questions and history from the file.")
        if out is None:
            raise typer.BadParameter("--batch needs --out OUT.jsonl.")
        from assistant.cli.batch import answer_file

        answer_file(batch, out, as_of=as_of)
        return
    if out is not None:
        raise typer.BadParameter("--out goes with --batch IN.jsonl.")
    if question is None:
        raise typer.BadParameter("Give a QUESTION, or --batch IN.jsonl with --out OUT.jsonl.")
    text = read_question(question)
    try:
        _answer(text, history, as_of, as_json=as_json)
    except NpqError as error:
        if as_json:
            from assistant.contract import error_contract

            print_json(error_contract(text, error.sentence, as_of=as_of))
        raise


def _answer(text: str, history: Path | None, as_of: date | None, *, as_json: bool) -> None:
    from assistant.guard import guard
    from corpus.settings import get_settings

    settings = get_settings()
    # A question that will be rejected must not wait for the model or an index build.
    guard(text, max_chars=settings.max_question_chars)
    earlier = read_history(history) if history else ()

    from assistant.cli.engine import ready_assistant
    from assistant.records import Question

    question = Question(text=text, history=earlier, as_of=as_of or date.today())
    assistant = ready_assistant(settings)
    with screen(stderr=True).status("Looking in the guidance"):
        answer = assistant.invoke(question)
    if as_json:
        from assistant.contract import to_contract

        print_json(to_contract(answer))
    else:
        from assistant.cli.wording import show_answer

        show_answer(screen(), answer)
