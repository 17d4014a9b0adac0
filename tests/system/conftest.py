"""A way to put a question to the real assistant."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from corpus_files import TODAY

from assistant.records import Answer

if TYPE_CHECKING:
    from assistant.assembly import Assistant

Put = Callable[..., Answer]


@pytest.fixture
def put(engine: Assistant) -> Put:
    """Put a question to the assistant, after earlier turns if there were any."""

    def run(question: str, *history: str, as_of: str = TODAY) -> Answer:
        return engine.invoke({"question": question, "history": history, "as_of": as_of})

    return run
