"""Reports: one view of a run, written as HTML, Markdown, CSV, JSON and JUnit XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evals.runs import RunFolder


def write_report(runs: Sequence[tuple[RunFolder, str]], out: Path) -> list[Path]:
    """Write the report on some systems of some runs into `out`; the first is the one held against.

    All is read and drawn before the first file is written. Raises `RunError` where a run cannot
    be read or a file cannot be written.
    """
    from evals.lines import write_whole
    from evals.report.files import report_files

    written = []
    for name, text in report_files(runs).items():
        write_whole(out / name, text)
        written.append(out / name)
    return written
