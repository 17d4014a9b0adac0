"""Systems with a language model: ours behind its check, the same unchecked, and a tutorial's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.compose import statement_of
from assistant.records import Statement
from assistant.turn import Line, Turn
from corpus.errors import SettingsError
from corpus.settings import Settings
from evals.records import Cited, Retrieved, SystemIdentity
from evals.runs import safe_name
from evals.systems.base import Prompted, Reply, SystemUnusable, failed_reply, parameters, timing
from evals.systems.ours import OurSystem
from evals.systems.prose import read_prose
from evals.systems.vanilla import VanillaSystem

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.assembly import Assistant
    from index.embedding import MiniLM


def needing_model(settings: Settings) -> Settings:
    """Return the settings if they name a language model; raise `SystemUnusable` if not."""
    if not settings.model:
        raise SystemUnusable("This system needs a language model: set NPQ_MODEL.")
    return settings


def recorded_model(settings: Settings, cache: Path, *, plain: bool) -> BaseChatModel:
    """Return the language model of the settings; what it said before is read from the cache."""
    from assistant.model.provider import open_chat
    from evals.recorded import recorded

    try:
        inner = open_chat(settings, plain=plain)
    except SettingsError as error:
        raise SystemUnusable(error.sentence) from error
    path = cache / "models" / f"{safe_name(settings.model)}.jsonl"
    return recorded(path, inner)


class OurSystemWithModel(OurSystem):
    """The assistant with a language model as second writer, behind the check."""

    name = "npq-model"
    local = False

    def __init__(self, settings: Settings, cache: Path) -> None:
        super().__init__(settings)
        self._cache = cache

    def _made(self, settings: Settings, model: MiniLM) -> Assistant:
        from assistant.assembly import build_assistant

        chat = recorded_model(settings, self._cache, plain=False)
        return build_assistant(settings, model, chat_model=chat)


class UncheckedSystem(OurSystemWithModel):
    """The same model on the same evidence, shown without the check: what the check is worth."""

    name = "npq-model-unchecked"

    def _made(self, settings: Settings, model: MiniLM) -> Assistant:
        return super()._made(settings, model).with_steps(verify=show_all)


def show_all(turn: Turn) -> Iterator[Statement]:
    """Show every statement that the model proposes, and the quotes where it proposes none."""
    numbers: dict[str, int] = {}
    for part in turn.parts:
        proposed = list(part.phrased or ())
        turn.model.count(proposed=len(proposed))
        turn.model.shown = turn.model.shown or bool(proposed)
        for each in proposed or part.quoted:
            line = Line(each.text, each.hits)
            part.lines.append(line)
            yield statement_of(line, numbers)


class VanillaWithModel(VanillaSystem):
    """The chunks of `vanilla` given to a language model, as in a tutorial of LangChain."""

    name = "vanilla-model"
    local = False

    def __init__(self, settings: Settings, cache: Path) -> None:
        super().__init__(settings, cache)
        self._prompt: dict[str, Any] = parameters("vanilla_model")
        self._chat: BaseChatModel | None = None
        self._cached = cache

    def identity(self) -> SystemIdentity:
        """Return the model, the prompt and the parameters that decide what it says."""
        details = dict(self._policy) | {"prompt": self._prompt["system"]}
        return SystemIdentity(name=self.name, writer=self._settings.model, details=details)

    def answer(self, prompted: Prompted) -> Reply:
        """Ask the model with the four nearest chunks; its citations are read from its prose."""
        began = time.perf_counter()
        near = self._near(prompted)
        retrieve = 1000 * (time.perf_counter() - began)
        found = [chunk for chunk, _ in near]
        context = "\n\n".join(f"[{n}] {chunk.text}" for n, chunk in enumerate(found, start=1))
        try:
            said = self._model().invoke(
                [
                    ("system", self._prompt["system"]),
                    ("human", self._prompt["human"].format(context=context, q=prompted.question)),
                ]
            )
        except Exception as error:
            return failed_reply(prompted, f"The model failed with {type(error).__name__}.")
        took = 1000 * (time.perf_counter() - began)
        if not said.text.strip():
            return failed_reply(prompted, "The model said nothing.", milliseconds=took)
        generated = read_prose(prompted, said.text, writer=self._settings.model)
        cited = {number for statement in generated.statements for number in statement.citations}
        sources = tuple(
            Cited(
                number=n,
                document_id=chunk.page.id,
                title=chunk.page.title,
                status=chunk.page.status,
                quotes=(chunk.text,),
            )
            for n, chunk in enumerate(found, start=1)
            if n in cited
        )
        return Reply(
            generated=generated.model_copy(
                update={"sources": sources, "retrieved": tuple(chunk.id for chunk in found)}
            ),
            timing=timing(prompted, took, retrieve=round(retrieve, 1)),
            passages=tuple(Retrieved(id=c.id, document_id=c.page.id, text=c.text) for c in found),
        )

    def _model(self) -> BaseChatModel:
        if self._chat is None:
            # Without our wish for JSON: a tutorial's model answers in prose.
            self._chat = recorded_model(self._settings, self._cached, plain=True)
        return self._chat
