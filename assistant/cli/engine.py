"""The assistant ready to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.cli.output import progress_bar
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant


def ready_assistant(settings: Settings) -> Assistant:
    """Return an assistant on an index that is whole and of the corpus as it is now."""
    from index.embedding import MiniLM, preload

    preload()
    from assistant.assembly import build_assistant
    from index.ensure import ensure_index

    with progress_bar() as progress:
        ensure_index(settings, MiniLM(threads=settings.index_threads), progress)
    return build_assistant(settings, MiniLM(threads=settings.threads))
