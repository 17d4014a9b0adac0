"""Any chat model by one setting: what `init_chat_model` is given for `NPQ_MODEL`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from assistant.records import policy
from corpus.errors import SettingsError, first_line
from corpus.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def open_chat(settings: Settings, *, plain: bool = False) -> BaseChatModel:
    """Return the chat model that the settings name; `plain` leaves out what it may do without.

    Raises `SettingsError` if the provider is unknown, or its package or key is missing.
    """
    provider = settings.model.split(":")[0]
    known = policy("model")["providers"].get(provider, {})
    try:
        from langchain.chat_models import init_chat_model

        arguments = _arguments(known, settings, plain=plain)
        chat: BaseChatModel = init_chat_model(settings.model, **arguments)
        return chat
    except ImportError as error:
        extra = known.get("extra")
        what = f"npq-assistant[{extra}]" if extra else f"langchain langchain-{provider}"
        raise SettingsError(
            f"The setting NPQ_MODEL needs a package that is not installed: pip install '{what}'."
        ) from error
    except Exception as error:
        said = first_line(error)
        raise SettingsError(f"The setting NPQ_MODEL cannot be used: {said}.") from error


def _arguments(known: dict[str, Any], settings: Settings, *, plain: bool) -> dict[str, Any]:
    limits = policy("model")
    elsewhere = known.get("elsewhere", {})
    base = next((os.environ[v] for v in elsewhere.get("variables", ()) if os.environ.get(v)), "")
    tokens = elsewhere["tokens"] if base else known.get("tokens", {})
    named = merged(known.get("always", {}), tokens, {} if plain else known.get("wanted", {}))
    if base and not os.environ.get(elsewhere["key"]):
        named["api_key"] = "none"
    # Only a net: `pumped` gives up first, after a share of this.
    read_s = settings.model_timeout_s
    filled = {name: _filled(value, read_s, limits) for name, value in named.items()}
    return merged(filled, settings.model_options)


def merged(*arguments: dict[str, Any]) -> dict[str, Any]:
    """Return arguments together: later ones win, None takes one out, mappings are merged too."""
    out: dict[str, Any] = {}
    for given in arguments:
        for name, value in given.items():
            both = isinstance(value, dict) and isinstance(out.get(name), dict)
            out[name] = merged(out[name], value) if both else value
    return {name: value for name, value in out.items() if value is not None}


def _filled(value: Any, read_s: float, limits: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner, read_s, limits) for name, inner in value.items()}
    if value == "tokens":
        return limits["most_tokens_out"]
    if value == "read":
        return read_s
    if value == "connect_and_read":
        from openai import Timeout

        return Timeout(read_s, connect=min(read_s, limits["connect_s"]))
    return value
