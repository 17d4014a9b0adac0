"""What we tell people that we keep of what they type, as the settings have it."""

from __future__ import annotations

from typing import Any

from assistant.records import policy
from corpus.settings import Settings


def keeping_notes(settings: Settings) -> dict[str, Any]:
    """Return the sentences for the chat, the rating and the About page, with the days put in."""
    words = policy("chat")["keeping"]
    count = settings.keep_conversations_days
    days = words["days"]["one" if count == 1 else "many"].format(count=count)
    chosen: dict[str, str | list[str]] = words[
        "kept" if settings.keep_conversations else "not_kept"
    ]
    return {
        name: [line.format(days=days) for line in text]
        if isinstance(text, list)
        else text.format(days=days)
        for name, text in chosen.items()
    }
