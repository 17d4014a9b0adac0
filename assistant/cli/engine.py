"""The assistant ready to be asked: index ensured, read-only folders copied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.cli.output import progress_bar
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant


@contextmanager
def ready_assistant(settings: Settings) -> Iterator[Assistant]:
    """Give an assistant on an index that is whole and of the corpus as it is now."""
    from assistant.assembly import build_assistant
    from index.embedding import MiniLM
    from index.ensure import ensure_index, openable

    with progress_bar() as progress:
        ensure_index(settings, MiniLM(threads=settings.index_threads), progress)
    with openable(settings) as opened:
        yield build_assistant(opened, MiniLM(threads=settings.threads))
