"""Tokens a day: counted in one file of the data folder, for all processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import ModelFailed

_LOCK_S = 5.0


def utc_day() -> str:
    """Return today's date in UTC."""
    return datetime.now(UTC).date().isoformat()


class Budget:
    """Holds back tokens before a call and corrects the count after it.

    Calls at the same time cannot go over the limit together. A process that dies leaves what
    it held back counted. With no limit nothing is written.
    """

    def __init__(self, path: Path, limit: int, day: Callable[[], str] = utc_day) -> None:
        self._path = path
        self._limit = limit
        self._day = day

    def hold(self, tokens: int) -> None:
        """Hold tokens back; raise `ModelFailed` if they would go over the limit."""
        if self._limit:
            self._change(tokens, within=self._limit)

    def settle(self, held: int, used: int) -> None:
        """Count what was used instead of what was held back."""
        if self._limit and held != used:
            self._change(used - held, within=None)

    def _change(self, tokens: int, *, within: int | None) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=_LOCK_S):
                day = self._day()
                spent = self._spent(day)
                if within is not None and spent + tokens > within:
                    raise ModelFailed("limit_reached")
                self._write(day, max(0, spent + tokens))
        except (OSError, ValueError, Timeout) as error:
            # What cannot be counted is not spent.
            raise ModelFailed("tokens_not_counted") from error

    def _spent(self, day: str) -> int:
        if not self._path.exists():
            return 0
        kept = json.loads(self._path.read_text(encoding="utf-8"))
        if not isinstance(kept, dict) or not isinstance(kept.get("tokens"), int):
            raise ValueError(f"{self._path} does not hold a count of tokens")
        return int(kept["tokens"]) if kept.get("day") == day else 0

    def _write(self, day: str, tokens: int) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"day": day, "tokens": tokens}), encoding="utf-8")
        os.replace(fresh, self._path)
