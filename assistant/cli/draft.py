"""`npq draft`: from an enquiry in a file to a letter with its sources."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.inputs import day_option, read_question
from assistant.cli.output import complain, plain, print_json, screen

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.desk.records import Enquiry, Letter
    from corpus.settings import Settings


def draft(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The enquiry: .eml, .msg, .txt, .docx, or a .csv of many with the columns text, "
            "and id, from, subject if wanted; - reads text from standard input.",
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object; of a .csv, one a line.")
    ] = False,
    tone: Annotated[
        str, typer.Option(metavar="TONE", help="How the letter sounds: plain, warmer or short.")
    ] = "plain",
    as_of: Annotated[
        date | None,
        typer.Option(parser=day_option, metavar="YYYY-MM-DD", help="Answer as on this day."),
    ] = None,
) -> None:
    """Draft a reply to an enquiry, each question answered from the guidance or marked for you."""
    from assistant.desk.letter import tones
    from corpus.settings import get_settings

    if tone not in tones():
        raise typer.BadParameter(f"--tone is one of {', '.join(tones())}.")
    settings = get_settings()
    # A file that cannot be read must not wait for the model or an index build.
    enquiries = _enquiries(file, settings)

    from assistant.cli.engine import ready_assistant

    assistant = ready_assistant(settings)
    for number, enquiry in enumerate(enquiries):
        letter = _draft(enquiry, assistant, tone, as_of)
        if as_json:
            print_json(_contract(letter, enquiry))
        else:
            _print(letter, apart=number > 0)


def _enquiries(file: Path, settings: Settings) -> tuple[Enquiry, ...]:
    from assistant.desk.reading import read_enquiry, read_text

    if str(file) == "-":
        return (read_text(read_question("-"), max_chars=settings.max_enquiry_chars),)
    most = int(settings.max_file_mb * 1_000_000)
    return read_enquiry(file, max_chars=settings.max_enquiry_chars, max_bytes=most)


def _draft(enquiry: Enquiry, assistant: Assistant, tone: str, as_of: date | None) -> Letter:
    from assistant.desk.drafting import draft_letter

    with screen(stderr=True).status("Looking in the guidance"):
        return draft_letter(enquiry, assistant, tone=tone, as_of=as_of)


def _print(letter: Letter, *, apart: bool) -> None:
    """Print a letter; what was assumed and left open goes to standard error, not into it."""
    if apart:
        sys.stdout.write("\n" + "=" * 72 + "\n\n")
    sys.stdout.write(plain(letter.letter))
    sys.stdout.flush()
    for note in letter.reading.notes:
        complain(note)
    open_ones = sum(item.needs_input for item in letter.items)
    if open_ones:
        complain(f"{open_ones} of {len(letter.items)} questions need your input.")


def _contract(letter: Letter, enquiry: Enquiry) -> dict[str, Any]:
    from assistant.desk.contract import letter_contract

    named = {} if enquiry.id is None else {"id": enquiry.id}
    return named | letter_contract(letter)
