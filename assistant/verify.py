"""The check: nothing is shown that the cited sentences do not say.

One module for every writer. A statement passes if it is, after a lead such as "Yes.",
word for word a cited sentence; or if `assistant/check` finds nothing in it that the
sentences it cites do not say, and nothing left out on which they depend.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from assistant.check.pairs import Similarity
from assistant.check.support import find_problems
from assistant.records import Record, policy
from corpus.records import Standing
from index.records import Hit

if TYPE_CHECKING:
    from index.embedding import MiniLM, Vectors


class Checked(Record):
    """Whether a statement may be shown, and what is wrong with it if not."""

    ok: bool
    problems: tuple[str, ...] = ()


@cache
def _openers() -> tuple[str, ...]:
    wording = policy("outcomes")
    return tuple(
        sorted({*wording["leads"].values(), *wording["prefixes"].values()}, key=len, reverse=True)
    )


def body(text: str) -> str:
    """Return a statement without its lead ("Yes.") and its prefix ("No longer current:")."""
    stripped = True
    while stripped:
        stripped = False
        for opener in _openers():
            if text.startswith(f"{opener} "):
                text, stripped = text[len(opener) + 1 :], True
    return text


def quote_is_exact(hit: Hit) -> bool:
    """Say whether a sentence stands at its offsets in its passage, character for character."""
    return hit.passage.text[hit.sentence.start : hit.sentence.end] == hit.sentence.text


def similarity_of(model: MiniLM) -> Similarity:
    """Return the cosine similarity of two texts by the index's encoder as it came, -1 to 1.

    Without the adapter, which draws questions to their answers.
    """

    @lru_cache(maxsize=512)
    def encoded(text: str) -> Vectors:
        row: Vectors = model.encode_plain([text])[0]
        return row

    def similarity(first: str, second: str) -> float:
        return float(encoded(first) @ encoded(second))

    return similarity


def supported(
    text: str, evidence: Sequence[str], *, similarity: Similarity | None = None
) -> tuple[str, ...]:
    """Say what free text says beyond its evidence or leaves out of it; empty if supported.

    Each clause of the text must be supported by one sentence of the evidence. Without
    `similarity` the rules alone decide.
    """
    return find_problems(text, evidence, similarity)


def check(
    text: str,
    cited: Sequence[Hit],
    retrieved: frozenset[str],
    *,
    similarity: Similarity | None = None,
) -> Checked:
    """Check a statement against the sentences it cites.

    `retrieved` holds the ids of the sentences that retrieval returned: nothing else may
    be cited. `similarity` is asked only about a statement that is not word for word.
    """
    problems = []
    if not cited:
        problems.append("cites nothing")
    problems += [
        f"cites {hit.sentence.id}, which was not retrieved"
        for hit in cited
        if hit.sentence.id not in retrieved
    ]
    problems += [f"quotes {hit.sentence.id} inexactly" for hit in cited if not quote_is_exact(hit)]
    problems += [
        f"tells {hit.standing} text as today's"
        for hit in cited
        if hit.standing is not Standing.CURRENT and not _marked(text, hit.standing)
    ]
    quoted = [hit.sentence.text for hit in cited]
    if quoted and body(text) not in quoted:
        problems += supported(body(text), quoted, similarity=similarity)
    return Checked(ok=not problems, problems=tuple(problems))


def differences(text: str, evidence: str) -> list[str]:
    """List what a statement says beyond its evidence, or leaves out of it."""
    return list(supported(text, [evidence]))


def _marked(text: str, standing: Standing) -> bool:
    return str(policy("outcomes")["prefixes"][standing.value]) in text
