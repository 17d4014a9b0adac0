"""A text is parted into windows and put together again; each word gets chances of its labels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.question_spans import WEIGHTS, with_shapes
from index.tagger import Tagger, windows_of
from index.words import SHAPES, shapes_of, word_spans

LONG = "\n\n".join(
    f"Part {number}. Can I defer my NPQ, and who pays then? Thanks." for number in range(60)
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """The shipped tagger of questions."""
    return Tagger(WEIGHTS)


@pytest.mark.parametrize(
    "text", [LONG, LONG.replace("\n", " "), "x" * 3000, "a b " * 900, "", "?!"]
)
def test_given_a_text_when_parted_then_no_character_and_no_word_is_lost(text: str) -> None:
    read = with_shapes(text)

    windows = list(windows_of(read))

    assert "".join(part.text for _, part in windows) == text
    words = [part.text[start:end] for _, part in windows for start, end in part.words]
    assert (
        "".join(words)[: len(text)]
        == "".join(text[s:e] for s, e in read.words)[: len("".join(words))]
    )
    assert [first for first, _ in windows] == sorted(first for first, _ in windows)


def test_given_a_long_text_when_tagged_then_each_word_has_chances_that_add_up(
    tagger: Tagger,
) -> None:
    read = with_shapes(LONG)

    chances = tagger.chances(read)

    assert chances.shape == (len(read.words), 3)
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "_" * 350 + "\nDear Ann, can I defer?",
        "When does the 2nd seminar start?",
        "- " * 700 + "why",
    ],
)
def test_given_marks_and_words_in_one_token_when_tagged_then_every_word_is_read(
    tagger: Tagger, text: str
) -> None:
    chances = tagger.chances(with_shapes(text))

    assert np.allclose(chances.sum(axis=1), 1, atol=1e-4)


def test_given_many_threads_when_they_tag_at_once_then_all_read_the_same(tagger: Tagger) -> None:
    texts = [with_shapes(f"Can I defer in {year}, and who pays?") for year in range(2020, 2030)]
    alone = [tagger.chances(text) for text in texts]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(tagger.chances, texts))

    assert all(
        np.allclose(one, other, atol=1e-5) for one, other in zip(alone, together, strict=True)
    )


def test_given_words_when_looked_at_then_their_shapes_and_places_are_seen() -> None:
    text = "Dear Ann,\n\nMcKay has 2 NPQs\nSEND x"
    words = word_spans(text)

    seen = shapes_of(text, words)

    told = {
        text[s:e]: {n for n, on in zip(SHAPES, row, strict=True) if on}
        for (s, e), row in zip(words, seen, strict=True)
    }
    assert told["Dear"] == {"titled", "opens a line", "opens a paragraph"}
    assert told["McKay"] == {"mixed", "opens a line", "opens a paragraph"}
    assert told["has"] == {"small"}
    assert told["2"] == {"figures"}
    assert told["SEND"] == {"capitals", "opens a line"}
