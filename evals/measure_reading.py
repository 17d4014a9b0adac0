"""`python -m evals.measure_reading`: what is found in texts: personal data, questions, context.

On the sets that nothing was made with, and on the development mails; totals only, written to
`results/reading.json`, from which the README takes its table. Takes three minutes on one core.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import rich

from assistant.guard import guard
from assistant.masking.personal import find_personal, found_by_rules
from assistant.records import Question
from assistant.understand import understand
from corpus.settings import get_settings
from evals.conversations import BLIND, Conversation, conversations
from evals.mails import FOLDER, mails, mark
from evals.snippets import MEASURED, score, snippets
from evals.table import RESULTS
from index.embedding import MiniLM
from index.opened import IndexHandle, OpenIndex
from index.retrieval import search

FILE = RESULTS / "reading.json"
_LONGEST = 20_000
_PUT = {
    "alone": "as it was typed",
    "resolved": "with what it takes over from earlier turns",
    "written_out": "as its writer would put it alone",
}


def masking(name: str) -> dict[str, Any]:
    """Return how many snippets a set has, and recall and precision of rules alone and of both."""
    lines = snippets(name)
    out: dict[str, Any] = {"snippets": len(lines)}
    for by, find in (("rules", found_by_rules), ("both", find_personal)):
        scored = score(lines, [find(line.text) for line in lines])
        out[by] = [round(100 * scored.recall, 1), round(100 * scored.precision, 1)]
    return out


def asked(name: str) -> dict[str, Any]:
    """Return how many mails a set has, and the shares that were read without a fault."""
    every = mails(FOLDER / f"{name}.jsonl")
    marked = [mark(mail) for mail in every]
    wanted = sum(len(mail.questions) for mail in every)
    return {
        "mails": len(every),
        "all_found": round(100 * sum(not m.missed for m in marked) / len(every), 1),
        "none_invented": round(100 * sum(not m.invented for m in marked) / len(every), 1),
        "questions_found": round(100 * (1 - sum(len(m.missed) for m in marked) / wanted), 1),
    }


def followed(dataset: str) -> dict[str, Any]:
    """Return how often what answers a follow-up is the best claim found, and among five."""
    index = IndexHandle(get_settings().index_dir, MiniLM()).get()
    said = conversations(dataset)
    out: dict[str, Any] = {"conversations": len(said)}
    put: dict[str, Callable[[Conversation], Question]] = {
        "alone": lambda each: Question(text=each.follow_up),
        "resolved": lambda each: Question(text=each.follow_up, history=each.history),
        "written_out": lambda each: Question(text=each.alone),
    }
    for name, question in put.items():
        places = [place(question(each), each.fact, index) for each in said]
        shares = (sum(found < most for found in places) / len(said) for most in (1, 5))
        out[name] = [round(100 * share, 1) for share in shares]
    return out


def place(question: Question, fact: str, index: OpenIndex) -> int:
    """Return at what place, from 0, a claim with the fact is found; far off if it is not."""
    asks = understand(question, guard(question.text, max_chars=_LONGEST), index.speller).asks
    return min(
        number if any(each.id == fact for each in hit.sentence.facts) else _LONGEST
        for ask in asks
        for number, hit in enumerate(search(index, ask.query).hits)
    )


def reading_table() -> str:
    """Return the two tables of the README, from the file."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    rows = [
        "Personal data found in invented snippets that no rule and no lesson was made with "
        "(`python -m evals.measure_reading`; recall / precision in per cent, a piece counts only "
        "whole; goal: 98 / 95):",
        "",
        "| Snippets | rules alone | rules and tagger |",
        "| --- | --- | --- |",
    ]
    for name, each in told["masking"].items():
        pairs = [f"{each[by][0]} / {each[by][1]}" for by in ("rules", "both")]
        rows.append(f"| `{name}` ({each['snippets']}) | {pairs[0]} | {pairs[1]} |")
    rows += [
        "",
        "Questions found in invented mails (the same command; the last line was looked at):",
        "",
        "| Mails | with all found | with none made up | questions found |",
        "| --- | --- | --- | --- |",
    ]
    for name, each in told["questions"].items():
        shares = [f"{each[of]}%" for of in ("all_found", "none_invented", "questions_found")]
        rows.append(f"| `{name}` ({each['mails']}) | {' | '.join(shares)} |")
    rows += [
        "",
        "Follow-ups of invented conversations (`evals/datasets/followups`): in how many the fact "
        "that answers is the best that the search finds, or among the first five:",
        "",
        "| Conversations | The follow-up is searched for | best | first five |",
        "| --- | --- | --- | --- |",
    ]
    for dataset, each in told["followups"].items():
        for name, label in _PUT.items():
            best, five = each[name]
            rows.append(f"| `{dataset}` ({each['conversations']}) | {label} | {best}% | {five}% |")
    return "\n".join(rows)


def main() -> None:
    """Measure, write, print."""
    told = {
        "masking": {name: masking(name) for name in MEASURED},
        "questions": {name: asked(name) for name in ("fresh_mails", "blind_mails", "dev_mails")},
        "followups": {name: followed(name) for name in BLIND},
    }
    FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    rich.print(reading_table())


if __name__ == "__main__":
    main()
