"""Ask a chat model and read its reply as it comes: limits, retries, tokens counted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessageChunk, BaseMessage

from assistant.model.budget import Budget
from assistant.model.failures import REJECTED, RESTING, failure_of
from assistant.model.pump import pumped
from assistant.records import policy
from assistant.turn import ModelWork
from corpus.errors import ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)
OpenChat = Callable[[bool], "BaseChatModel"]
_ENDINGS = ("finish_reason", "stop_reason", "done_reason")
_CUT_OFF = ("length", "max_tokens", "MAX_TOKENS")
_REFUSED = ("content_filter", "refusal", "SAFETY", "PROHIBITED_CONTENT")


class ModelClient:
    """One chat model for all questions; safe to share between threads.

    `open_chat(plain)` returns the model, without optional arguments if `plain`. After a
    failure that the next question would meet as well, the model is left alone for a while.
    """

    def __init__(self, open_chat: OpenChat, budget: Budget, *, timeout_s: float) -> None:
        self._open = open_chat
        self._chat = open_chat(False)
        self._budget = budget
        self._timeout_s = timeout_s
        self._rest_until = 0.0

    @property
    def kind(self) -> str:
        """The sort of chat model, in LangChain's word."""
        return self._chat._llm_type

    def ask(self, messages: Sequence[BaseMessage], work: ModelWork) -> Iterator[str]:
        """Yield the reply piece by piece; the time limit is one for all calls of a turn.

        Raises `ModelFailed`, also after some pieces; notes it and the tokens in `work`.
        """
        if work.began is None:
            work.began = time.perf_counter()
        try:
            yield from self._with_retries(messages, work, work.began + self._timeout_s)
        except ModelFailed as failure:
            self.failed(failure, work)
            raise

    def failed(self, failure: ModelFailed, work: ModelWork) -> None:
        """Note a failure in `work`, tell the operator in one line, and rest if it would recur."""
        work.note(failure=failure.kind)
        if failure.kind in RESTING:
            rest = failure.after or policy("model")["rest_s"]
            self._rest_until = time.monotonic() + min(rest, 10 * policy("model")["rest_s"])
        log.warning(
            "the language model failed",
            extra={
                "model": work.name,
                "kind": failure.kind,
                "status": failure.status,
                "retry_after": failure.after,
                "calls": work.usage.calls,
                "seconds": round(time.perf_counter() - (work.began or 0.0), 3),
            },
            exc_info=failure.__cause__,
        )

    def _with_retries(
        self, messages: Sequence[BaseMessage], work: ModelWork, deadline: float
    ) -> Iterator[str]:
        if time.monotonic() < self._rest_until:
            raise ModelFailed("resting")
        limits, tries, plain = policy("model"), 0, False
        while True:
            reply = _Reply(messages, limits)
            held = reply.tokens_in + limits["most_tokens_out"]
            self._budget.hold(held)
            try:
                work.count(calls=1)
                yield from reply.read(self._stream(messages, deadline))
                return
            except Exception as error:
                failure = failure_of(error, begun=bool(reply.text))
                if reply.text:
                    raise failure from failure.__cause__
                if failure.kind == REJECTED and not plain:
                    plain, self._chat = True, self._open(True)
                    continue
                pause = limits["pause_s"] * 2**tries if failure.after is None else failure.after
                late = time.perf_counter() + pause >= deadline
                if not failure.again or late or tries >= limits["retries"]:
                    raise failure from failure.__cause__
                tries += 1
                time.sleep(pause)
            finally:
                reply.account(work)
                self._budget.settle(held, reply.tokens_in + reply.tokens_out)

    def _stream(self, messages: Sequence[BaseMessage], deadline: float) -> Iterator[AIMessageChunk]:
        limits = policy("model")
        return pumped(
            lambda: self._chat.stream(list(messages)),
            first_s=self._timeout_s * limits["first_token_share"],
            between_s=self._timeout_s * limits["between_tokens_share"],
            deadline=deadline,
        )


class _Reply:
    """One reply: its text so far, and the tokens as reported or as estimated."""

    def __init__(self, messages: Sequence[BaseMessage], limits: dict[str, Any]) -> None:
        self._limits = limits
        self._asked = sum(len(message.text) for message in messages)
        self._reported: tuple[int, int] | None = None
        self._came = False
        self.cost: float | None = None
        self.text = ""

    @property
    def tokens_in(self) -> int:
        if self._reported:
            return self._reported[0]
        return 1 + self._asked // int(self._limits["chars_per_token"])

    @property
    def tokens_out(self) -> int:
        if self._reported:
            return self._reported[1]
        return -(-len(self.text) // int(self._limits["chars_per_token"]))

    def read(self, chunks: Iterator[AIMessageChunk]) -> Iterator[str]:
        """Yield the text of a reply; raise `ModelFailed` if it is cut off, refused or empty."""
        ended = ""
        for chunk in chunks:
            self._came = True
            self._note(chunk)
            told = chunk.response_metadata
            ended = next((str(told[name]) for name in _ENDINGS if told.get(name)), ended)
            if chunk.text:
                self.text += chunk.text
                yield chunk.text
            if len(self.text) > self._limits["most_output_chars"]:
                raise ModelFailed("endless")
        if ended in _REFUSED:
            raise ModelFailed("refused")
        if not self.text.strip():
            raise ModelFailed("empty")
        if ended in _CUT_OFF:
            raise ModelFailed("cut_off")

    def _note(self, chunk: AIMessageChunk) -> None:
        usage = chunk.usage_metadata
        if usage:
            before = self._reported or (0, 0)
            self._reported = (
                before[0] + usage["input_tokens"],
                before[1] + usage["output_tokens"],
            )
        reported = chunk.response_metadata.get("token_usage") or {}
        cost = reported.get("cost") if isinstance(reported, dict) else None
        if isinstance(cost, int | float):
            self.cost = float(cost)

    def account(self, work: ModelWork) -> None:
        """Add this reply to what the turn took; a call that brought nothing costs nothing."""
        if not self._came:
            self._reported = (0, 0)
            return
        work.count(tokens_in=self.tokens_in, tokens_out=self.tokens_out)
        if self._reported is None:
            work.note(estimated=True)
        if self.cost is not None:
            work.note(cost=(work.usage.cost or 0.0) + self.cost)
