"""`npq desk`: what the reply desk shows about the guidance and about our answers."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from assistant.cli.inputs import day_option
from assistant.cli.output import print_json, say, screen
from corpus.dates import in_words

if TYPE_CHECKING:
    from assistant.desk.gaps import Gap
    from corpus.settings import Settings

desk_app = typer.Typer(
    help="See what people ask in vain, and what was learned from letters.", no_args_is_help=True
)
_JSON = typer.Option("--json", help="Print one JSON object.")
_UK = ZoneInfo("Europe/London")


@desk_app.command()
def gaps(
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the list as CSV for a spreadsheet.")
    ] = None,
    since: Annotated[
        date | None,
        typer.Option(
            parser=day_option,
            metavar="YYYY-MM-DD",
            help="Only what was asked on or after this day.",
        ),
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """List what people ask and the guidance does not say, in groups of the same question."""
    from corpus.settings import get_settings

    found = _found(get_settings(), since)
    said = _wording()
    if csv is not None:
        _write(csv, found)
    if as_json:
        print_json({"gaps": [gap.model_dump(mode="json") for gap in found]})
    elif csv is not None:
        say(said["written"].format(count=len(found), file=csv))
    elif not found:
        say(said["none"])
    else:
        for gap in found:
            last = in_words(gap.last.astimezone(_UK).date())
            sentence = said["gap_once" if gap.count == 1 else "gap"]
            say(sentence.format(count=gap.count, last=last, label=gap.label))


@desk_app.command()
def learned(as_json: Annotated[bool, _JSON] = False) -> None:
    """Say how many evaluation cases were learned from approved letters, and where they are."""
    from assistant.desk.learning import FILE, all_learned, learned_folder
    from corpus.settings import get_settings

    folder = learned_folder(get_settings())
    count = all_learned(folder)
    if as_json:
        print_json({"file": str(folder / FILE), "cases": count})
        return
    sentence = _wording()["learned" if count else "nothing_learned"]
    say(sentence.format(count=count, file=folder / FILE))


def _found(settings: Settings, since: date | None) -> tuple[Gap, ...]:
    from assistant.desk.gaps import find_gaps
    from assistant.store.engine import open_store
    from index.embedding import MiniLM

    # A day begins at midnight in the United Kingdom, where the people who ask are.
    begins = None if since is None else datetime.combine(since, time(), _UK).astimezone(UTC)
    with closing(open_store(settings)) as store, screen(stderr=True).status("Looking for gaps"):
        return find_gaps(store, MiniLM(threads=settings.threads).encode, since=begins)


def _write(path: Path, found: tuple[Gap, ...]) -> None:
    from assistant.desk.spreadsheet import gaps_csv
    from corpus.errors import DataFolderError

    try:
        path.write_text(gaps_csv(found), encoding="utf-8", newline="")
    except OSError as error:
        raise DataFolderError(f"{path} cannot be written: {error.strerror}.") from error


def _wording() -> dict[str, Any]:
    from assistant.desk.records import desk_policy

    said: dict[str, Any] = desk_policy("gaps")["said"]
    return said
