"""A chat model that says what it is told to: for tests, as httpx ships its mock transport."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field, PrivateAttr

Reply = str | Exception | Sequence[str | Exception]
Respond = Callable[[list[BaseMessage]], Reply]


class ScriptedChatModel(BaseChatModel):
    """Gives its replies in turn, the last one for ever, or what `respond` makes of the messages.

    A reply is a text; an exception, which is raised; or pieces of both, streamed one by one.
    A text is streamed `piece` characters at a time, `pause_s` apart. `asked` keeps the messages
    of each call. Tokens are counted as words, or not reported at all.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    replies: Sequence[Reply] = Field(default=())
    respond: Respond | None = None
    piece: int = Field(default=12, ge=1)
    pause_s: float = 0.0
    reports_tokens: bool = True
    finish_reason: str = "stop"
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def asked(self) -> tuple[list[BaseMessage], ...]:
        """The messages of each call so far."""
        return tuple(self._asked)

    def _pieces(self, messages: list[BaseMessage]) -> Iterator[str]:
        with self._lock:
            self._asked.append(list(messages))
            number = len(self._asked) - 1
        if self.respond is not None:
            reply = self.respond(messages)
        else:
            reply = self.replies[min(number, len(self.replies) - 1)] if self.replies else ""
        if isinstance(reply, str):
            reply = [reply[at : at + self.piece] for at in range(0, len(reply), self.piece)]
        for piece in [reply] if isinstance(reply, Exception) else reply:
            if self.pause_s:
                time.sleep(self.pause_s)
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def _usage(self, messages: list[BaseMessage], text: str) -> UsageMetadata | None:
        if not self.reports_tokens:
            return None
        asked = sum(len(message.text.split()) for message in messages)
        said = len(text.split())
        return UsageMetadata(input_tokens=asked, output_tokens=said, total_tokens=asked + said)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(self._pieces(messages))
        message = AIMessage(
            text,
            usage_metadata=self._usage(messages, text),
            response_metadata={"finish_reason": self.finish_reason},
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        text = ""
        for piece in self._pieces(messages):
            text += piece
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=piece))
            if run_manager is not None:
                run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk
        last = AIMessageChunk(
            content="",
            usage_metadata=self._usage(messages, text),
            response_metadata={"finish_reason": self.finish_reason},
            chunk_position="last",
        )
        yield ChatGenerationChunk(message=last)
