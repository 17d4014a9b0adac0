"""What a language model said once, kept: asked the same again, it is read from the file."""

from __future__ import annotations

import json
import re
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.messages import BaseMessage
from pydantic import BaseModel, ConfigDict

from assistant.model.scripted import ScriptedChatModel
from assistant.records import policy
from corpus.errors import writing_to

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_WHOLE = 100_000


class Draft(BaseModel):
    """One reply as it came: to which messages, in how many tokens and seconds.

    `system` is the hash of the system prompt, `human` the message with the evidence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    system: str
    human: str
    text: str
    finish_reason: str = "stop"
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


def read_drafts(path: Path) -> list[Draft]:
    """Read the drafts of a file; none where there is no file."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Draft.model_validate_json(line) for line in lines if line.strip()]


def key_of(messages: list[BaseMessage]) -> str:
    """Return the hash by which a reply to these messages is found again."""
    told = json.dumps([[message.type, message.text] for message in messages])
    return sha256(told.encode()).hexdigest()[:16]


def recorded(path: Path, inner: BaseChatModel) -> ScriptedChatModel:
    """Return a model that replies from a file; what is not there is asked of `inner` and added."""
    drafts = {draft.key: draft for draft in read_drafts(path)}
    lock = threading.Lock()

    def respond(messages: list[BaseMessage]) -> str:
        key = key_of(messages)
        with lock:
            if key not in drafts:
                drafts[key] = _asked(inner, key, messages)
                with writing_to(path.parent):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with path.open("a", encoding="utf-8") as out:
                        out.write(drafts[key].model_dump_json() + "\n")
            return drafts[key].text

    return ScriptedChatModel(respond=respond, piece=_WHOLE, reports_tokens=False)


def _asked(inner: BaseChatModel, key: str, messages: list[BaseMessage]) -> Draft:
    began = time.perf_counter()
    said = inner.invoke(messages)
    usage = said.usage_metadata or {"input_tokens": 0, "output_tokens": 0}
    return Draft(
        key=key,
        system=sha256(messages[0].text.encode()).hexdigest()[:8],
        human=messages[-1].text,
        text=said.text,
        finish_reason=str(said.response_metadata.get("finish_reason") or "stop"),
        tokens_in=usage["input_tokens"],
        tokens_out=usage["output_tokens"],
        seconds=round(time.perf_counter() - began, 2),
    )


def stated(draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    """Return each statement of a draft of our writer, with the sentences that it cites."""
    from assistant.model.parsing import StatementParser

    told = draft.human.split("\n\nQuestion", 1)[0].splitlines()
    evidence = [_sentence(line) for line in told if re.match(r"\[\d+\] ", line)]
    parser = StatementParser(len(evidence))
    return [
        (each.text, tuple(evidence[number - 1] for number in each.numbers))
        for each in (*parser.feed(draft.text), *parser.finish())
    ]


def _sentence(line: str) -> str:
    """Take number, source, date and standing off a line of evidence."""
    endings = (f", {words}) " for words in policy("model")["standings"].values())
    places = [(line.find(ending), ending) for ending in endings if ending in line]
    at, ending = min(places)
    return line[at + len(ending) :]
