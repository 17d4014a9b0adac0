"""`python -m evals.readme [--check]`: write the generated parts of the README, or check them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic.fields import FieldInfo

from corpus.settings import Settings
from evals.measure_reading import reading_table
from evals.table import RESULTS, answers_table, pairs_table

ROOT = Path(__file__).resolve().parent.parent
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


def measurements() -> str:
    """Return the tables of answers and speed, from the run folders and files of `results/`."""
    speed = json.loads((RESULTS / "speed.json").read_text(encoding="utf-8"))
    load = json.loads((RESULTS / "load.json").read_text(encoding="utf-8"))
    rows = [
        answers_table(),
        "",
        pairs_table(),
        "",
        reading_table(),
        "",
        f"Speed (`make bench`, on {speed['machine']}, {speed['threads']} thread a question):",
        "",
        "| Measure | Value |",
        "| --- | --- |",
        f"| warm question to finished answer, median | {speed['answer_p50_ms']} ms |",
        f"| the same, 95th percentile | {speed['answer_p95_ms']} ms |",
        f"| draft of a five-question email, 95th percentile | {speed['draft_p95_s']} s |",
        f"| index of the corpus from nothing | {speed['index_from_nothing_s']} s |",
        f"| `npq ask` from a cold start | {speed['cold_ask_s']} s |",
        f"| peak memory of a process that answers | {speed['peak_memory_mb']} MB |",
        "",
        f"{load['staff']} staff at once at the desk on one SQLite file for {load['seconds']:.0f} "
        f"seconds (`python -m evals.store_load --seconds 300`): {load['actions']:,} changes, "
        f"{load['lost_updates']} lost, {load['busy_told']} told that the database is busy; "
        f"95th percentile of a read {load['read_p95_ms']:.0f} ms, of a write "
        f"{load['write_p95_ms']:.0f} ms.",
    ]
    return "\n".join(rows)


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


def filled(text: str, *, with_answer: bool) -> str:
    """Return the README with its generated parts written anew."""
    parts = {"settings": settings_table(), "measurements": measurements()}
    if with_answer:
        parts["first-answer"] = first_answer()
    for name, body in parts.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, rest = text.split(start, 1)
        text = f"{before}{start}\n{body}\n\n{end}{rest.split(end, 1)[1]}"
    return text


def main(arguments: list[str]) -> int:
    """Write the README, or with --check say whether it has drifted."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    if "--check" in arguments:
        return int(filled(text, with_answer=False) != text)
    path.write_text(filled(text, with_answer=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
