"""The one exception tree.

NpqError                  anything we can tell a person in one sentence
├── SettingsError         a setting has a value that cannot be used
├── DataFolderError       the data folder is missing, read-only or full
├── CorpusError           a corpus page is malformed, or links to nothing
├── FileRejected          a file given to `npq corpus add` cannot be read
├── IndexBuildError       an index could not be built or checked
├── IndexMissing          there is no usable index yet
├── QuestionRejected      the question cannot be answered as typed
└── ServeError            the browser chat could not be started
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


class ServeError(NpqError):
    """The browser chat could not be started."""


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
