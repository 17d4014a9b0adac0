"""Read statements with their numbers from a model's reply while it still comes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from corpus.sentences import split_sentences

_TEXTS = ("text", "statement", "sentence", "answer", "content")
_NUMBERS = ("citations", "citation", "numbers", "evidence", "sources", "source", "cites", "support")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S | re.I)
_MARK = r"[\[【]\s*\d{1,3}(?:\s*(?:[,;&–-]|and)\s*\d{1,3})*\s*[\]】]"
_MARKS = re.compile(rf"\s*((?:{_MARK}\s*)+)")
_CITED = re.compile(rf"(?P<said>[^\n]*?)(?P<marks>(?:\s*{_MARK})+)(?P<stop>[.!?]?)(?=\s|$)")
_EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1")
_DECODER = json.JSONDecoder(strict=False)
_MOST_NUMBERS = 20


class Stated(NamedTuple):
    """A sentence as a model wrote it, and the numbers of the evidence it names for it."""

    text: str
    numbers: tuple[int, ...]


class StatementParser:
    """Takes a reply piece by piece and gives out each statement once it is complete.

    JSON objects are read wherever they stand: alone, in a list, in a fence, before or after
    other text. A reply without any is read as prose with marks such as [1].
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._reply = ""
        self._read = 0

    def feed(self, piece: str) -> list[Stated]:
        """Take the next piece; return what is complete now and was not before."""
        self._reply += piece
        return self._more(done=False)

    def finish(self) -> list[Stated]:
        """Say that the reply is over; return what only that completes."""
        return self._more(done=True)

    @property
    def unfinished(self) -> bool:
        """Whether the reply ends inside an object of JSON."""
        return self._reply.count("{") > self._reply.count("}")

    def _more(self, *, done: bool) -> list[Stated]:
        text = _THOUGHT.sub(lambda match: " " * len(match.group()), self._reply)
        if "{" in text:
            return list(self._objects(text))
        # What follows the last mark may go on, and be the first of several marks.
        whole = len(text) if done else _settled(text)
        out, self._read = list(self._prose(text[self._read : whole])), max(self._read, whole)
        return out

    def _objects(self, text: str) -> Iterator[Stated]:
        place = text.find("{", self._read)
        while place >= 0:
            try:
                value, end = _DECODER.raw_decode(text, place)
            except (ValueError, RecursionError):
                # Not whole yet, or never will be; what stands inside may be.
                place = text.find("{", place + 1)
                continue
            found = list(self._stated(value))
            self._read = end if found else self._read
            yield from found
            place = text.find("{", end)

    def _stated(self, value: Any) -> Iterator[Stated]:
        """Find statements in a value of JSON, whatever it is wrapped in."""
        if isinstance(value, list):
            for inner in value:
                yield from self._stated(inner)
        elif isinstance(value, dict):
            text = next((value[key] for key in _TEXTS if isinstance(value.get(key), str)), None)
            told = [n for key in _NUMBERS if key in value for n in _numbers(value[key])]
            if text is None:
                for inner in value.values():
                    yield from self._stated(inner)
            elif told:
                yield from self._one(text, told)
            else:
                yield from self._prose(text)

    def _prose(self, text: str) -> Iterator[Stated]:
        """Read sentences; marks belong to the one that they follow."""
        for line in text.splitlines():
            done = 0
            for match in _CITED.finditer(line):
                *before, cited = ["", *_sentences(match["said"])]
                for said in before:
                    yield from self._one(said, [])
                yield from self._one(cited + match["stop"], list(_numbers(match["marks"])))
                done = match.end()
            for said in _sentences(line[done:]):
                yield from self._one(said, [])

    def _one(self, text: str, numbers: list[int]) -> Iterator[Stated]:
        """Clean a statement: marks in its text are numbers, those out of range are left out."""
        numbers = [*numbers, *(n for marks in _MARKS.findall(text) for n in _numbers(marks))]
        said = _EMPHASIS.sub(r"\2", " ".join(_MARKS.sub(" ", text).split()))
        said = re.sub(r"\s+([.,;:!?])", r"\1", said).strip(' "“”')
        if any(c.isalnum() for c in said):
            kept = dict.fromkeys(n for n in numbers if 1 <= n <= self._count)
            yield Stated(said, tuple(kept))


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def _settled(text: str) -> int:
    """Return up to where prose cannot change any more: the start of what follows marks."""
    ends = [match.end() for match in re.finditer(rf"{_MARK}[.!?]?(?=\s+[^\s\[【.!?])", text)]
    return ends[-1] if ends else 0


def _numbers(value: Any) -> Iterator[int]:
    """Read numbers from what a model gives for them: 1, "1", "[1]", "1-3", [1, "2"]."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        yield value
    elif isinstance(value, float) and value.is_integer():
        yield int(value)
    elif isinstance(value, str):
        for first, last in re.findall(r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?", value):
            yield from range(int(first), min(int(last or first), int(first) + _MOST_NUMBERS) + 1)
    elif isinstance(value, list):
        for inner in value[:_MOST_NUMBERS]:
            yield from _numbers(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _numbers(inner)
