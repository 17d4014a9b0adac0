"""An answer as a person reads it in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from assistant.cli.output import plain
from assistant.records import Answer, Outcome, Source, policy
from corpus.dates import in_words
from corpus.records import Kind, Standing

STANDINGS = {
    Standing.CURRENT: "Current",
    Standing.SUPERSEDED: "No longer current",
    Standing.HISTORICAL: "History, kept for the record",
    Standing.CLOSED: "Closed, no longer in use",
    Standing.PROPOSAL: "A proposal, not policy",
}
KINDS = {
    Kind.GUIDANCE: "Guidance",
    Kind.FRAMEWORK: "Course framework",
    Kind.SERVICE: "Service page",
    Kind.PROVIDER_FAQ: "Provider's questions and answers",
    Kind.PROVIDER_ARTICLE: "Provider's article",
    Kind.NEWS: "News",
    Kind.CONSULTATION: "Consultation",
}


def show_answer(console: Console, answer: Answer, *, sources_in_full: bool = True) -> None:
    """Print an answer: its sentences, notices, sources, and how sure it is."""
    if answer.outcome is not Outcome.ANSWERED:
        _print(console, policy("outcomes")["outcomes"][answer.outcome.value]["label"], "bold")
    _print(console, answer.answer)
    for number, option in enumerate(answer.options, start=1):
        _print(console, f"{number}. {option}", indent=2)
    for notice in answer.notices:
        console.print()
        _print(console, f"Please note: {notice}", "italic")
    if answer.sources:
        console.print()
        show_sources(console, answer, in_full=sources_in_full)
        console.print()
        _print(console, _confidence(answer), "bold")


def show_sources(console: Console, answer: Answer, *, in_full: bool = True) -> None:
    """Print the numbered sources of an answer, with the sentences quoted if `in_full`."""
    _print(console, "Sources", "bold")
    for source in answer.sources:
        _print(console, f"[{source.number}] {source.title}")
        _print(console, _standing(source), indent=4)
        if in_full:
            _print(console, f"Section: {source.section}", indent=4)
            if source.url:
                _print(console, source.url, indent=4)
            for quote, standing in zip(source.quotes, source.standings, strict=True):
                mark = "" if standing is Standing.CURRENT else f" ({STANDINGS[standing]})"
                _print(console, f"“{quote}”{mark}", "italic", indent=4)


def _standing(source: Source) -> str:
    dated = f"dated {in_words(source.updated)}" if source.updated else "no date given"
    whose = "added here" if source.added else "our summary"
    parts = (source.publisher, KINDS[source.kind], STANDINGS[source.status], dated, whose)
    return "; ".join(parts)


def _confidence(answer: Answer) -> str:
    bands = {band["name"]: band["words"] for band in policy("outcomes")["bands"]}
    words = bands.get(answer.confidence_band, "")
    return f"Confidence: {answer.confidence_band}. {words}." if words else ""


def _print(console: Console, text: str, style: str = "", *, indent: int = 0) -> None:
    if not text:
        return
    shown = Text(plain(text), style=style)
    if console.is_terminal:
        console.print(Padding(shown, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent) + shown, soft_wrap=True)
