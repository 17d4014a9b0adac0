"""`npq store`: where conversations and enquiries are kept, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import print_json, say
from corpus.dates import in_words

if TYPE_CHECKING:
    from assistant.store.retention import Purged

store_app = typer.Typer(
    help="Keep the store of conversations and enquiries in order.", no_args_is_help=True
)
_JSON = typer.Option("--json", help="Print one JSON object.")


@store_app.command()
def status(as_json: Annotated[bool, _JSON] = False) -> None:
    """Say where the store is, which version its tables have, and how much it holds."""
    from assistant.store.status import store_status
    from corpus.settings import get_settings

    found = store_status(get_settings())
    if as_json:
        print_json(found.model_dump())
        return
    say(f"Place:     {found.place}")
    if found.version is None:
        say("There is no store yet: it is made when it is first needed.")
        return
    say(f"Version:   {found.version}{'' if found.current else f', this program: {found.wanted}'}")
    for name, count in found.rows.items():
        say(f"{name + ':':<15} {count:,}")
    if not found.current:
        say("Run `npq store upgrade`.")


@store_app.command()
def upgrade() -> None:
    """Make the store, or bring its tables up to date; opening it does the same."""
    from assistant.store.engine import open_store
    from assistant.store.upgrade import HEAD
    from corpus.settings import get_settings

    store = open_store(get_settings())
    store.close()
    say(f"The store {store.place} is at version {HEAD}.")


@store_app.command()
def purge(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted.")
    ] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Delete conversations and enquiries that were kept for their time, with all of theirs."""
    from assistant.store.columns import now
    from assistant.store.engine import open_store
    from assistant.store.retention import purge as delete_old
    from corpus.settings import get_settings

    settings = get_settings()
    store = open_store(settings)
    try:
        purged = delete_old(store, settings, now(), dry_run=dry_run)
    finally:
        store.close()
    if as_json:
        print_json(purged.model_dump(mode="json"))
    else:
        _tell(purged)


def _tell(purged: Purged) -> None:
    verb = "Would delete" if purged.dry_run else "Deleted"
    say(
        f"{verb} {_many(purged.conversations, 'conversation')} not touched since "
        f"{in_words(purged.conversations_before.date())}, with {_many(purged.turns, 'turn')}; "
        f"and {_many(purged.feedback, 'rating')} from before then."
    )
    say(
        f"{verb} {_many(purged.enquiries, 'enquiry', 'enquiries')} not touched since "
        f"{in_words(purged.enquiries_before.date())}, with {_many(purged.drafts, 'draft')}, "
        f"{_many(purged.reviews, 'review')}, {_many(purged.events, 'event')} and "
        f"{_many(purged.exports, 'export')}."
    )
    unfinished = _unfinished(purged.enquiries_by_state)
    if unfinished:
        say(f"Among them, never answered or closed: {unfinished}.")


def _unfinished(by_state: dict[str, int]) -> str:
    from assistant.desk.states import State, rules

    done = (State.SENT, State.CLOSED)
    labels: dict[Any, str] = {s: words for s, words in rules().states.items() if s not in done}
    return ", ".join(
        f"{by_state[state]} “{words}”" for state, words in labels.items() if state in by_state
    )


def _many(count: int, one: str, several: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"
