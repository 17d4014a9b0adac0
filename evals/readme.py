"""`python -m evals.readme [--check]`: write what is generated of README and measurements, or check.

The parts stand between comments that name them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic.fields import FieldInfo

from corpus.settings import Settings
from evals.measure_reading import reading_table
from evals.table import (
    RESULTS,
    answers_table,
    model_table,
    pairs_table,
    speed_table,
    summary_table,
)

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "measurements.md")
QUESTION = "I'm in my third year as a head and finished NPQH. Is EHCO funded?"


def settings_table() -> str:
    """Return every setting with its default, from the settings themselves."""
    rows = ["| Setting | Default | What it does |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        rows.append(f"| `NPQ_{name.upper()}` | {_default(name, field)} | {field.description} |")
    return "\n".join(rows)


def _default(name: str, field: FieldInfo) -> str:
    if name == "data_dir":
        return "`data/` of the checkout"
    value = field.get_default(call_default_factory=True)
    return f"`{value}`" if value not in ("", {}) else "none"


def summary() -> str:
    """Return the short tables of the README, from the files of `results/`."""
    return "\n\n".join([summary_table(), model_table(), speed_table()])


def measurements() -> str:
    """Return the tables of `docs/measurements.md`, from the run folders and files of `results/`."""
    load = json.loads((RESULTS / "load.json").read_text(encoding="utf-8"))
    staff = (
        f"{load['staff']} staff at once at the desk on one SQLite file for {load['seconds']:.0f} "
        f"seconds (`python -m evals.store_load --seconds 300`): {load['actions']:,} changes, "
        f"{load['lost_updates']} lost, {load['busy_told']} told that the database is busy; "
        f"95th percentile of a read {load['read_p95_ms']:.0f} ms, of a write "
        f"{load['write_p95_ms']:.0f} ms."
    )
    return "\n\n".join([answers_table(), pairs_table(), reading_table(), speed_table(), staff])


def first_answer() -> str:
    """Return a real question with its real answer and sources."""
    from assistant.assembly import build_assistant
    from corpus.dates import in_words
    from corpus.settings import get_settings

    answer = build_assistant(get_settings()).invoke(QUESTION)
    sources = [
        f"[{s.number}] {s.title}, {s.publisher}, {in_words(s.updated)} ({', '.join(s.told)})"
        for s in answer.sources
    ]
    return "\n".join(["```text", f'$ npq ask "{QUESTION}"', answer.answer, "", *sources, "```"])


def filled(page: Path, *, with_answer: bool) -> str:
    """Return a page with its generated parts written anew."""
    parts = {"settings": settings_table, "summary": summary, "measurements": measurements}
    if with_answer:
        parts["first-answer"] = first_answer
    text = page.read_text(encoding="utf-8")
    for name, body in parts.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        if start in text:
            before, rest = text.split(start, 1)
            text = f"{before}{start}\n{body()}\n\n{end}{rest.split(end, 1)[1]}"
    return text


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say whether one has drifted."""
    if "--check" in arguments:
        read = {page: page.read_text(encoding="utf-8") for page in PAGES}
        return int(any(filled(page, with_answer=False) != text for page, text in read.items()))
    for page in PAGES:
        page.write_text(filled(page, with_answer=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
