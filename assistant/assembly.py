"""The composition root: the whole product as a list of steps."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.records import Answer, Question, Statement
from assistant.steps import (
    answer_step,
    guard_step,
    retrieve_step,
    understand_step,
    verify_step,
    write_step,
)
from assistant.turn import Turn
from corpus.settings import Settings
from index.embedding import MiniLM
from index.opened import IndexHandle
from index.records import Passage

log = logging.getLogger(__name__)
Step = Callable[[Turn], None]


def build_assistant(settings: Settings, model: MiniLM | None = None) -> Assistant:
    """Put the assistant together from its parts; nothing is loaded before the first question."""
    model = model or MiniLM(threads=settings.threads)
    return Assistant(
        index=IndexHandle(settings.index_dir, model),
        steps={
            "guard": partial(guard_step, max_chars=settings.max_question_chars),
            "understand": understand_step,
            "retrieve": retrieve_step,
            "write": write_step,
            "verify": verify_step,
            "answer": answer_step,
        },
    )


class Assistant(Runnable[Any, Answer]):
    """Answers questions about NPQs; a LangChain Runnable (invoke, stream, batch).

    Takes a `Question`, a string, or a dict with `question`, and `history`, `as_of`, `id`
    if wanted. Raises `QuestionRejected` and `IndexMissing`.
    """

    def __init__(self, *, index: IndexHandle, steps: dict[str, Step]) -> None:
        self._index = index
        self._steps = steps

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Answer one question."""
        return self._call_with_config(self._answer, input, config)

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Any]:
        """Yield the statements of the answer, each already checked, then the `Answer`."""
        answer = self.invoke(input, config)
        yield from answer.statements
        yield answer

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage of the index in use, for a page that shows a quote in its place."""
        return self._index.get().passages.get(passage_id)

    def _answer(self, input: Any) -> Answer:
        question = as_question(input)
        turn = Turn(question=question, index=self._index.get())
        start = time.perf_counter()
        for name, step in self._steps.items():
            began = time.perf_counter()
            step(turn)
            turn.timings_ms[name] = round(1000 * (time.perf_counter() - began), 1)
        assert turn.answer is not None
        turn.timings_ms["total"] = round(1000 * (time.perf_counter() - start), 1)
        if turn.dropped:
            log.warning("statements dropped by the check", extra={"dropped": turn.dropped})
        return turn.answer.model_copy(update={"timings_ms": turn.timings_ms})


def as_question(value: Any) -> Question:
    """Read a question from what a caller has: a `Question`, a string or a dict."""
    if isinstance(value, Question):
        return value
    if isinstance(value, str):
        return Question(text=value)
    fields = {key: value[key] for key in ("history", "as_of", "id") if value.get(key) is not None}
    return Question(text=value["question"], **fields)


__all__ = ["Answer", "Assistant", "Question", "Statement", "as_question", "build_assistant"]
