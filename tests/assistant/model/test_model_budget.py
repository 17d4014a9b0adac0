"""Tokens a day: counted over processes, held back before a call, never over the limit."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.model.budget import Budget
from assistant.model.scripted import ScriptedChatModel
from assistant.records import policy
from corpus.errors import ModelFailed
from corpus.settings import get_settings
from tests.assistant.model.saying import ASKED, PHRASED, reply

if TYPE_CHECKING:
    from tests.assistant.model.conftest import Speaking

QUESTION = {"question": ASKED, "as_of": date(2026, 11, 1)}
SPEND = """
import sys
from pathlib import Path
from assistant.model.budget import Budget
from corpus.errors import ModelFailed
held = 0
for _ in range(20):
    try:
        Budget(Path(sys.argv[1]), 150).hold(10)
        held += 1
    except ModelFailed:
        pass
print(held)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "tokens.json"


def spent(path: Path) -> int:
    return int(json.loads(path.read_text(encoding="utf-8"))["tokens"])


def test_given_a_limit_when_it_would_be_passed_then_nothing_is_held_back(path: Path) -> None:
    budget = Budget(path, 100)
    budget.hold(60)

    with pytest.raises(ModelFailed) as failed:
        budget.hold(41)
    budget.hold(40)

    assert failed.value.kind == "limit_reached"
    assert spent(path) == 100


def test_given_a_call_that_took_less_when_settled_then_the_rest_is_free_again(path: Path) -> None:
    budget = Budget(path, 100)
    budget.hold(90)

    budget.settle(90, 25)

    budget.hold(75)
    assert spent(path) == 100


def test_given_a_new_day_when_asked_then_the_count_begins_anew(path: Path) -> None:
    today = ["2026-11-22"]
    budget = Budget(path, 100, day=lambda: today[0])
    budget.hold(100)
    with pytest.raises(ModelFailed):
        budget.hold(1)
    today[0] = "2026-11-23"

    budget.hold(30)

    assert spent(path) == 30


def test_given_two_processes_and_threads_when_they_spend_then_the_limit_holds(path: Path) -> None:
    command = [sys.executable, "-c", SPEND, str(path)]
    ran = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        ours = [pool.submit(_held, path) for _ in range(20)]
    held = sum(int(process.communicate()[0]) for process in ran) + sum(f.result() for f in ours)

    assert held == 15
    assert spent(path) == 150


def _held(path: Path) -> int:
    try:
        Budget(path, 150).hold(10)
    except ModelFailed:
        return 0
    return 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"tokens": "many"}', '{"day": 1}'])
def test_given_a_damaged_count_when_asked_then_nothing_is_spent(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")

    with pytest.raises(ModelFailed, match="tokens_not_counted"):
        Budget(path, 100).hold(1)

    assert path.read_text(encoding="utf-8") == content


def test_given_a_folder_that_cannot_be_when_asked_then_nothing_is_spent(path: Path) -> None:
    path.parent.write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(ModelFailed, match="tokens_not_counted"):
        Budget(path, 100).hold(1)


def test_given_no_limit_when_spent_then_nothing_is_written(path: Path) -> None:
    budget = Budget(path, 0)

    budget.hold(10**9)
    budget.settle(10**9, 1)

    assert not path.parent.exists()


def test_given_a_limit_when_it_is_reached_then_answers_are_quoted_and_the_model_not_asked(
    speaking: Speaking,
) -> None:
    chat = ScriptedChatModel(replies=[reply((PHRASED, (1,)))])
    assistant = speaking(chat, model_tokens_a_day=policy("model")["most_tokens_out"] + 1200)

    first = assistant.invoke(QUESTION)
    later = [assistant.invoke(QUESTION) for _ in range(4)]

    assert first.statements[0].text == PHRASED
    assert first.usage is not None
    kinds = [answer.usage.failure for answer in later if answer.usage]
    assert kinds[-1] == "limit_reached"
    assert policy("outcomes")["notices"]["quoted"] in later[-1].notices
    assert len(chat.asked) == 1 + kinds.count("")
    used = sum(a.usage.tokens_in + a.usage.tokens_out for a in (first, *later) if a.usage)
    assert spent(get_settings().model_tokens_file) == used


def test_given_a_provider_that_reports_no_tokens_when_counted_then_characters_are(
    speaking: Speaking,
) -> None:
    chat = ScriptedChatModel(replies=[reply((PHRASED, (1,)))], reports_tokens=False)

    answer = speaking(chat, model_tokens_a_day=100_000).invoke(QUESTION)

    assert answer.usage is not None
    assert answer.usage.estimated
    letters = sum(len(message.text) for message in chat.asked[0])
    assert letters / 6 < answer.usage.tokens_in < letters / 2
    assert spent(get_settings().model_tokens_file) == (
        answer.usage.tokens_in + answer.usage.tokens_out
    )
