"""Systems that can be put to a data set, side by side: `make_system` makes one by its name."""

from __future__ import annotations

from pathlib import Path

from corpus.settings import Settings
from evals.systems.base import Prompted, Reply, System, SystemUnusable, failed

__all__ = ["NAMES", "Prompted", "Reply", "System", "SystemUnusable", "failed", "make_system"]

NAMES = ("npq", "vanilla", "govuk-chat-like", "bm25")
WITH_MODEL = ("npq-model", "npq-model-unchecked", "vanilla-model")
_FORMS = "openai:URL[#MODEL], contract:URL, command:COMMAND"


def make_system(
    name: str, settings: Settings, *, timeout: float | None = None, folder: Path | None = None
) -> System:
    """Return the system that a name or an address stands for; nothing is loaded yet.

    `timeout` is in seconds, for an address or a command; `folder` keeps what can be used again.
    Raises `SystemUnusable` for a name that stands for none.
    """
    form, _, rest = name.partition(":")
    if form in ("openai", "contract") and rest:
        from evals.systems.http import ContractEndpoint, OpenAIEndpoint

        kind = OpenAIEndpoint if form == "openai" else ContractEndpoint
        return kind(rest, timeout=timeout)
    if form == "command" and rest:
        from evals.systems.command import CommandSystem

        return CommandSystem(rest, timeout=timeout)
    if name == "npq":
        from evals.systems.ours import OurSystem

        # Quoting, whatever NPQ_MODEL says: the one that answers the same everywhere.
        return OurSystem(settings.model_copy(update={"model": ""}))
    cache = folder or settings.data_dir / "evals" / "cache"
    if name == "vanilla":
        from evals.systems.vanilla import VanillaSystem

        return VanillaSystem(settings, cache)
    if name == "govuk-chat-like":
        from evals.systems.govuk_chat_like import GovukChatLike

        return GovukChatLike(settings, cache)
    if name == "bm25":
        from evals.systems.bm25 import Bm25System

        return Bm25System(settings)
    if name in WITH_MODEL:
        return _with_model(name, settings, cache)
    raise SystemUnusable(
        f"There is no system {name!r}. The systems are {', '.join(NAMES)}, {_FORMS}; "
        f"and with NPQ_MODEL {', '.join(WITH_MODEL)}."
    )


def _with_model(name: str, settings: Settings, cache: Path) -> System:
    from evals.systems.with_model import (
        OurSystemWithModel,
        UncheckedSystem,
        VanillaWithModel,
        needing_model,
    )

    needing_model(settings)
    if name == "vanilla-model":
        return VanillaWithModel(settings, cache)
    ours = OurSystemWithModel if name == "npq-model" else UncheckedSystem
    return ours(settings, cache)
