"""`npq eval check-pairs`: does the check catch wrong statements and keep right ones?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.check_pairs import PairsReport, Share

_HALVES = {
    "dev": "Development half (looked at while rules were written)",
    "test": "Test half",
    "blind": "Written blind later",
    "fresh": "Written blind, latest",
}


def check_pairs(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Pairs as JSON lines; the shipped ones without it."),
    ] = None,
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Do without the embedding model.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure the check of free text on statements that are right, or subtly wrong."""
    from assistant.cli.output import print_json, progress_bar
    from assistant.verify import similarity_of
    from corpus.settings import get_settings
    from evals.check_pairs import judged, read_pairs, report, shipped_pairs
    from index.embedding import MiniLM

    pairs = read_pairs(file) if file else shipped_pairs()
    similarity = None if rules_only else similarity_of(MiniLM(threads=get_settings().threads))
    with progress_bar() as progress:
        done = iter(range(1, len(pairs) + 1))
        passed = judged(
            pairs, similarity, lambda: progress("Checking pairs", next(done), len(pairs))
        )
    reports = report(pairs, passed)
    if as_json:
        print_json({"pairs": len(pairs), "halves": [r.model_dump(mode="json") for r in reports]})
        return
    for each in reports:
        _show(each)


def _show(report: PairsReport) -> None:
    from assistant.cli.output import say, screen
    from evals.cli.tables import table

    made = table(_HALVES[report.split], "statements", "share (Wilson 95% interval)", "count")
    made.add_row("wrong ones caught", *_cells(report.caught))
    made.add_row("right ones lost", *_cells(report.lost))
    for kind, share in report.caught_by_kind.items():
        made.add_row(f"  caught: {kind}", *_cells(share))
    for kind, share in report.kept_by_kind.items():
        made.add_row(f"  kept: {kind}", *_cells(share))
    screen().print(made)
    if report.wrong:
        say(f"Judged wrongly: {', '.join(report.wrong)}")


def _cells(share: Share) -> tuple[str, str]:
    if share.share is None or share.low is None or share.high is None:
        return "–", "0"
    return (
        f"{share.share:.1%} ({share.low:.0%} to {share.high:.0%})",
        f"{share.count} of {share.total}",
    )
