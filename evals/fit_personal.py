"""`python -m evals.fit_personal`: train the tagger of personal data and choose its limits.

Writes `assistant/masking/tagger.npz` and `assistant/masking/policy/tagger.yaml`. It learns from
the snippets that rules were made with, where it is not told what the rules found, and from
`learn.jsonl`, which no rule was made with; an eighth of that is held out, and the limits are
those with the fewest errors there, a miss counting as two. Takes a quarter of an hour on two cores.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from functools import partial
from itertools import product
from typing import Any
from unittest.mock import patch

import yaml

from assistant.masking import tagging
from assistant.masking.found import KINDS, Found
from assistant.masking.personal import found_by_rules
from assistant.masking.policies import POLICY, masking_policy
from assistant.masking.tagging import LABELS, LISTS, WEIGHTS, settled, tagger, text_with
from evals.crossencoder import Schedule
from evals.renaming import renamed
from evals.snippets import EXAMPLES, LEARN, LOOKED_AT, Snippet, score, snippets
from evals.tagger import Lesson, Maker, train
from index.words import SHAPES

SCHEDULE = Schedule(epochs=12, rate=1.5e-4, batch=16)
_NOT_TOLD = 0.3  # share of the lessons in which what the rules found is not told
_NO_LISTS = 0.15  # share in which lists of names and words are hidden
_LISTS = slice(len(SHAPES), len(SHAPES) + len(LISTS))
_OFTEN = 3  # how many times each example of the tests is a lesson
_MISS = 2
_OF_THE_MODEL = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_OF_A_RULE = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)


def lesson(snippet: Snippet, rng: random.Random, *, told: bool) -> Lesson:
    """Return a snippet with other names, and the label of each of its words."""
    made = renamed(snippet, rng)
    told = told and rng.random() > _NOT_TOLD
    text = text_with(made.text, found_by_rules(made.text) if told else None)
    if rng.random() < _NO_LISTS:
        text.seen[:, _LISTS] = 0.0
    kinds = {
        place: kind
        for kind, value, start in made.personal
        for place in range(start, start + len(value))
    }
    return Lesson(text, [LABELS.index(kinds.get(start, "")) for start, _ in text.words])


def makers() -> list[Maker]:
    """Return what makes the lessons, one for each snippet to learn from."""
    new = [s for s in snippets(LEARN) if not s.held_out]
    old = [s for name in LOOKED_AT for s in snippets(name)]
    old += _OFTEN * snippets(EXAMPLES)
    told = [partial(lesson, s, told=True) for s in new]
    return [*told, *(partial(lesson, s, told=False) for s in old)]


def errors(lines: Sequence[Snippet], rules: Sequence[list[Found]], limits: dict[str, Any]) -> int:
    """Return how many pieces are missed, each counted twice, and masked wrongly, with limits."""
    with patch.object(
        tagging, "masking_policy", lambda n: limits if n == "tagger" else masking_policy(n)
    ):
        scored = score(lines, [settled(s.text, f) for s, f in zip(lines, rules, strict=True)])
    return _MISS * len(scored.missed) + len(scored.wrong)


def limits_with(name: float, other: float, rule: float) -> dict[str, Any]:
    """Return limits: least chances for names and for other kinds, and for a name by rule."""
    kinds = {kind: name if kind == "NAME" else other for kind in KINDS}
    return {"least_of_the_model": kinds, "least_of_a_rule": {"NAME": rule}}


def chosen_limits() -> dict[str, Any]:
    """Return the limits with the fewest errors on what was held out."""
    held = [s for s in snippets(LEARN) if s.held_out]
    rules = [found_by_rules(s.text) for s in held]
    known: dict[str, Any] = {}
    shipped = tagger()

    class Remembering:
        """Reads each text once, however many limits are tried."""

        def chances(self, text: Any) -> Any:
            if text.text not in known:
                known[text.text] = shipped.chances(text)
            return known[text.text]

    with patch.object(tagging, "tagger", Remembering):
        tried = product(_OF_THE_MODEL, _OF_THE_MODEL, _OF_A_RULE)
        return min((limits_with(*each) for each in tried), key=partial(errors, held, rules))


def main() -> None:
    """Train and choose; with `--limits` only choose."""
    if "--limits" not in sys.argv[1:]:
        train(makers(), len(LABELS), SCHEDULE).save(WEIGHTS)
        tagger.cache_clear()
    told = yaml.safe_dump(chosen_limits(), sort_keys=False, allow_unicode=True)
    head = "# Chosen by `python -m evals.fit_personal` on snippets that the tagger never saw.\n"
    (POLICY / "tagger.yaml").write_text(head + told, encoding="utf-8")


if __name__ == "__main__":
    main()
