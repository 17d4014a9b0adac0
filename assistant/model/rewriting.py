"""A follow-up worded by the model to stand alone, kept only if it keeps what was said."""

from __future__ import annotations

import json
import re

from assistant.masking.personal import Mask
from assistant.model.client import ModelClient
from assistant.model.prompts import prompt
from assistant.records import policy
from assistant.turn import Turn
from corpus.errors import ModelFailed
from corpus.instructions import gives_orders
from index.npqs import find_npqs
from index.terms import find_intakes, find_years, stems

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MONTH = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"spring|summer|autumn|winter)\b|(?<=\d )may\b",
    re.I,
)
_NEGATION = re.compile(r"\b(?:not|no|never|cannot|without|neither|nor)\b|n['’]t\b", re.I)
_ASKS = re.compile(r"[^\n{}\[\]<>]{3,}\?")


class ModelRewriter:
    """Words the last message of a conversation as a question of its own."""

    def __init__(self, client: ModelClient) -> None:
        self._client = client
        self._prompt = prompt("rewrite")

    def __call__(self, turn: Turn) -> str:
        """Return the question; empty if there is nothing to reword, or it cannot be kept."""
        assert turn.guarded is not None
        assert turn.understood is not None
        history = [text for text in turn.question.history if text.strip()]
        if not history or not turn.english or len(turn.understood.asks) != 1:
            return ""
        mask, limits = Mask(), policy("model")["rewriting"]
        shown = history[-limits["history"] :]
        messages = self._prompt.template.format_messages(
            history="\n".join(f"- {_flat(mask.hide(text))}" for text in shown),
            message=_flat(mask.hide(turn.guarded.text)),
        )
        reply = ""
        try:
            for piece in self._client.ask(messages, turn.model):
                reply += piece
                if len(reply) > 2 * limits["most_chars"]:
                    break
        except ModelFailed:
            return ""
        question = mask.show(worded(reply))
        ours = turn.understood.standalone
        return question if keeps(question, turn.guarded.text, ours, history) else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def worded(reply: str) -> str:
    """Return the question of a reply: JSON, in a fence or not, or the one question in it."""
    for place in (match.start() for match in re.finditer(r"\{", reply)):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(reply, place)
        except ValueError:
            continue
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            return _flat(value["text"])
    asked = _ASKS.search(reply)
    return _flat(asked.group()) if asked and reply.count("?") == 1 else ""


def keeps(question: str, message: str, ours: str, history: list[str]) -> bool:
    """Say whether a question keeps what the turns say: NPQs, dates, numbers, negation, words.

    `ours` is how the message reads on its own by our rules: nothing of it may be lost.
    """
    limits = policy("model")["rewriting"]
    if not question or len(question) > limits["most_chars"] or gives_orders(question):
        return False
    said = " ".join([*history, message])
    if not _named(ours) | _named(message) <= _named(question) <= _named(said) | _named(ours):
        return False
    if bool(_NEGATION.search(question)) != bool(_NEGATION.search(ours)):
        return False
    own, worded_stems = set(stems(message)), set(stems(question))
    known = worded_stems & set(stems(f"{said} {ours}"))
    return (
        len(own & worded_stems) >= limits["least_kept"] * len(own)
        and len(known) >= limits["least_known"] * len(worded_stems)
        and bool(worded_stems)
    )


def _named(text: str) -> set[str]:
    """Return the NPQs, years, intakes, months and figures of a text."""
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(text)}
    months = {month.lower() for month in _MONTH.findall(text)}
    years = {str(year) for year in find_years(text)}
    return {*find_npqs(text), *find_intakes(text), *years, *months, *figures}
