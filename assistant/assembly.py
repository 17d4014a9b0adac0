"""The composition root: the whole product as a list of steps."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor

from assistant.model import language_model
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

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)
Step = Callable[[Turn], Iterable[Statement] | None]


def build_assistant(
    settings: Settings,
    model: MiniLM | None = None,
    *,
    chat_model: BaseChatModel | None = None,
) -> Assistant:
    """Put the assistant together from its parts; no index is read before the first question.

    `chat_model` is used in place of the one that `NPQ_MODEL` names. Without either, answers
    are quoted. Raises `SettingsError` if `NPQ_MODEL` cannot be used.
    """
    model = model or MiniLM(threads=settings.threads)
    language = language_model(settings, chat_model)
    return Assistant(
        index=IndexHandle(settings.index_dir, model),
        steps={
            "guard": partial(guard_step, max_chars=settings.max_question_chars),
            "understand": partial(understand_step, rewrite=language.rewrite),
            "retrieve": retrieve_step,
            "write": partial(write_step, phrase=language.write),
            "verify": verify_step,
            "answer": answer_step,
        },
    )


class Assistant(Runnable[Any, Answer]):
    """Answers questions about NPQs; a LangChain Runnable (invoke, stream, batch, async).

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
        """Yield each statement of the answer once it has passed the check, then the `Answer`."""
        yield from self._transform_stream_with_config(
            iter([input]), lambda asked: self._items(next(asked)), config
        )

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Any]:
        """Yield the same as `stream`, without holding up the event loop."""
        items = self.stream(input, config)
        while (item := await run_in_executor(config, next, items, None)) is not None:
            yield item

    def with_steps(self, **steps: Step) -> Assistant:
        """Return an assistant on the same index with other steps, by their names."""
        return Assistant(index=self._index, steps=self._steps | steps)

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage of the index in use, for a page that shows a quote in its place."""
        return self._index.get().passages.get(passage_id)

    def _answer(self, input: Any) -> Answer:
        *_, answer = self._items(input)
        assert isinstance(answer, Answer)
        return answer

    def _items(self, input: Any) -> Iterator[Any]:
        turn = Turn(question=as_question(input), index=self._index.get())
        for name, step in self._steps.items():
            began = time.perf_counter()
            yield from step(turn) or ()
            turn.timings_ms[name] = round(1000 * (time.perf_counter() - began), 1)
        assert turn.answer is not None
        turn.timings_ms["total"] = round(1000 * (time.perf_counter() - turn.started), 1)
        if turn.dropped:
            log.warning("statements dropped by the check", extra={"dropped": turn.dropped})
        answer = turn.answer.model_copy(update={"timings_ms": turn.timings_ms})
        if answer.usage is not None:
            log.info(
                "a language model was asked",
                extra={"writer": answer.writer, **answer.usage.model_dump()},
            )
        yield answer


def as_question(value: Any) -> Question:
    """Read a question from what a caller has: a `Question`, a string or a dict."""
    if isinstance(value, Question):
        return value
    if isinstance(value, str):
        return Question(text=value)
    fields = {key: value[key] for key in ("history", "as_of", "id") if value.get(key) is not None}
    return Question(text=value["question"], **fields)


__all__ = ["Answer", "Assistant", "Question", "Statement", "as_question", "build_assistant"]
