"""Put a letter together: the tone changes its frame, never what the guidance says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.comparisons import npq_name
from assistant.desk.records import Item, desk_policy
from assistant.records import Outcome, Source, Statement
from assistant.verify import body
from corpus.dates import in_words
from corpus.records import Standing


def tones() -> tuple[str, ...]:
    """Return the names of the tones."""
    return tuple(desk_policy("letter")["tones"])


def write_letter(
    items: Sequence[Item],
    sources: Sequence[Source],
    *,
    name: str,
    npqs: Sequence[str],
    tone: str,
) -> str:
    """Return the letter: a paragraph a question in the order asked, sources, sign-off."""
    policy = desk_policy("letter")
    frame: dict[str, str] = policy["tones"][tone]
    topic = " and ".join(npq_name(npq) for npq in npqs) if 0 < len(npqs) <= 2 else ""
    parts = [
        frame["greeting"].format(name=name) if name else frame["greeting_unknown"],
        frame["opening" if items else "opening_no_question"].format(
            topic=topic or policy["topic_none"]
        ),
        *_paragraphs(items, frame, policy),
        "" if items else policy["no_question"],
        _source_list(sources, frame),
        frame["closing"],
        "\n".join([f"{frame['sign_off']},", "", *policy["signature"]]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def source_line(source: Source) -> str:
    """Return a source as the letter lists it: number, title, publisher, date, link."""
    return f"[{source.number}] {_page(source)}"


def _page(source: Source) -> str:
    past = [standing.value for standing in source.told if standing is not Standing.CURRENT]
    standing = f" ({', '.join(past)})" if past else ""
    line = f"{source.title}, {source.publisher}, {in_words(source.updated)}{standing}."
    return f"{line} {source.url}" if source.url else line


def shown_statement(text: str, citations: Sequence[int]) -> str:
    """Return a statement with the numbers of its sources."""
    return f"{text} {''.join(f'[{number}]' for number in citations)}".strip()


def needs_input_line(outcome: Outcome, gap: str) -> str:
    """Return what stands in the letter where a colleague must write the answer."""
    text = str(desk_policy("letter")["needs_input"][outcome.value])
    return text.format(gap=gap).replace(" ]", "]")


def _paragraphs(
    items: Sequence[Item], frame: dict[str, str], policy: dict[str, Any]
) -> Iterator[str]:
    """Yield a paragraph a question; what was told is told again only where it comes first."""
    told: set[str] = set()
    for item in items:
        first, more = item.statements[:1], item.statements[1:]
        new = [*first, *(each for each in more if each.text not in told)]
        told |= {text for each in new for text in (each.text, body(each.text))}
        yield _paragraph(item, new, frame, policy)


def _paragraph(
    item: Item, statements: Sequence[Statement], frame: dict[str, str], policy: dict[str, Any]
) -> str:
    told = [shown_statement(statement.text, statement.citations) for statement in statements]
    gap = [needs_input_line(item.outcome, item.gap)] if item.needs_input else []
    notices = [frame["notice"].format(notice=notice) for notice in item.notices]
    indirect = re.match(policy["indirect"], item.question, re.I)
    said = item.question[:1].lower() + item.question[1:].rstrip("?")
    asked = as_said_to_you(said) if indirect else item.question
    question = frame["indirect" if indirect else "question"].format(question=asked)
    return "\n".join([question, " ".join([*told, *gap, *notices])])


def as_said_to_you(text: str) -> str:
    """Return what somebody asked as it is said back to them: "whether you can keep your place"."""
    words: dict[str, str] = desk_policy("letter")["said_back"]
    longest = sorted(words, key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(map(re.escape, longest))})\b"
    back = re.sub(pattern, lambda match: words[match.group().lower()], text, flags=re.I)
    return re.sub(r"\byou was\b", "you were", re.sub(r"\byou am\b", "you are", back))


def _source_list(sources: Sequence[Source], frame: dict[str, str]) -> str:
    """Return each page once, with the numbers of all its passages."""
    pages: dict[str, list[int]] = {}
    for source in sources:
        pages.setdefault(_page(source), []).append(source.number)
    lines = [f"{''.join(f'[{n}]' for n in numbers)} {line}" for line, numbers in pages.items()]
    return "\n".join([frame["sources"], *lines]) if lines else ""
