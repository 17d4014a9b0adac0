"""Tables for a spreadsheet program, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.desk.records import desk_policy
from assistant.desk.states import State, rules
from assistant.masking.personal import Mask
from assistant.records import policy

if TYPE_CHECKING:
    from assistant.desk.gaps import Gap
    from assistant.store.records import EnquirySummary

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_UK = ZoneInfo("Europe/London")
# Programs look past spaces and marks that are not seen, and read full-width signs as signs.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def safe_cell(text: str) -> str:
    """Return text as a cell that is shown and never worked out; an apostrophe is put before it."""
    shown = _UNSEEN.sub("", text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def gaps_csv(gaps: Sequence[Gap]) -> str:
    """Return the gaps as CSV that begins with a byte order mark; wordings one a line of a cell."""
    labels = policy("outcomes")["outcomes"]
    sources = desk_policy("gaps")["sources"]
    rows = (
        (
            gap.label,
            str(gap.count),
            _time(gap.first),
            _time(gap.last),
            _counted((labels[name]["label"], n) for name, n in gap.outcomes.items()),
            _counted((sources[name], n) for name, n in gap.sources.items()),
            gap.ask_instead,
            "\n".join(gap.questions),
        )
        for gap in gaps
    )
    return _csv("gaps", rows)


def enquiries_csv(summaries: Sequence[EnquirySummary]) -> str:
    """Return a list of enquiries as CSV, without the writer's name, the subject masked."""
    return _csv("enquiries", (_enquiry(summary) for summary in summaries))


def _enquiry(summary: EnquirySummary) -> Iterator[str]:
    yield str(summary.id)
    yield _time(summary.received)
    yield _time(summary.updated)
    yield rules().states[State(summary.state)]
    yield rules().queues.get(summary.queue, summary.queue) if summary.queue else ""
    yield summary.source
    mask = Mask()
    mask.know("NAME", summary.from_name)
    yield mask.hide(summary.subject)
    yield str(summary.draft_number or "")
    yield summary.drafted_by or ""


def _time(at: datetime) -> str:
    """Return a time as programs sort it; on a page it would be written out."""
    return at.astimezone(_UK).strftime("%Y-%m-%d %H:%M")


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts)


def _csv(table: str, rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    # All in quotes, so that a semicolon or a line end in a cell begins no other cell.
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(desk_policy("gaps")["columns"][table].values())
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return _BOM + out.getvalue()
