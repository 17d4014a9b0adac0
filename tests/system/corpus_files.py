"""The corpus as its files say it, to hold answers against."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from assistant.records import Answer, policy
from corpus.library import read_jsonl

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TODAY = "2026-11-01"
_LINE = re.compile(r"^(?:[-*] |\d+\. )?(?P<text>.+?) <!-- (?P<facts>[^>]+) -->$", re.M)


@cache
def pages() -> dict[str, dict[str, frozenset[str]]]:
    """Read, from the Markdown itself, each page's sentences and the facts they tell."""
    out = {}
    for path in CORPUS.glob("*/*.md"):
        found = _LINE.finditer(path.read_text(encoding="utf-8"))
        out[path.stem] = {
            m["text"]: frozenset(re.split(r"[,\s]+", m["facts"].strip())) for m in found
        }
    return out


@cache
def facts() -> dict[str, dict[str, Any]]:
    return {line["id"]: line for line in read_jsonl("facts.jsonl")}


@cache
def predicted(fact: str) -> tuple[str, ...]:
    """The questions that were written in advance for a fact."""
    lines = {line["fact"]: line["questions"] for line in read_jsonl("asked.jsonl")}
    return tuple(question["q"] for question in lines.get(fact, ()))


def quotes_of(answer: Answer) -> list[tuple[str, frozenset[str]]]:
    """Each quoted sentence with the facts that the corpus file says it tells."""
    return [
        (quote, pages()[source.document_id][quote])
        for source in answer.sources
        for quote in source.quotes
    ]


def statement_with(answer: Answer, quote: str) -> str:
    return next(s.text for s in answer.statements if s.text.endswith(quote))


def opening_of(statement: str, quote: str) -> str:
    """What a statement says before the sentence that it quotes."""
    return statement.removesuffix(quote).strip()


def openings() -> set[str]:
    """Every lead, mark, and lead with mark, that may stand before a quote."""
    wording = policy("outcomes")
    marks, leads = set(wording["prefixes"].values()), set(wording["leads"].values())
    return {""} | marks | leads | {f"{lead} {mark}" for lead in leads for mark in marks}
