"""A language model as judge: opt-in, and labelled with its name and a hash of its prompt.

Its verdict stands beside the deterministic metrics and changes none of them. The name of the
metric holds the label, so that verdicts of different models or prompts are never averaged.
"""

from __future__ import annotations

import hashlib
import logging
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import EvaluationError, first_line
from evals.metrics.text import without_markers
from evals.records import Behaviour, Case, Generated, Scored

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)
PROMPT = Path(__file__).with_name("prompts") / "judge.md"
METRIC = "judged_correct"
_VERDICT = re.compile(r"\b(IN)?CORRECT\b", re.IGNORECASE)
_FIELD = re.compile(r"\{(question|expected|answer)\}")


class JudgeUnusable(EvaluationError):  # noqa: N818
    """The language model that should judge cannot be used."""


class ModelJudge:
    """Asks a chat model whether an answer is correct; the expected answer is its reference."""

    def __init__(self, model: BaseChatModel, *, name: str, prompt: Path = PROMPT) -> None:
        self._model = model
        self._prompt = prompt.read_text(encoding="utf-8")
        digest = hashlib.sha256(self._prompt.encode()).hexdigest()[:12]
        self.label = f"{name}@{digest}"

    @property
    def metric(self) -> str:
        """The name of the metric: `judged_correct[MODEL@PROMPT-HASH]`."""
        return f"{METRIC}[{self.label}]"

    def verdict(self, *, case: Case, generated: Generated) -> float | None:
        """Return 1 for correct, 0 for incorrect or failed, None where there is no verdict.

        There is none without an expected answer, or where the model gives neither word or
        both.
        """
        if generated.behaviour is Behaviour.ERROR:
            return 0.0
        if not case.expected_answer:
            return None
        texts = {
            "question": "\n".join([*case.history, case.question]),
            "expected": case.expected_answer,
            "answer": without_markers(generated.answer),
        }
        # In one pass: a brace inside an answer is never read as a field.
        asked = _FIELD.sub(lambda match: texts[match[1]], self._prompt)
        try:
            said = str(self._model.invoke(asked).text)
        except Exception as error:
            log.warning("the judge failed", exc_info=True, extra={"case": case.id})
            raise JudgeUnusable(
                f"The judge {self.label} failed with {type(error).__name__} on {case.id}."
            ) from error
        found = {bool(match[1]) for match in _VERDICT.finditer(said)}
        return None if len(found) != 1 else float(not found.pop())

    def added_to(self, scored: Scored, *, case: Case, generated: Generated) -> Scored:
        """Return a score with the verdict added under the labelled name."""
        verdict = self.verdict(case=case, generated=generated)
        return scored.model_copy(update={"metrics": {**scored.metrics, self.metric: verdict}})


def make_judge(name: str) -> ModelJudge:
    """Return a judge for `provider:model`; raise `JudgeUnusable` where there is none such.

    Needs `langchain` and the provider's package, which are not installed by default.
    """
    try:
        init_chat_model = import_module("langchain.chat_models").init_chat_model
    except ImportError as error:
        raise JudgeUnusable(
            "A language model as judge needs `pip install langchain` and the package of its "
            "provider, for example langchain-openai."
        ) from error
    try:
        model = init_chat_model(name, temperature=0)
    except Exception as error:
        raise JudgeUnusable(f"The judge {name!r} cannot be used: {first_line(error)}.") from error
    return ModelJudge(model, name=name)
