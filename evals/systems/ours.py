"""Our own assistant, asked as every other door asks it."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.contract import to_contract
from assistant.records import Question
from corpus.errors import NpqError, writing_to
from corpus.settings import Settings
from evals.records import AttachedDocument, Retrieved, SystemIdentity
from evals.systems.base import Prompted, Reply, documents_of, failed_reply
from evals.systems.contract import read_contract

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from index.embedding import MiniLM

log = logging.getLogger(__name__)
_ATTACHED_KIND, _ATTACHED_STATUS = "provider-article", "current"
_WARM = Question(text="How many NPQs are there?")


class OurSystem:
    """The assistant of this checkout; questions that bring documents go to a second index.

    That index is of the corpus with all those documents added, in a temporary data folder.
    """

    name = "npq"
    local = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = ExitStack()
        self._model: MiniLM | None = None
        self._plain: Assistant | None = None
        self._with_documents: Assistant | None = None
        self._held: tuple[AttachedDocument, ...] = ()

    def prepare(self, prompts: Sequence[Prompted]) -> None:
        """Bring the index up to date, and build the second one if a question needs it."""
        if self._plain is None:
            self._plain = self._assistant(self._settings)
        documents = documents_of(prompts)
        if documents and documents != self._held:
            self._with_documents = self._assistant_holding(documents)
            self._held = documents
        # The first question loads the model; that is not part of any answer's time.
        for assistant in filter(None, (self._plain, self._with_documents)):
            assistant.invoke(_WARM)

    def identity(self) -> SystemIdentity:
        """Return the writer and the index that answer."""
        assert self._plain is not None
        answer = self._plain.invoke(_WARM)
        return SystemIdentity(
            name=self.name,
            writer=answer.writer,
            index_id=answer.index_id,
            details={"documents_held": [document.title for document in self._held]},
        )

    def answer(self, prompted: Prompted) -> Reply:
        """Answer one question; an unforeseen fault is a failure of this answer alone."""
        assistant = self._with_documents if prompted.documents else self._plain
        assert assistant is not None
        began = time.perf_counter()
        try:
            answer = assistant.invoke(
                Question(
                    id=prompted.id,
                    text=prompted.question,
                    history=prompted.history,
                    as_of=prompted.as_of,
                )
            )
        except NpqError as error:
            return failed_reply(prompted, error.sentence)
        except Exception as error:
            log.exception("an answer failed", extra={"case": prompted.id})
            sentence = f"The assistant failed with {type(error).__name__}."
            return failed_reply(prompted, sentence)
        total = 1000 * (time.perf_counter() - began)
        reply = read_contract(prompted, to_contract(answer), total_ms=total)
        found = (assistant.passage(each) for each in answer.retrieved)
        passages = [Retrieved(id=p.id, document_id=p.document_id, text=p.text) for p in found if p]
        generated = reply.generated.model_copy(update={"retrieved": answer.retrieved})
        return replace(reply, generated=generated, passages=tuple(passages))

    def close(self) -> None:
        """Remove the temporary index."""
        self._stack.close()

    def _assistant_holding(self, documents: Sequence[AttachedDocument]) -> Assistant:
        folder = Path(
            self._stack.enter_context(
                tempfile.TemporaryDirectory(prefix="npq-eval-", ignore_cleanup_errors=True)
            )
        )
        settings = self._settings.model_copy(update={"data_dir": folder / "data"})
        with writing_to(folder):
            # From a copy of the built index, only the new documents are embedded.
            if self._settings.index_dir.is_dir():
                shutil.copytree(
                    self._settings.index_dir,
                    settings.index_dir,
                    copy_function=shutil.copyfile,
                    ignore=shutil.ignore_patterns("*.lock"),
                )
                for made in (settings.index_dir, *settings.index_dir.rglob("*")):
                    if made.is_dir():
                        made.chmod(0o700)  # permissions of a read-only original come along
        if self._settings.documents_dir.is_dir():
            shutil.copytree(self._settings.documents_dir, settings.documents_dir)
        add_attached(documents, folder / "files", settings)
        return self._assistant(settings)

    def _assistant(self, settings: Settings) -> Assistant:
        """Make an assistant on an up-to-date index; one model serves both indexes."""
        from assistant.cli.output import progress_bar
        from index.embedding import MiniLM
        from index.ensure import ensure_index

        with progress_bar() as progress:
            ensure_index(settings, MiniLM(threads=settings.index_threads), progress)
        self._model = self._model or MiniLM(threads=settings.threads)
        return self._made(settings, self._model)

    def _made(self, settings: Settings, model: MiniLM) -> Assistant:
        from assistant.assembly import build_assistant

        return build_assistant(settings, model)


def add_attached(documents: Sequence[AttachedDocument], folder: Path, settings: Settings) -> None:
    """Add documents to a deployment as `npq corpus add` does; raise `NpqError` if it cannot."""
    from corpus.adding import Details, add_documents

    folder.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(documents):
        path = folder / f"attached-{number}.md"
        path.write_text(document.text, encoding="utf-8")
        details = Details(document.title, document.publisher, _ATTACHED_KIND, _ATTACHED_STATUS)
        report = add_documents([path], details, settings)
        if report.rejected:
            raise NpqError(f"The document {document.title!r} of a case: {report.rejected[0]}")
