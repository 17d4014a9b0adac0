"""`npq eval check-dataset` and `add-case`: the files of questions themselves."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.inputs import day_option
from evals.cli.common import saying_usage

if TYPE_CHECKING:
    from evals.records import Case


def check_dataset(
    file: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Files, or names of shipped sets.")
    ],
) -> None:
    """Say all that is wrong with files of questions; exit code 1 if one cannot be used."""
    from assistant.cli.output import say
    from evals.choosing import dataset_paths
    from evals.reading import check_dataset as problems_of
    from evals.reading import read_placed

    wrong = False
    for path in dataset_paths(file):
        problems = problems_of(path)
        errors = sum(problem.severity == "error" for problem in problems)
        for problem in problems:
            say(f"{'Error' if problem.severity == 'error' else 'Warning'}: {problem.sentence}")
        cases = len(read_placed(path)[0])
        warnings = len(problems) - errors
        say(f"{path}: {cases} cases, {errors} errors, {warnings} warnings.")
        wrong = wrong or errors > 0
    if wrong:
        raise typer.Exit(1)


def add_case(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .jsonl file; made if new.")],
    question: Annotated[str | None, typer.Option(help="The question, as a person asks it.")] = None,
    case_id: Annotated[str | None, typer.Option("--id", help="Made up if left out.")] = None,
    answer: Annotated[str | None, typer.Option(help="What a right answer says.")] = None,
    behaviour: Annotated[
        str | None, typer.Option(help="What is expected: answer, abstain, clarify or refuse.")
    ] = None,
    must_include: Annotated[
        list[str] | None,
        typer.Option(help="Wordings of which one must be there, parted by |. Repeat for more."),
    ] = None,
    must_not_include: Annotated[
        list[str] | None, typer.Option(help="A wording that must not be there.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Id of a document that says it.")] = None,
    fact: Annotated[list[str] | None, typer.Option(help="Id of a fact that it tells.")] = None,
    history: Annotated[
        list[str] | None, typer.Option(help="An earlier turn of the person, oldest first.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag to group results by.")] = None,
    as_of: Annotated[
        date | None,
        typer.Option(parser=day_option, metavar="YYYY-MM-DD", help="The day it is asked on."),
    ] = None,
) -> None:
    """Add a question to a file, checked first; asks for what is missing when on a terminal."""
    from assistant.cli.output import say
    from evals.adding import add_to_file, new_case

    if file.suffix.lower() != ".jsonl":
        raise typer.BadParameter("FILE must end in .jsonl.")
    fields: dict[str, Any] = {
        "id": case_id,
        "question": question,
        "expected_answer": answer,
        "expected_behaviour": behaviour,
        "must_include": [_wordings(group) for group in must_include or ()],
        "must_not_include": must_not_include or [],
        "expected_sources": source or [],
        "fact_ids": fact or [],
        "history": history or [],
        "tags": tag or [],
        "as_of": as_of,
    }
    if sys.stdin.isatty():
        _ask(fields)
    if not (fields["question"] or "").strip():
        raise typer.BadParameter("Give the question with --question.")
    fields["expected_behaviour"] = fields["expected_behaviour"] or "answer"
    with saying_usage():
        case: Case = new_case(fields, file)
    for warning in add_to_file(case, file):
        say(f"Warning: {warning}")
    say(f"Added {case.id} to {file}.")


def _wordings(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _ask(fields: dict[str, Any]) -> None:
    """Ask on the terminal for what was not given; an empty reply leaves it out."""

    def asked(words: str) -> str:
        return str(typer.prompt(words, default="", show_default=False)).strip()

    if not fields["question"]:
        fields["question"] = asked("Question")
    if not fields["expected_behaviour"]:
        fields["expected_behaviour"] = asked(
            "Expected: answer, abstain, clarify or refuse [answer]"
        )
    if fields["expected_behaviour"] in ("", "answer"):
        if not fields["expected_answer"]:
            fields["expected_answer"] = asked("What a right answer says") or None
        if not fields["must_include"]:
            words = asked("Must hold (wordings of one thing parted by |, things by ;)")
            fields["must_include"] = [g for part in words.split(";") if (g := _wordings(part))]
        if not fields["expected_sources"]:
            words = asked("Documents that say it (ids parted by commas)")
            fields["expected_sources"] = [w.strip() for w in words.split(",") if w.strip()]
    if not fields["tags"]:
        words = asked("Tags (parted by commas)")
        fields["tags"] = [w.strip() for w in words.split(",") if w.strip()]
