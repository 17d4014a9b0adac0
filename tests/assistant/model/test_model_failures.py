"""A real client on a server that misbehaves: quotes and a notice come, soon, and one log line."""

from __future__ import annotations

import logging
import socket
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from assistant.logs import configure_logging
from assistant.model.scripted import ScriptedChatModel
from assistant.records import Answer, policy
from corpus.settings import get_settings
from tests.assistant.model import misbehaving as server_that
from tests.assistant.model.misbehaving import (
    PATIENCE_S,
    Behaviour,
    dies_after,
    fails,
    says,
    stalls_after,
)
from tests.assistant.model.saying import ASKED, PHRASED, reply

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from tests.assistant.model.conftest import Serving, Speaking

QUESTION = {"question": ASKED, "as_of": date(2026, 11, 1)}
NOTICES = policy("outcomes")["notices"]
GOOD = reply((PHRASED, (1,)))
LIMIT_S = 3.0
NAME = "openai:test-model"


def texts(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def test_given_a_server_that_answers_when_asked_then_its_words_and_tokens_are_there(
    speaking: Speaking, serving: Serving
) -> None:
    server = serving(says(GOOD))

    answer = speaking(model=NAME).invoke(QUESTION)

    assert texts(answer) == [PHRASED]
    assert answer.writer.startswith(f"{NAME}@")
    assert answer.usage is not None
    assert (answer.usage.tokens_in, answer.usage.tokens_out) == (321, 45)
    assert not answer.usage.estimated
    [call] = server.calls
    assert call.body["response_format"] == {"type": "json_object"}
    assert call.body["temperature"] == 0
    # llama_cpp.server ignores max_completion_tokens and would talk on.
    assert call.body["max_tokens"] == policy("model")["most_tokens_out"]
    assert "max_completion_tokens" not in call.body


FAILURES: dict[str, tuple[list[Behaviour], str, int]] = {
    "says nothing at all": ([server_that.waits], "no_first_token", 1),
    "sends signs of life but no word": ([server_that.keeps_alive], "no_first_token", 1),
    "hangs up": ([server_that.hangs_up], "unreachable", 3),
    "is overloaded for long": ([fails(429, Retry_After="60")], "rate_limited", 1),
    "is broken": ([fails(500)], "provider_error", 3),
    "does not let us in": ([fails(401)], "not_let_in", 1),
    "forbids it": ([fails(403)], "not_let_in", 1),
    "does not know the model": ([fails(404)], "no_such_model", 1),
    "rejects any request": ([fails(400)], "rejected", 2),
    "sends a web page": ([server_that.page], "empty", 1),
    "sends no stream": ([server_that.plain_json], "empty", 1),
    "sends garbage": ([server_that.garbage], "unusable", 1),
    "ends at once": ([server_that.says_nothing], "empty", 1),
    "never ends": ([server_that.never_ends], "endless", 1),
    "refuses": ([says("", finish="content_filter")], "refused", 1),
    "refuses in words": ([says("I cannot help with {this}.")], "no_statement", 1),
    "stalls in the first statement": ([stalls_after(GOOD[:40])], "stalled", 1),
    "dies in the first statement": ([dies_after(GOOD[:40])], "broken_off", 1),
}


@pytest.mark.parametrize("name", FAILURES)
def test_given_a_server_that_fails_when_asked_then_quotes_a_notice_and_one_log_line_come(
    speaking: Speaking,
    serving: Serving,
    engine: Assistant,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    behaviours, kind, calls = FAILURES[name]
    server = serving(*behaviours)
    assistant = speaking(model=NAME, model_timeout_s=LIMIT_S)
    quotes = engine.invoke(QUESTION)
    began = time.perf_counter()

    with caplog.at_level(logging.WARNING, logger="assistant"):
        *statements, answer = assistant.stream(QUESTION)

    assert time.perf_counter() - began < LIMIT_S + PATIENCE_S / 2
    assert answer.statements == tuple(statements) == quotes.statements
    assert answer.writer == "extractive"
    assert answer.notices == (*quotes.notices, NOTICES["quoted"])
    assert (answer.usage.failure, answer.usage.calls) == (kind, calls)
    assert len(server.calls) == calls
    [line] = caplog.records
    assert (line.__dict__["kind"], line.__dict__["model"]) == (kind, assistant_name())
    assert line.__dict__["seconds"] > 0


def assistant_name() -> str:
    from assistant.model.prompts import prompt

    return f"{NAME}@{prompt('answer').hash}"


@pytest.mark.parametrize("broken", [stalls_after, dies_after], ids=["stalls", "dies"])
def test_given_a_server_that_fails_half_way_when_streaming_then_what_was_shown_stays(
    speaking: Speaking, serving: Serving, engine: Assistant, broken: Any
) -> None:
    serving(broken(GOOD[:-2]))
    quotes = texts(engine.invoke(QUESTION))

    *statements, answer = speaking(model=NAME, model_timeout_s=LIMIT_S).stream(QUESTION)

    assert tuple(statements) == answer.statements
    assert texts(answer) == [PHRASED, *quotes[1:]]
    assert answer.notices == (NOTICES["stopped"],)


@pytest.mark.parametrize(
    "first",
    [fails(500), fails(503), fails(429, Retry_After="0.1"), fails(429), server_that.hangs_up],
    ids=["500", "503", "429 with a time", "429", "hangs up"],
)
def test_given_a_server_that_recovers_when_asked_again_then_its_words_are_shown(
    speaking: Speaking, serving: Serving, first: Behaviour
) -> None:
    server = serving(first, says(GOOD))

    answer = speaking(model=NAME).invoke(QUESTION)

    assert texts(answer) == [PHRASED]
    assert answer.notices == ()
    assert len(server.calls) == 2


def test_given_a_server_that_takes_no_json_mode_when_asked_then_it_is_asked_plainly(
    speaking: Speaking, serving: Serving
) -> None:
    server = serving(fails(400), says(f"```json\n{GOOD}\n```"))
    assistant = speaking(model=NAME)

    first, second = assistant.invoke(QUESTION), assistant.invoke(QUESTION)

    assert texts(first) == texts(second) == [PHRASED]
    assert ["response_format" in call.body for call in server.calls] == [True, False, False]
    assert server.calls[-1].body["max_tokens"] == policy("model")["most_tokens_out"]


@pytest.mark.usefixtures("imported")
def test_given_nobody_there_when_many_ask_then_only_the_first_waits(
    speaking: Speaking, monkeypatch: pytest.MonkeyPatch, engine: Assistant
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        assistant = speaking(model=NAME, model_timeout_s=LIMIT_S)

        first = assistant.invoke(QUESTION)
        began = time.perf_counter()
        later = [assistant.invoke(QUESTION) for _ in range(3)]

    assert time.perf_counter() - began < LIMIT_S + PATIENCE_S / 2
    kinds = [answer.usage.failure for answer in (first, *later) if answer.usage]
    assert kinds == ["unreachable", "resting", "resting", "resting"]
    for answer in later:
        assert texts(answer) == texts(engine.invoke(QUESTION))


def test_given_a_reader_who_leaves_when_the_model_still_talks_then_the_call_is_given_up(
    speaking: Speaking, serving: Serving
) -> None:
    def talks(handler: Any) -> None:
        server_that.head(handler)
        server_that.send(handler, GOOD[:-2] + ", ")
        for _ in range(200):
            server_that.send(handler, " ")
            time.sleep(0.02)

    server = serving(talks)
    items = speaking(model=NAME).stream(QUESTION)

    assert next(items).text == PHRASED
    items.close()  # type: ignore[attr-defined]

    assert server.gone.wait(PATIENCE_S)


def test_given_a_slow_model_when_several_questions_are_asked_then_one_limit_holds_for_all(
    speaking: Speaking,
) -> None:
    chat = ScriptedChatModel(replies=[reply((PHRASED, (1,)))], piece=8, pause_s=0.1)
    began = time.perf_counter()

    answer = speaking(chat, model_timeout_s=1.0).invoke(
        {**QUESTION, "question": f"{ASKED} And how much does NPQSL cost?"}
    )

    assert time.perf_counter() - began < PATIENCE_S / 2
    assert answer.usage is not None
    assert answer.usage.failure == "too_slow"
    assert len(answer.statements) >= 2


def test_given_a_failure_when_logged_then_the_file_holds_no_word_of_the_question(
    speaking: Speaking, serving: Serving
) -> None:
    serving(fails(401))
    settings = get_settings()
    configure_logging(settings)

    speaking(model=NAME).invoke({**QUESTION, "question": f"{ASKED} I teach at Zebrahill."})

    written = settings.log_file.read_text(encoding="utf-8")
    assert '"kind": "not_let_in"' in written
    assert '"status": 401' in written
    assert "Zebrahill" not in written
    assert "headship" not in written


def test_given_a_model_when_made_then_no_call_is_made_yet(
    speaking: Speaking, serving: Serving
) -> None:
    server = serving(says(GOOD))

    assistant = speaking(model=NAME)

    assert not server.calls
    assert assistant.invoke("What is the capital of France?").usage is None
    assert not server.calls
