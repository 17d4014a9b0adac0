"""The one exception tree.

NpqError                  anything we can tell a person in one sentence
├── SettingsError         a setting has a value that cannot be used
├── DataFolderError       the data folder is missing, read-only or full
├── CorpusError           a corpus page is malformed, or links to nothing
├── FileRejected          a file given to `npq corpus add` cannot be read
├── IndexBuildError       an index could not be built or checked
├── IndexMissing          there is no usable index yet
├── QuestionRejected      the question cannot be answered as typed
├── EnquiryRejected       an enquiry cannot be read, is empty or is too long
├── ServeError            the browser chat could not be started
├── ModelFailed           the language model gave nothing to use; the answer is quoted instead
├── StoreError            the store cannot be opened, read or written
│   ├── StoreNewer        it was made by a newer version of this program
│   └── StoreBusy         others kept it busy for longer than we wait
├── DeskError             an action at the reply desk cannot be done as asked
│   ├── NotAllowed        the person's role does not allow it, or it is their own draft
│   ├── WrongState        the enquiry is not at the stage for it
│   ├── Conflict          somebody else changed the enquiry first
│   ├── EnquiryNotFound   there is no such enquiry
│   └── HistoryRejected   an exported history does not hold together
└── EvaluationError       an evaluation cannot go on; in the room that raises it:
    ├── DatasetError      a file of questions cannot be used (evals/problems.py)
    ├── RunError          a run folder cannot be read, written or compared (evals/lines.py)
    ├── SystemUnusable    a system cannot be made or started (evals/systems/base.py)
    ├── JudgeUnusable     the model that should judge cannot be used (evals/judge_model.py)
    └── BenchmarkError    a benchmark folder cannot be read (evals/public/data.py)
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NpqError(Exception):
    """An error with one plain sentence for the person; the cause goes to the log."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SettingsError(NpqError):
    """A setting has a value that cannot be used."""


class DataFolderError(NpqError):
    """The data folder is missing, read-only or full."""


class CorpusError(NpqError):
    """A corpus page is malformed, or links to nothing."""


class FileRejected(NpqError):  # noqa: N818
    """A file given to `npq corpus add` cannot be read."""


class IndexBuildError(NpqError):
    """An index could not be built or checked."""


class IndexMissing(NpqError):  # noqa: N818
    """There is no usable index yet."""


class QuestionRejected(NpqError):  # noqa: N818
    """The question cannot be answered as typed."""


class EnquiryRejected(NpqError):  # noqa: N818
    """An enquiry cannot be read, is empty or is too long."""


class ServeError(NpqError):
    """The browser chat could not be started."""


class ModelFailed(NpqError):  # noqa: N818
    """The language model gave nothing to use; never told to a person, who gets quotes instead.

    `kind` is one word for the log; `status` is that of HTTP, 0 without one; `after` is how
    many seconds the provider asks us to wait; `again` says that the same may work soon.
    """

    def __init__(
        self, kind: str, *, status: int = 0, after: float | None = None, again: bool = False
    ) -> None:
        super().__init__(f"The language model failed: {kind}.")
        self.kind = kind
        self.status = status
        self.after = after
        self.again = again


class StoreError(NpqError):
    """The store cannot be opened, read or written; `kept` is what the person had typed."""

    kept: str = ""


class StoreNewer(StoreError):  # noqa: N818
    """The store was made by a newer version of this program."""


class StoreBusy(StoreError):  # noqa: N818
    """Others kept the store busy for longer than we wait."""


class DeskError(NpqError):
    """An action at the reply desk cannot be done as asked; `kept` is what was typed."""

    kept: str = ""


class NotAllowed(DeskError):  # noqa: N818
    """The person's role does not allow the action, or it is their own draft."""


class WrongState(DeskError):  # noqa: N818
    """The enquiry is not at the stage for the action."""


class Conflict(DeskError):  # noqa: N818
    """Somebody else changed the enquiry first; `version` is the one there is now."""

    version: int = 0


class EnquiryNotFound(DeskError):  # noqa: N818
    """There is no such enquiry."""


class HistoryRejected(DeskError):  # noqa: N818
    """An exported history does not hold together."""


class EvaluationError(NpqError):
    """An evaluation cannot go on."""


def first_line(error: Exception) -> str:
    """Return the first line of what an error of somebody else's says, or else its kind."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "you do not have permission to write there",
    errno.EPERM: "you do not have permission to write there",
    errno.EROFS: "it is read-only",
    errno.ENOTDIR: "part of the path is a file, not a folder",
    errno.EEXIST: "a file stands where the folder should be",
}


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn an `OSError` while writing under `folder` into a `DataFolderError`."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "the system refused the write")
        raise DataFolderError(
            f"Cannot write to the data folder {folder}: {reason}. "
            "Nothing was changed. Set NPQ_DATA_DIR to a folder you can write to."
        ) from error
