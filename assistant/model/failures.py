"""What can go wrong with a language model, in one word each, whichever provider it is."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import Any

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from corpus.errors import ModelFailed

REJECTED = "rejected"
_KINDS: dict[type[ModelError], str] = {
    ModelTimeoutError: "timed_out",  # before the connection error that some make it a kind of
    ModelConnectionError: "unreachable",
    ModelRateLimitError: "rate_limited",
    ModelAPIError: "provider_error",
    ModelAuthenticationError: "not_let_in",
    ModelPermissionDeniedError: "not_let_in",
    ModelNotFoundError: "no_such_model",
    ContextOverflowError: "too_long_a_prompt",
    ModelInvalidRequestError: REJECTED,
}
_BY_STATUS = {400: REJECTED, 401: "not_let_in", 403: "not_let_in", 404: "no_such_model",
              408: "timed_out", 422: REJECTED, 429: "rate_limited"}  # fmt: skip
_AGAIN = ("unreachable", "rate_limited", "provider_error")
RESTING = (
    "unreachable", "rate_limited", "not_let_in", "no_such_model", "timed_out", "no_first_token",
)  # fmt: skip
_BEGUN = {"unreachable": "broken_off", "timed_out": "stalled"}


def failure_of(error: Exception, *, begun: bool) -> ModelFailed:
    """Say what went wrong, from LangChain's kinds of error, the status, or the error's name.

    `begun`: part of the reply had come.
    """
    if isinstance(error, ModelFailed):
        return error
    status = _status(error)
    kind = next((kind for known, kind in _KINDS.items() if isinstance(error, known)), "")
    kind = kind or _BY_STATUS.get(status, "provider_error" if status >= 500 else "")
    kind = kind or _by_name(error)
    kind = _BEGUN.get(kind, kind) if begun else kind
    failure = ModelFailed(kind, status=status, after=_retry_after(error), again=kind in _AGAIN)
    failure.__cause__ = error
    return failure


def _status(error: Exception) -> int:
    for name in ("status_code", "code"):
        value = getattr(error, name, None)
        if isinstance(value, int):
            return value
    return 0


def _by_name(error: Exception) -> str:
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    if "Timeout" in names:
        return "timed_out"
    if "Connect" in names:
        return "unreachable"
    # LangChain's own words for a reply without a single event.
    return "empty" if "No generation" in str(error) else "unusable"


def _retry_after(error: Exception) -> float | None:
    """Read how long a provider asks us to wait, in seconds or until a date."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    value = str(headers.get("retry-after", "")).strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, until.timestamp() - time.time())
