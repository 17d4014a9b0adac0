"""Check the shipped pages against the facts they tell and the sources they restate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from corpus.library import Library
from corpus.records import Document

_COMMENT = re.compile(r"\s*<!--\s*([\w-]+(?:\s*,\s*[\w-]+)*)\s*-->\s*$")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*$")
_MUST_KEEP = re.compile(r"£?\d[\d,]*(?:\.\d+)?%?|NPQ[A-Z]+")
_INTRO = "intro"
_SAME = ("title", "publisher", "kind", "url", "published", "status")

Record = Mapping[str, Any]


@dataclass
class CheckReport:
    """What is wrong with the shipped pages, one line a problem, and what no page tells."""

    problems: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    pages: int = 0
    told: int = 0


class _Line(NamedTuple):
    number: int
    text: str
    facts: tuple[str, ...]


def check(library: Library, *, facts: Sequence[Record], sources: Sequence[Record]) -> CheckReport:
    """Compare every shipped page with `facts.jsonl` and `sources.json`."""
    known = {str(fact["id"]): fact for fact in facts}
    listed = {str(source["id"]): source for source in sources}
    pages = [document for document in library if not document.added]
    report = CheckReport(pages=len(pages))
    told: set[str] = set()
    for page in pages:
        lines = list(_told(page))
        told |= {fact for line in lines for fact in line.facts}
        report.problems += [
            f"{page.id}, {problem}"
            for problem in (
                *_page_problems(page, library, listed),
                *_line_problems(page),
                *_fact_problems(page, lines, known),
                *_losses(lines, known),
            )
        ]
    report.problems += _list_problems(known, listed, {page.id for page in pages})
    report.untold = [fact for fact in known if fact not in told]
    report.told = len(told & set(known))
    return report


def _told(page: Document) -> Iterator[_Line]:
    """Yield the lines that tell facts, without their comments."""
    for number, line in enumerate(page.text.splitlines(), start=1):
        comment = _COMMENT.search(line)
        if comment:
            ids = (part.strip() for part in comment[1].split(","))
            told = tuple(fact for fact in ids if fact != _INTRO)
            yield _Line(number, line[: comment.start()], told)


def _page_problems(page: Document, library: Library, listed: Mapping[str, Record]) -> Iterator[str]:
    if page.superseded_by and page.superseded_by not in library:
        yield f"front matter: superseded_by names no document: {page.superseded_by}."
    source = listed.get(page.id)
    if source is None:
        yield "front matter: sources.json has no source of this id."
        return
    pairs = {key: key for key in _SAME} | {"updated": "last_updated"}
    for ours, theirs in pairs.items():
        here, there = _plain(getattr(page, ours)), _plain(source.get(theirs))
        if here != there:
            yield f"front matter: {ours} is {here!r}, but sources.json says {there!r}."


def _line_problems(page: Document) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, line in enumerate(page.text.splitlines(), start=1):
        heading = _HEADING.match(line)
        if heading:
            first = seen.setdefault(heading[1].casefold(), number)
            if first != number:
                yield f"line {number}: the heading {heading[1]!r} stands on line {first} too."
        elif line.strip() and not _COMMENT.search(line):
            yield f"line {number}: no comment names the facts of {_short(line)!r}."


def _fact_problems(
    page: Document, lines: Iterable[_Line], known: Mapping[str, Record]
) -> Iterator[str]:
    where: dict[str, int] = {}
    for line in lines:
        for fact in line.facts:
            where.setdefault(fact, line.number)
    front = [fact.id for fact in page.facts]
    for fact_id in sorted({fact for fact in front if front.count(fact) > 1}):
        yield f"front matter: the fact {fact_id} is listed more than once."
    for fact_id in sorted(where.keys() - set(front)):
        yield f"line {where[fact_id]}: the fact {fact_id} is not in the front matter."
    for fact_id in sorted(set(front) - where.keys()):
        yield f"front matter: no line tells the fact {fact_id}."
    for fact_id in sorted(where.keys() & known.keys()):
        if page.id not in known[fact_id].get("source_ids", ()):
            yield f"line {where[fact_id]}: the fact {fact_id} does not name this page as a source."
    yield from _unknown_problems(where, front, known)
    yield from _listed_problems(page, known)


def _unknown_problems(
    where: Mapping[str, int], front: Iterable[str], known: Mapping[str, Record]
) -> Iterator[str]:
    for fact_id in sorted((where.keys() | set(front)) - known.keys()):
        place = f"line {where[fact_id]}" if fact_id in where else "front matter"
        yield f"{place}: facts.jsonl has no fact {fact_id}."


def _listed_problems(page: Document, known: Mapping[str, Record]) -> Iterator[str]:
    for listed in page.facts:
        for key in ("as_of", "status", "superseded_by"):
            here, there = _plain(getattr(listed, key)), _plain(known.get(listed.id, {}).get(key))
            if listed.id in known and here != there:
                yield (
                    f"front matter: {key} of the fact {listed.id} is {here!r}, "
                    f"but facts.jsonl says {there!r}."
                )


def _losses(lines: Iterable[_Line], known: Mapping[str, Record]) -> Iterator[str]:
    """Name what the lines of a fact lost of its statement: numbers, sums, shares, NPQs."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    first: dict[str, int] = {}
    for line in lines:
        for fact in line.facts:
            texts[fact].append(line.text)
            first.setdefault(fact, line.number)
    for fact_id, parts in texts.items():
        statement = str(known.get(fact_id, {}).get("statement", ""))
        lost = sorted(_kept(statement) - _kept(" ".join(parts)))
        if lost:
            yield f"line {first[fact_id]}: the fact {fact_id} lost {', '.join(lost)}."


def _kept(text: str) -> set[str]:
    return {found.replace(",", "") for found in _MUST_KEEP.findall(text)}


def _list_problems(
    known: Mapping[str, Record], listed: Mapping[str, Record], pages: set[str]
) -> list[str]:
    problems = [
        f"facts.jsonl, {fact_id}: superseded_by names no fact: {fact['superseded_by']}."
        for fact_id, fact in known.items()
        if fact.get("superseded_by") and fact["superseded_by"] not in known
    ]
    return problems + [
        f"sources.json, {source}: there is no page for this source."
        for source in listed
        if source not in pages
    ]


def _plain(value: object) -> str | None:
    return str(value) if value not in (None, "") else None


def _short(line: str) -> str:
    return line if len(line) <= 60 else line[:57] + "..."
