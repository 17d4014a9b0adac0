"""The operator's log: JSON lines in the data folder, without what people asked."""

from __future__ import annotations

import json
import logging
import sqlite3
import traceback
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from corpus.errors import NpqError
from corpus.settings import Settings

_ROOMS = ("assistant", "index", "corpus", "evals", "app")
_NOISY = (
    "transformers", "sentence_transformers", "chromadb", "huggingface_hub", "bm25s",
    "httpx", "httpx2", "openai", "anthropic", "google_genai", "langchain_openai",
)  # fmt: skip
_MAX_BYTES = 1_000_000
_FILES = 3
# Messages of other exceptions often quote the value at fault, which may be the question.
_QUOTE_NOTHING = (NpqError, OSError, ImportError, MemoryError, sqlite3.Error)
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def configure_logging(settings: Settings) -> None:
    """Send what our rooms log to `settings.log_file`, and keep libraries off the screen.

    A folder that cannot be written to is not an error: the log then goes nowhere.
    """
    handler = _LogFile(settings.log_file)
    handler.setFormatter(JsonLines())
    for room in _ROOMS:
        logger = logging.getLogger(room)
        for old in [h for h in logger.handlers if isinstance(h, _LogFile)]:
            logger.removeHandler(old)
            old.close()
        logger.addHandler(handler)
        logger.setLevel(settings.log_level)
    for library in _NOISY:
        logging.getLogger(library).setLevel(logging.ERROR)
    if not logging.getLogger().handlers:
        # Without a handler at the root, Python prints warnings on standard error.
        logging.getLogger().addHandler(logging.NullHandler())


def is_logging() -> bool:
    """Say whether what was logged so far reached the file."""
    handlers = [h for h in logging.getLogger(_ROOMS[0]).handlers if isinstance(h, _LogFile)]
    return bool(handlers) and not any(handler.failed for handler in handlers)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, extra fields, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _chain(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True, default=str)


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    """Describe an error and what caused it, outermost first."""
    out: list[dict[str, Any]] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        entry: dict[str, Any] = {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "frames": [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames],
        }
        if isinstance(error, _QUOTE_NOTHING) or entry["type"].startswith("chromadb."):
            entry["message"] = str(error)
        out.append(entry)
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
    return out


class _LogFile(RotatingFileHandler):
    """A rotating file that is made at the first record, and gives up in silence."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=_MAX_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True
        )
        self.failed = False

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Note that a record was lost, and say nothing."""
        self.failed = True
