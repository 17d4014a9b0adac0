"""Make sure that the index in use is whole and of the corpus as it is now."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import DataFolderError, writing_to
from corpus.library import Library
from corpus.settings import Settings
from index.builds import (
    BuildReport,
    Manifest,
    Progress,
    build_index,
    current_build,
    planned_id,
    read_manifest,
)
from index.embedding import MiniLM
from index.opened import usable_manifest

log = logging.getLogger(__name__)
_WAIT_SECONDS = 300.0


@dataclass(frozen=True)
class IndexState:
    """The build in use, whether it may be asked, and the id that the corpus gives now."""

    folder: Path | None
    manifest: Manifest | None
    usable: bool
    wanted_id: str

    @property
    def current(self) -> bool:
        """Whether the build is usable and of the corpus as it is now."""
        return self.usable and self.manifest is not None and self.manifest.id == self.wanted_id


def index_state(settings: Settings, model: MiniLM) -> IndexState:
    """Compare the build in use with the corpus; the model is not loaded."""
    return _state(settings.index_dir, model, planned_id(Library.load(settings), model.identity))


def _state(index_dir: Path, model: MiniLM, wanted_id: str) -> IndexState:
    folder = current_build(index_dir)
    manifest = read_manifest(folder) if folder else None
    usable = folder is not None and usable_manifest(folder, model) is not None
    return IndexState(folder, manifest, usable, wanted_id)


def ensure_index(settings: Settings, model: MiniLM, progress: Progress) -> BuildReport | None:
    """Build the index unless the one in use is whole and of the corpus as it is now.

    Returns None if there was nothing to build. A data folder that cannot be written to
    is no error while it holds a usable index.
    """
    library = Library.load(settings)
    wanted_id = planned_id(library, model.identity)
    state = _state(settings.index_dir, model, wanted_id)
    if state.current:
        return None
    try:
        _wait_for_other_build(settings.index_dir)
        if _state(settings.index_dir, model, wanted_id).current:
            return None
        return build_index(library, settings.index_dir, model, progress=progress)
    except DataFolderError as error:
        if not state.usable:
            raise
        log.warning("outdated index in use", extra={"reason": error.sentence})
        return None


def _wait_for_other_build(index_dir: Path) -> None:
    with writing_to(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        with suppress(Timeout), FileLock(index_dir / "build.lock", timeout=_WAIT_SECONDS):
            pass
