"""Snippets with other names and figures in them, so that a tagger learns places and not names."""

from __future__ import annotations

import random
import re

from assistant.masking import known
from evals.snippets import Snippet

_RENAMED, _OTHER_FIGURES = 0.6, 0.5
_ON_NO_LIST = 0.15
_SMALL, _LOUD = 0.08, 0.03
_NUMBERS = ("TRN", "PHONE", "BANK NUMBER", "ID NUMBER")


def renamed(snippet: Snippet, rng: random.Random) -> Snippet:
    """Return a snippet whose names and figures, and now and then its case, are others."""
    rename, figures = rng.random() < _RENAMED, rng.random() < _OTHER_FIGURES
    names: dict[str, str] = {}
    text, done, pieces = "", 0, []
    for kind, value, start in sorted(snippet.personal, key=lambda piece: piece[2]):
        if start < done:
            continue
        text += snippet.text[done:start]
        done = start + len(value)
        if kind == "NAME" and rename:
            value = _other_name(value, names, rng)
        elif kind in _NUMBERS and figures:
            value = re.sub(r"(?<=.)[0-9]", lambda _: str(rng.randint(0, 9)), value)
        pieces.append((kind, value, len(text)))
        text += value
    return _in_other_case(
        Snippet(id=snippet.id, text=text + snippet.text[done:], personal=tuple(pieces)), rng
    )


def _other_name(value: str, names: dict[str, str], rng: random.Random) -> str:
    """Return a name with the words that are nothing but names exchanged, the same ones alike."""
    parts = re.split(r"([^\W\d_]+)", value)
    for place in range(1, len(parts), 2):
        word = parts[place]
        if len(word) < 3 or known.is_ordinary(word.title()) or known.is_word_too(word.title()):
            continue
        if word.lower() not in names:
            names[word.lower()] = _any_name(place > 1, rng)
        parts[place] = _cased(names[word.lower()], word)
    return "".join(parts)


def _any_name(surname: bool, rng: random.Random) -> str:
    first, last = known.listed_names()
    name = rng.choice(last if surname else first)
    if rng.random() < _ON_NO_LIST:
        name = name[: rng.randint(2, 4)] + rng.choice(first)[-rng.randint(2, 4) :]
    return name


def _cased(name: str, like: str) -> str:
    if like.islower():
        return name
    return name.upper() if like.isupper() else name.title()


def _in_other_case(snippet: Snippet, rng: random.Random) -> Snippet:
    drawn = rng.random()
    if drawn > _SMALL + _LOUD:
        return snippet
    change = str.lower if drawn < _SMALL else str.upper
    text = change(snippet.text)
    if len(text) != len(snippet.text):
        return snippet
    pieces = tuple((kind, change(value), start) for kind, value, start in snippet.personal)
    return Snippet(id=snippet.id, text=text, personal=pieces)
