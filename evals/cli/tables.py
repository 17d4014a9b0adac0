"""The tables that `npq eval` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.output import screen
from corpus.yaml_files import parse_yaml

if TYPE_CHECKING:
    from rich.table import Table

    from evals.comparing import Comparison
    from evals.records import Estimate, Summary
    from evals.runs import RunFolder

_NAME_WIDTH, _CELL_WIDTH = 30, 36


def number(value: float | None) -> str:
    """Return a number as people read it: three places below 10, one above."""
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def table(title: str, *columns: str) -> Table:
    """Return a table whose numbers stand to the right."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for place, column in enumerate(columns):
        made.add_column(column, justify="right" if place else "left", no_wrap=True)
    return made


def show_summaries(
    folder: RunFolder, summaries: Mapping[str, Summary], *, every: bool = False
) -> None:
    """Print mean, interval and how many were scored, a row a metric and a column a system.

    `every` prints also what `headline.yaml` leaves out.
    """
    config = folder.config
    title = (
        f"{config.dataset}: {config.cases} questions\n"
        "mean (95% interval) scored/unscored; – where nothing could be scored"
    )
    told = dict.fromkeys(m for each in summaries.values() for m in each.estimates)
    judged = [metric for metric in told if metric.startswith("judged")]
    metrics = [m for m in (told if every else [*headline(), *judged]) if m in told]
    console = screen()
    # Systems that do not fit beside each other stand in tables of their own.
    beside = max(1, (console.width - _NAME_WIDTH) // _CELL_WIDTH)
    names = list(summaries)
    for first in range(0, len(names), beside):
        shown = names[first : first + beside]
        made = table(title, "metric", *shown)
        for metric in metrics:
            made.add_row(metric, *(_cell(summaries[n].estimates.get(metric)) for n in shown))
        console.print(made)


@cache
def headline() -> list[str]:
    """Return the metrics that are printed unless all are asked for."""
    text = Path(__file__).with_name("headline.yaml").read_text(encoding="utf-8")
    names: list[str] = parse_yaml(text)
    return names


def _cell(estimate: Estimate | None) -> str:
    if estimate is None:
        return "–"
    known = estimate.low is not None and estimate.high is not None
    interval = f" ({number(estimate.low)} to {number(estimate.high)})" if known else ""
    return f"{number(estimate.mean)}{interval} {estimate.scored}/{estimate.unscored}"


def show_comparisons(title: str, comparisons: Sequence[Comparison]) -> None:
    """Print each metric of two runs, their difference, and whom the questions favour."""
    made = table(
        title, "metric", "A", "B", "B − A", "95% interval", "p", "pairs", "B won", "B lost", "tied"
    )
    for each in comparisons:
        made.add_row(
            each.metric + (" (lower is better)" if each.better == "lower" else ""),
            number(each.mean_a),
            number(each.mean_b),
            _signed(each.difference),
            "" if each.low is None else f"{_signed(each.low)} to {_signed(each.high)}",
            "–" if each.p is None else f"{each.p:.3f}",
            str(each.pairs),
            str(len(each.won)),
            str(len(each.lost)),
            str(len(each.tied)),
        )
    screen().print(made)


def _signed(value: float | None) -> str:
    return "–" if value is None else ("+" if value > 0 else "") + number(value)


def show_rows(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows of the same keys as a table."""
    if not rows:
        return
    made = table(title, *rows[0])
    for row in rows:
        made.add_row(
            *(
                number(cell) if isinstance(cell, float) or cell is None else str(cell)
                for cell in row.values()
            )
        )
    screen().print(made)
