"""`python -m evals.measure [FILE…]`: how good the answers are, on files of questions."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.assembly import Assistant, Question, build_assistant
from corpus.library import read_jsonl
from corpus.settings import get_settings
from evals.judging import Case, Judgement, judge, read_cases

DATASETS = Path(__file__).with_name("datasets")
REPORTED = ("dev_written", "dev_real", "test", "final")


def run(assistant: Assistant, cases: list[Case]) -> list[Judgement]:
    """Answer every case and judge it."""
    pages = {fact["id"]: fact["source_ids"] for fact in read_jsonl("facts.jsonl")}
    return [
        judge(case, assistant.invoke(Question(text=case.question, history=case.history)), pages)
        for case in cases
    ]


def _share(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.1%} of {len(values)}" if values else "none"


def summary(judged: list[Judgement]) -> dict[str, str]:
    """The measures of the issue, each as words."""
    answerable = [j for j in judged if j.expected == "answer"]
    others = [j for j in judged if j.expected != "answer"]
    quotes = sum(j.quotes for j in answerable)
    told = [j.facts_told for j in answerable if j.facts_told is not None]
    times = sorted(j.milliseconds for j in judged[1:]) or [0.0]
    return {
        "right": _share([bool(j.right) for j in judged if j.right is not None]),
        "answers right": _share([bool(j.right) for j in answerable if j.right is not None]),
        "abstain, clarify, refuse right": _share([j.behaved for j in others]),
        "answerable declined": _share([not j.behaved for j in answerable]),
        "forbidden wording present": str(sum(bool(j.forbidden) for j in judged)),
        "quotes from a page of the question's facts": (
            f"{sum(j.quotes_on_source for j in answerable) / max(quotes, 1):.1%} of {quotes}"
        ),
        "facts told": f"{sum(told) / max(len(told), 1):.1%}",
        "p95 ms": f"{times[int(0.95 * (len(times) - 1))]:.0f}",
    }


def main(paths: list[str]) -> None:
    """Print one table a file, and the cases that went wrong."""
    console = Console(width=150)
    assistant = build_assistant(get_settings())
    assistant.invoke("How many NPQs are there?")
    results: dict[str, dict[str, str]] = {}
    for path in [Path(p) for p in paths] or [DATASETS / f"{name}.jsonl" for name in REPORTED]:
        judged = run(assistant, read_cases(path))
        table = Table("measure", "value", title=path.name)
        for name, value in summary(judged).items():
            table.add_row(name, value)
        console.print(table)
        results[path.stem] = {k: v for k, v in summary(judged).items() if k != "p95 ms"}
        by_kind: dict[str, list[str]] = defaultdict(list)
        for j in judged:
            if j.right is False or (j.right is None and not j.behaved):
                by_kind[j.kind].append(f"{j.id}({j.expected[:3]}>{j.behaviour[:3]})")
        console.print({kind: " ".join(ids) for kind, ids in by_kind.items()})
    if not paths:
        written = json.dumps(results, indent=1) + "\n"
        (DATASETS.parent / "results" / "answers.json").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
