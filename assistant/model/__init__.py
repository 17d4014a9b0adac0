"""The second writer: a language model behind the same check, if a deployment has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpus.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.model.rewriting import ModelRewriter
    from assistant.model.writer import ModelWriter


class LanguageModel(NamedTuple):
    """What a language model does for the assistant; None where it does not."""

    rewrite: ModelRewriter | None = None
    write: ModelWriter | None = None


def language_model(settings: Settings, chat_model: BaseChatModel | None = None) -> LanguageModel:
    """Return the language model of the settings, or the one given; nothing where there is none.

    Raises `SettingsError` if `NPQ_MODEL` cannot be used. Only then are its packages imported.
    """
    if chat_model is None and not settings.model:
        return LanguageModel()
    from assistant.model.budget import Budget
    from assistant.model.client import ModelClient
    from assistant.model.provider import open_chat
    from assistant.model.rewriting import ModelRewriter
    from assistant.model.writer import ModelWriter

    client = ModelClient(
        lambda plain: chat_model or open_chat(settings, plain=plain),
        Budget(settings.model_tokens_file, settings.model_tokens_a_day),
        timeout_s=settings.model_timeout_s,
    )
    name = settings.model or client.kind
    return LanguageModel(ModelRewriter(client), ModelWriter(client, name))
