"""Keeping what is said in the chat, on a thread of its own: nobody waits for the store to answer.

Jobs run one after another, so that a conversation is forgotten after all of it was kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotDone
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeVar

from assistant.feedback import rate
from assistant.masked import masked_turn
from assistant.masking.personal import Mask
from assistant.records import Answer
from corpus.errors import NpqError, StoreBusy, StoreError
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.store.conversations import Conversations
    from assistant.store.engine import Store

log = logging.getLogger(__name__)
T = TypeVar("T")
_WAIT_S = 8.0
_PAUSE_S = 30.0
_DAY_S = timedelta(days=1).total_seconds()
_TYPICAL = "I am Jo Field, jo@example.org, 020 7946 0018. How long is NPQH?"


class Keeper:
    """Keeps turns, masked, without a word of failure to the person; ratings and deletions are told.

    A failure is told to the operator once, until the store works again. Conversations older than
    the settings allow are deleted once a day.
    """

    def __init__(self, settings: Settings, *, wait_s: float = _WAIT_S) -> None:
        self._settings = settings
        self._wait_s = wait_s
        self._jobs = ThreadPoolExecutor(max_workers=1, thread_name_prefix="npq-keeper")
        self._store: Store | None = None
        self._failing = False
        self._shut_until = 0.0
        self._tidy_at = 0.0
        self._warm = False

    def warm(self) -> None:
        """Open the store and load what masking needs, once, before there is anything to keep."""
        if not self._warm:
            self._warm = True
            self._jobs.submit(self._quietly, lambda kept: Mask().hide(_TYPICAL))

    def turn(self, conversation_id: str, mask: Mask, answer: Answer) -> None:
        """Keep a question and its answer some time soon; `mask` is that of the conversation."""

        def work(kept: Conversations) -> None:
            masked = masked_turn(mask, answer)
            kept.keep_turn(conversation_id, masked.question, masked)

        self._jobs.submit(self._quietly, work)

    def rating(
        self,
        answer: Answer,
        rating: Literal["up", "down"],
        reasons: tuple[str, ...] = (),
        comment: str = "",
        mask: Mask | None = None,
    ) -> bool:
        """Keep a rating; False if it is not sure yet that it was kept. Raises `NpqError`."""

        def work(kept: Conversations) -> bool:
            kept.rate(rate(answer, rating, reasons, comment, mask))
            return True

        return self._awaited(self._jobs.submit(self._run, work)) or False

    def forget(self, conversation_id: str) -> bool:
        """Delete a conversation with its ratings; False if it is not sure yet that it is gone.

        Raises `NpqError`. One that was never kept counts as gone.
        """

        def work(kept: Conversations) -> bool:
            kept.forget(conversation_id)
            self._overwrite()
            return True

        return self._awaited(self._jobs.submit(self._run, work, at_once=True)) or False

    def wait(self) -> None:
        """Wait until all that was given so far is done."""
        self._jobs.submit(lambda: None).result()

    def close(self) -> None:
        """Finish what was given, and let go of the store."""
        self._jobs.shutdown(wait=True)
        if self._store is not None:
            self._store.close()
            self._store = None

    def _awaited(self, job: Future[T]) -> T | None:
        try:
            return job.result(timeout=self._wait_s)
        except NotDone:
            return None
        except NpqError:
            raise
        except Exception as error:
            log.exception("a rating or a deletion failed")
            raise StoreError("What you asked for could not be done. The log says why.") from error

    def _quietly(self, work: Callable[[Conversations], object]) -> None:
        try:
            self._run(work)
        except NpqError:
            pass  # told to the operator where it was raised
        except Exception:
            log.exception("a turn of a conversation could not be kept")

    def _run(self, work: Callable[[Conversations], T], *, at_once: bool = False) -> T:
        if not at_once and time.monotonic() < self._shut_until:
            # Those who rate now would each wait for a store that has just failed.
            from assistant.store.failures import BUSY

            raise StoreBusy(BUSY)
        try:
            result = work(self._opened())
        except NpqError as error:
            self._shut_until = time.monotonic() + _PAUSE_S
            if not self._failing:
                self._failing = True
                log.error("conversations cannot be kept", extra={"reason": error.sentence})
            raise
        if self._failing:
            self._failing = False
            log.info("conversations are kept again")
        self._shut_until = 0.0
        return result

    def _opened(self) -> Conversations:
        # Imported here, on this thread: SQLAlchemy takes a third of a second.
        from assistant.store.columns import now
        from assistant.store.conversations import Conversations
        from assistant.store.engine import open_store
        from assistant.store.retention import purge_conversations

        if self._store is None:
            self._store = open_store(self._settings)
        if time.monotonic() >= self._tidy_at:
            purge_conversations(self._store, self._settings, now())
            self._tidy_at = time.monotonic() + _DAY_S
        return Conversations(self._store)

    def _overwrite(self) -> None:
        """Let nothing of what was deleted stay in the store's files."""
        from assistant.store.retention import clear_log

        if self._store is not None:
            clear_log(self._store)
