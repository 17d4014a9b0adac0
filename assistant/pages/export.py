"""The conversation as a Markdown file: questions, answers, sources, dates and the note."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from assistant.pages.answers import SURE, around, sure
from assistant.pages.conversation import Exchange
from assistant.records import Answer, Source, policy
from corpus.dates import in_words

_SPECIAL = re.compile(r"([\\`*_\[\]<>$|~#!])")


def escape_markdown(text: str) -> str:
    """Escape text so that a Markdown reader shows it as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def to_markdown(exchanges: Iterable[Exchange], day: date) -> str:
    """Return the conversation as Markdown; questions without an answer are left out."""
    words = policy("chat")
    parts = [
        f"# {words['export']['title'].format(day=in_words(day))}",
        f"{words['note']} {words['check']}",
    ]
    answered = [e for e in exchanges if e.answer is not None]
    for number, exchange in enumerate(answered, start=1):
        assert exchange.answer is not None
        parts.append(f"## {words['export']['question'].format(number=number)}")
        parts.append(f"> {escape_markdown(exchange.asked.text)}")
        parts += _answer(exchange.answer)
    return "\n\n".join(parts) + "\n"


def _answer(answer: Answer) -> list[str]:
    before, after = around(answer)
    label = policy("outcomes")["outcomes"][answer.outcome.value]["label"]
    parts = [f"**{label}**", escape_markdown(before)]
    for statement in answer.statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        parts.append(f"{escape_markdown(statement.text)} {marks}")
    parts.append(escape_markdown(after))
    parts.append(escape_markdown(answer.clarifying_question or ""))
    parts.append("\n".join(f"- {escape_markdown(option)}" for option in answer.options))
    parts += [f"*{escape_markdown(notice)}*" for notice in answer.notices]
    parts.append(sure(answer) if answer.outcome in SURE else "")
    if answer.sources:
        parts.append(f"### {policy('chat')['export']['sources']}")
        parts += [_source(source) for source in answer.sources]
    return [part for part in parts if part]


def _source(source: Source) -> str:
    words = policy("chat")
    about = ", ".join(
        [
            source.publisher,
            in_words(source.updated),
            *(words["standings"][standing.value]["words"] for standing in source.told),
        ]
    )
    lines = [f"{source.number}. {escape_markdown(source.title)}. {escape_markdown(about)}."]
    lines += [f"   > “{escape_markdown(quote)}”\n" for quote in source.quotes]
    lines.append(f"   {words['sources']['added' if source.added else 'ours']}")
    if source.url:
        lines.append(f"   <{source.url}>")
    return "\n".join(lines)
