"""Invented statements beside their evidence, the words marked that the evidence does not bear out.

What is made of them for training: besides each as it was written, some with a word changed, some
with evidence that is not theirs or more than theirs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from zlib import crc32

from pydantic import BaseModel, ConfigDict

from assistant.check.doubting import FINE, WRONG, laid_out, said_words
from evals.choosing import SHIPPED
from evals.lines import read_lines
from evals.marks import marked_spans, unmarked
from evals.tagger import UNLABELLED, Lesson

FILES = tuple(SHIPPED / "pairs" / f"{name}.jsonl" for name in ("marked_pairs", "marked_more"))
_EIGHTH = 8
_BESIDE = 0.18  # share of right statements that are put beside evidence of another fact
_CHANGED = 0.3  # share of right statements in which a word is changed
_MORE = 0.25  # share of the rest whose evidence has a sentence more


class Stated(BaseModel):
    """A statement with [[marks]] around what its evidence does not bear out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    fact: str
    evidence: tuple[str, ...]
    marked: str
    kind: str

    @property
    def held_out(self) -> bool:
        """Whether nothing about its fact was learned from."""
        return crc32(self.fact.encode()) % _EIGHTH == 0

    @property
    def statement(self) -> str:
        """The statement as it was made."""
        return unmarked(self.marked)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the words stand that are not borne out."""
        return marked_spans(self.marked)

    @property
    def supported(self) -> bool:
        """Whether nothing is marked."""
        return not self.spans


def statements() -> list[Stated]:
    """Read the shipped statements."""
    return [stated for file in FILES if file.is_file() for stated in read_lines(file, Stated)]


def labelled(statement: str, evidence: Sequence[str], spans: Sequence[tuple[int, int]]) -> Lesson:
    """Return a lesson: the words of the evidence have no label."""
    read = laid_out(statement, evidence)
    own = said_words(read)
    labels = [
        WRONG if any(start < e and end > s for s, e in spans) else FINE
        for start, end in read.words[:own]
    ]
    return Lesson(read, [*labels, *[UNLABELLED] * (len(read.words) - own)])


_SWAPS: tuple[tuple[str, ...], ...] = (
    ("may", "must", "will", "can", "should"),
    ("always", "usually", "never", "sometimes"),
    ("all", "some", "most", "no", "only some"),
    ("before", "after"),
    ("at least", "at most", "exactly"),
    ("more than", "less than"),
    ("is", "is not", "may be"),
    ("are", "are not", "may be"),
    ("do not", "do", "cannot"),
    ("first", "last", "second"),
    ("provider", "school", "employer", "DfE"),
    ("teacher", "headteacher", "governor", "SENCO"),
    ("spring", "autumn", "summer"),
    ("days", "weeks", "months", "years", "hours", "terms"),
    ("primary", "secondary"),
    ("maintained", "independent", "special"),
    ("January", "February", "March", "April", "May", "June", "July", "August"),
    ("September", "October", "November", "December", "January"),
    (
        "NPQH",
        "NPQSL",
        "NPQEL",
        "NPQLTD",
        "NPQLT",
        "NPQLBC",
        "NPQLL",
        "NPQEYL",
        "NPQLPM",
        "NPQSENCO",
    ),
)
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w])")
_YEAR = re.compile(r"(?<![\w.,])20\d\d(?![\w])")


def changed(
    statement: str, evidence: Sequence[str], rng: random.Random
) -> tuple[str, tuple[int, int]] | None:
    """Return a statement with one word or figure changed, and where; none if nothing can be."""
    options: list[tuple[int, int, str]] = []
    told = " ".join(evidence).lower()
    for match in _NUMBER.finditer(statement):
        value = int(re.sub(r"\D", "", match.group().split(".")[0]) or 0)
        other = max(
            1, rng.choice((value + 1, value + 2, value - 1, value * 2, value + 10, value // 2))
        )
        options.append((*match.span(), f"{other:,}"))
    for match in _YEAR.finditer(statement):
        options.append((*match.span(), str(int(match.group()) + rng.choice((-2, -1, 1, 2)))))
    for group in _SWAPS:
        for word in group:
            for match in re.finditer(rf"(?<![\w-]){word}(?![\w-])(?! not\b)", statement):
                fresh = [w for w in group if w != word and word not in w.split()]
                if word[0].isupper() or len(group) > 5:
                    fresh = [w for w in fresh if w.lower() not in told]
                if fresh:
                    options.append((*match.span(), rng.choice(fresh)))
    options = [o for o in options if statement[o[0] : o[1]] != o[2] and not _says(told, o[2])]
    if not options:
        return None
    start, end, new = rng.choice(options)
    return statement[:start] + new + statement[end:], (start, start + len(new))


def _says(told: str, new: str) -> bool:
    return (
        new[0].isdigit()
        and re.search(rf"(?<![\w.,]){re.escape(new.lower())}(?![\w])", told) is not None
    )


def lesson(stated: Stated, others: Sequence[str], rng: random.Random) -> Lesson:
    """Return a statement to learn from; `others` are sentences on subjects near to its own."""
    text, evidence, spans = stated.statement, list(stated.evidence), list(stated.spans)
    rolled = rng.random()
    if stated.supported and others and rolled < _BESIDE:
        return labelled(text, [rng.choice(others)], [(0, len(text))])
    if stated.supported and rolled < _BESIDE + _CHANGED:
        new = changed(text, evidence, rng)
        if new is not None:
            text, spans = new[0], [new[1]]
    if others and rng.random() < _MORE:
        evidence.insert(rng.randrange(len(evidence) + 1), rng.choice(others))
    elif rng.random() < 0.5:
        rng.shuffle(evidence)
    return labelled(text, evidence, spans)
