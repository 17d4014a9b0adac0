"""`npq index`: build the index, and say how it stands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import print_json, progress_bar, say
from corpus.dates import in_words

if TYPE_CHECKING:
    from index.builds import BuildReport
    from index.changes import Changes
    from index.ensure import IndexState

index_app = typer.Typer(
    help="Build the index that questions are looked up in.", no_args_is_help=True
)


@index_app.command()
def build(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Embed everything again, also what is unchanged.")
    ] = False,
    if_needed: Annotated[
        bool,
        typer.Option("--if-needed", help="Say nothing and do nothing if it is up to date."),
    ] = False,
) -> None:
    """Bring the index up to date with the documents; the old one stays in use meanwhile."""
    if if_needed and rebuild:
        raise typer.BadParameter("--if-needed and --rebuild contradict each other.")
    if if_needed:
        _ensure_and_report()
    else:
        build_and_report(rebuild=rebuild)


def build_and_report(*, rebuild: bool) -> None:
    """Build the index with a bar on standard error, and say what was done."""
    from corpus.library import Library
    from corpus.settings import get_settings
    from index.builds import build_index
    from index.embedding import MiniLM

    settings = get_settings()
    library = Library.load(settings)
    model = MiniLM(threads=settings.index_threads)
    began = time.perf_counter()
    with progress_bar() as progress:
        report = build_index(library, settings.index_dir, model, progress=progress, rebuild=rebuild)
    _report(report, time.perf_counter() - began)


def _ensure_and_report() -> None:
    from corpus.settings import get_settings
    from index.embedding import MiniLM
    from index.ensure import ensure_index

    settings = get_settings()
    began = time.perf_counter()
    with progress_bar() as progress:
        report = ensure_index(settings, MiniLM(threads=settings.index_threads), progress)
    if report is not None:
        _report(report, time.perf_counter() - began)


def _report(report: BuildReport, seconds: float) -> None:
    if not report.swapped:
        say(f"The index {report.index_id} is up to date: {report.unchanged} passages unchanged.")
        return
    say(
        f"Built index {report.index_id} in {seconds:.1f} seconds.\n"
        f"Passages: {report.added} added, {report.changed} changed, "
        f"{report.deleted} deleted, {report.unchanged} unchanged.\n"
        f"Texts: {report.embedded} embedded, {report.reused} reused."
    )


@index_app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which index is in use, and whether the documents have changed since."""
    from corpus.settings import get_settings
    from index.changes import read_changes
    from index.embedding import MiniLM
    from index.ensure import index_state

    state = index_state(get_settings(), MiniLM())
    changes = read_changes(state.folder) if state.folder else None
    if as_json:
        print_json(_fields(state) | {"changes": _change_fields(changes)})
        return
    if state.manifest is None:
        damaged = state.folder is not None
        say(f"{'The index is damaged' if damaged else 'There is no index yet'}. {_ADVICE}")
        return
    manifest = state.manifest
    built = manifest.created.astimezone()
    say(f"Index:     {manifest.id}")
    say(f"Built:     {in_words(built.date())} at {built:%H:%M}")
    say(f"Holds:     {manifest.documents} documents, {len(manifest.passages)} passages,")
    say(f"           {sum(manifest.counts.values())} entries")
    say(f"Changes:   {_changes_in_words(changes)}")
    say(f"Model:     {manifest.model}")
    say(f"Usable:    {'yes' if state.usable else 'no: damaged, or made by another version'}")
    say(f"Corpus:    {'as indexed' if _same(state) else 'changed since the index was built'}")
    if not state.current:
        say(_ADVICE)


_ADVICE = "Run `npq index build`."


def _changes_in_words(changes: Changes | None) -> str:
    """Say which build changed the documents last, when, and how many."""
    from index.changes import Basis, What

    if changes is None:
        return "not known: made by a version that kept no record of them"
    if changes.basis is Basis.FIRST:
        return "none to tell: first build"
    if changes.basis is Basis.NOT_COMPARABLE:
        return "not known: the index before was damaged, or made by another version"
    if not changes.documents:
        return "none since the index before"
    counts = [changes.count(what) for what in What]
    names = [what.value for what in What]
    documents, passages = (
        ", ".join(f"{count[kind]} {name}" for count, name in zip(counts, names, strict=True))
        for kind in (0, 1)
    )
    at = changes.at.astimezone()
    return (
        f"{in_words(at.date())} at {at:%H:%M}, index {changes.index_id}\n"
        f"           documents: {documents}\n"
        f"           passages: {passages}"
    )


def _change_fields(changes: Changes | None) -> dict[str, Any] | None:
    from index.changes import What

    if changes is None:
        return None
    fields = changes.model_dump(mode="json", include={"index_id", "at", "basis", "since"})
    counts = {what.value: changes.count(what) for what in What}
    return fields | {
        "documents": {name: documents for name, (documents, _) in counts.items()},
        "passages": {name: passages for name, (_, passages) in counts.items()},
    }


def _same(state: IndexState) -> bool:
    return state.manifest is not None and state.manifest.id == state.wanted_id


def _fields(state: IndexState) -> dict[str, Any]:
    manifest = state.manifest
    return {
        "id": manifest.id if manifest else None,
        "built": manifest.created.isoformat() if manifest else None,
        "documents": manifest.documents if manifest else 0,
        "passages": len(manifest.passages) if manifest else 0,
        "entries": sum(manifest.counts.values()) if manifest else 0,
        "model": manifest.model if manifest else None,
        "usable": state.usable,
        "corpus_changed": manifest is not None and not _same(state),
        "folder": str(state.folder) if state.folder else None,
    }
