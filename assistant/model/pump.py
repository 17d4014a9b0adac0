"""Read a stream with time limits that hold whatever its library does."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Generic, TypeVar

from corpus.errors import ModelFailed

T = TypeVar("T")


class _End(Generic[T]):
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def pumped(
    start: Callable[[], Iterator[T]], *, first_s: float, between_s: float, deadline: float
) -> Iterator[T]:
    """Yield what a stream yields; `deadline` is a moment of `time.perf_counter`.

    The stream runs in a thread of its own, in the caller's context. Raises `ModelFailed` when a
    limit is passed, and what the stream raises; a stream left behind ends at its next item.
    """
    items: queue.SimpleQueue[T | _End[T]] = queue.SimpleQueue()
    stopped = threading.Event()

    def read() -> None:
        error: Exception | None = None
        try:
            for item in start():
                items.put(item)
                if stopped.is_set() or time.perf_counter() > deadline:
                    break
        except Exception as raised:
            error = raised
        items.put(_End(error))

    # A pool's threads would be waited for when the program ends.
    threading.Thread(target=copy_context().run, args=(read,), daemon=True).start()
    wait, late = first_s, "no_first_token"
    try:
        while True:
            left = deadline - time.perf_counter()
            try:
                item = items.get(timeout=max(0.0, min(wait, left)))
            except queue.Empty:
                raise ModelFailed("too_slow" if left < wait else late) from None
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
            wait, late = between_s, "stalled"
    finally:
        stopped.set()
