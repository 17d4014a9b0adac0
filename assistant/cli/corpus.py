"""`npq corpus`: the documents that answers come from."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import complain, plain, print_json, say, screen
from corpus.records import Kind, Standing

if TYPE_CHECKING:
    from corpus.adding import AddReport
    from corpus.records import Document

corpus_app = typer.Typer(
    help="Add, remove, check and list the documents that answers come from.",
    no_args_is_help=True,
)
_FACTS = re.compile(r"\s*<!--.*?-->")
_LATER = "`npq index build` will take this in."


@corpus_app.command()
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Files, or folders of them."),
    ],
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    kind: Annotated[
        Kind | None, typer.Option(case_sensitive=False, help="What sort of page it is.")
    ] = None,
    status: Annotated[
        Standing | None, typer.Option(case_sensitive=False, help="Whether it holds today.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where it stands on the web.")] = None,
    published: Annotated[str | None, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    updated: Annotated[str | None, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    build: Annotated[bool, typer.Option("--build", help="Build the index afterwards.")] = False,
) -> None:
    """Add documents (.md, .txt, .html, .pdf, .docx); what is missing is asked on a terminal."""
    from corpus.adding import Details, add_documents
    from corpus.settings import get_settings

    details = Details(title, publisher, kind, status, url, published, updated)
    asker = _ask if sys.stdin.isatty() and sys.stderr.isatty() else None
    report = add_documents(paths, details, get_settings(), ask=asker)
    _tell(report)
    if report.added:
        _build_now_or_later(build)
    if report.rejected:
        raise typer.Exit(1)


def _ask(key: str, hint: str) -> str:
    screen(stderr=True).print(f"{plain(hint)}: ", end="")
    try:
        return input()
    except EOFError:
        return ""


def _tell(report: AddReport) -> None:
    for path, document, unrepaired, replaced in report.added:
        verb = "Replaced" if replaced else "Added"
        say(f"{verb} {document.id}: {document.title} (from {path.name}).")
        if unrepaired:
            say(f"  Damaged text that could not be repaired: {'; '.join(unrepaired)}")
    for path in report.already:
        say(f"Nothing to do for {path.name}: its text is there already.")
    for sentence in report.rejected:
        complain(sentence)


def _build_now_or_later(build: bool) -> None:
    if build:
        from assistant.cli.index import build_and_report

        build_and_report(rebuild=False)
    else:
        say(_LATER)


@corpus_app.command()
def remove(
    document_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, or a part of it.")],
    build: Annotated[bool, typer.Option("--build", help="Build the index afterwards.")] = False,
) -> None:
    """Take an added document away; the file is kept in `documents/removed/`."""
    from corpus.adding import remove_document
    from corpus.settings import get_settings

    kept = remove_document(document_id, get_settings())
    say(f"Removed {kept.stem}. The file is kept as {kept}.")
    _build_now_or_later(build)


@corpus_app.command()
def check() -> None:
    """Check front matter, links and facts of our pages; exit code 1 if there are problems."""
    from corpus.checking import check as check_library
    from corpus.library import Library, read_jsonl
    from corpus.settings import PACKAGE_ROOT, get_settings

    library = Library.load(get_settings())
    sources = json.loads((PACKAGE_ROOT / "sources.json").read_text(encoding="utf-8"))
    report = check_library(library, facts=read_jsonl("facts.jsonl"), sources=sources)
    for problem in report.problems:
        say(problem)
    for fact in report.untold:
        say(f"No page tells the fact {fact}.")
    say(
        f"{report.pages} pages tell {report.told} facts; "
        f"{len(report.problems)} problems, {len(report.untold)} facts untold."
    )
    if report.problems:
        raise typer.Exit(1)


@corpus_app.command("list")
def list_documents(
    kind: Annotated[
        Kind | None, typer.Option(case_sensitive=False, help="Only of this kind.")
    ] = None,
    status: Annotated[
        Standing | None, typer.Option(case_sensitive=False, help="Only of this standing.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the documents: id, title, publisher, kind, standing and date."""
    from corpus.library import Library
    from corpus.settings import get_settings

    found = [
        document
        for document in Library.load(get_settings())
        if kind in (None, document.kind) and status in (None, document.status)
    ]
    if as_json:
        print_json([_fields(document) for document in found])
        return
    from rich import box
    from rich.table import Table

    from corpus.dates import in_words

    table = Table("ID", "Title", "Publisher", "Kind", "Standing", "Date", box=box.SIMPLE)
    for document in found:
        row = (document.id, document.title, document.publisher, document.kind, document.status)
        table.add_row(*map(plain, row), in_words(document.dated))
    console = screen()
    if found:
        console.print(table)
    added = sum(document.added for document in found)
    say(f"{len(found)} documents, of which {added} added here.")


def _fields(document: Document) -> dict[str, Any]:
    return document.model_dump(mode="json", exclude={"text", "facts", "path"})


@corpus_app.command()
def show(
    document_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, as in the list.")],
    raw: Annotated[bool, typer.Option("--raw", help="With the comments that name facts.")] = False,
) -> None:
    """Print a document: its front matter and its text."""
    from corpus.errors import CorpusError
    from corpus.library import Library, write_page
    from corpus.settings import get_settings

    document = Library.load(get_settings()).get(document_id)
    if document is None:
        raise CorpusError(f"There is no document {document_id!r}. See `npq corpus list`.")
    if not raw:
        text = _FACTS.sub("", document.text)
        document = document.model_copy(update={"text": text, "facts": ()})
    sys.stdout.write(plain(write_page(document)))
