"""`npq chat`: a conversation in the terminal."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from assistant.cli.output import complain, say, screen
from corpus.errors import NpqError

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.records import Answer

log = logging.getLogger(__name__)
_HELP = "/sources shows what was quoted, /new starts over, /quit or Ctrl-D ends."


def chat() -> None:
    """Hold a conversation: follow-up questions are read with what you asked before."""
    from assistant.cli.engine import ready_assistant
    from corpus.settings import get_settings

    if sys.stdin.isatty():
        import contextlib

        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  (arrow keys and earlier lines at the prompt)
    assistant = ready_assistant(get_settings())
    say(
        "Ask about National Professional Qualifications (NPQs). Answers come from our own "
        "summaries of published guidance; they are not advice from the Department for "
        f"Education.\n{_HELP}"
    )
    Conversation(assistant).run()


class Conversation:
    """The turns so far, and what a line typed by the person does."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._history: tuple[str, ...] = ()
        self._last: Answer | None = None

    def run(self) -> None:
        """Read lines until the person ends the conversation."""
        while True:
            try:
                line = input("\n> " if sys.stdin.isatty() else "").strip()
            except EOFError:
                return
            if line == "/quit":
                return
            if line:
                self.take(line)

    def take(self, line: str) -> None:
        """Do what a line asks for: a command, an option picked by number, or a question."""
        if line.startswith("/"):
            self._command(line)
        elif line.isdecimal() and self._last is not None and self._last.options:
            self._pick(int(line))
        else:
            self._ask(line)

    def _command(self, line: str) -> None:
        from assistant.cli.wording import show_sources

        if line == "/new":
            self._history, self._last = (), None
            say("A new conversation. What was asked before is forgotten.")
        elif line == "/sources" and self._last is not None and self._last.sources:
            show_sources(screen(), self._last)
        elif line == "/sources":
            say("The last answer has no sources." if self._last else "Nothing was asked yet.")
        else:
            say(_HELP)

    def _pick(self, number: int) -> None:
        options = self._last.options if self._last else ()
        if 1 <= number <= len(options):
            say(options[number - 1])
            self._ask(options[number - 1])
        else:
            say(f"Type a number from 1 to {len(options)}, or your own words.")

    def _ask(self, text: str) -> None:
        from assistant.cli.wording import show_answer
        from assistant.records import Outcome, Question, policy

        try:
            with screen(stderr=True).status("Looking in the guidance"):
                answer = self._assistant.invoke(Question(text=text, history=self._history))
        except NpqError as error:
            complain(error.sentence)
            return
        except Exception:
            log.exception("a turn of a chat failed")
            complain(policy("outcomes")["outcomes"][Outcome.ERROR.value]["text"])
            return
        self._history, self._last = (*self._history, text), answer
        show_answer(screen(), answer, sources_in_full=False)
