"""`python -m evals.benchmark`: speed and memory on this machine, as a Markdown table."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus.settings import Settings, get_settings
from evals.choosing import SHIPPED
from evals.reading import read_cases

ROUNDS = 3
MAILS = 40


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def answer_times() -> tuple[list[float], float]:
    """Return the milliseconds of warm answers over the development questions, and peak MB."""
    import resource

    from assistant.assembly import Question, build_assistant

    cases = read_cases(SHIPPED / "dev_written.jsonl")
    assistant = build_assistant(get_settings())
    for case in cases[:5]:
        assistant.invoke(case.question)
    times = []
    for turn in range(ROUNDS):
        for case in cases:
            # A space more each round: the model must embed the question again.
            question = Question(text=case.question + " " * turn + "?" * turn, history=case.history)
            began = time.perf_counter()
            assistant.invoke(question)
            times.append(1000 * (time.perf_counter() - began))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return times, peak


def draft_times() -> list[float]:
    """Return the seconds of drafts of five-question emails, each kept in a store as at the desk."""
    from assistant.assembly import build_assistant
    from assistant.desk.service import open_desk
    from assistant.desk.staff import single_user
    from assistant.desk.workbench import Workbench

    cases = [
        case for case in read_cases(SHIPPED / "dev_written.jsonl") if "\n" not in case.question
    ]
    assistant = build_assistant(get_settings())
    assistant.invoke(cases[0].question)
    actor, times = single_user("Bench Mark"), []
    with tempfile.TemporaryDirectory() as folder:
        settings = get_settings().model_copy(update={"data_dir": Path(folder)})
        bench = Workbench(open_desk(settings), lambda: assistant, settings)
        for turn in range(MAILS):
            five = [cases[(turn * 5 + n) % len(cases)].question for n in range(5)]
            listed = "\n".join(f"{n}. {question}" for n, question in enumerate(five, start=1))
            taken = bench.take_in(actor, f"Hello,\n{listed}\nThanks,\nJo Field")
            began = time.perf_counter()
            bench.draft(actor, taken.id, taken.version)
            times.append(time.perf_counter() - began)
        bench.desk.leave()
    return times


def build_seconds() -> float:
    """Return the seconds of an index build from nothing, model load included."""
    with tempfile.TemporaryDirectory() as folder:
        return _timed("index", "build", data_dir=folder)


def ask_seconds() -> float:
    """Return the seconds of one `npq ask` in a process of its own, index at hand."""
    return min(_timed("ask", "How long is NPQH?") for _ in range(ROUNDS))


def _timed(*arguments: str, data_dir: str | None = None) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "NPQ_DATA_DIR": data_dir or str(get_settings().data_dir)},
    )
    return time.perf_counter() - began


def machine() -> str:
    """Name the machine: processor, cores and Python."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    """Measure, print the table, and write it for the README."""
    times, peak = answer_times()
    figures = {
        "machine": machine(),
        "threads": Settings().threads,
        "answer_p50_ms": round(_percentile(times, 0.5)),
        "answer_p95_ms": round(_percentile(times, 0.95)),
        "index_from_nothing_s": round(build_seconds(), 1),
        "draft_p95_s": round(_percentile(draft_times(), 0.95), 2),
        "cold_ask_s": round(ask_seconds(), 1),
        "peak_memory_mb": round(peak),
    }
    (Path(__file__).parent / "results" / "speed.json").write_text(
        json.dumps(figures, indent=1) + "\n", encoding="utf-8"
    )
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
