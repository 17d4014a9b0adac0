"""`npq ask` and `npq chat`: answers, the contract, earlier turns, wrong usage."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Npq

KEYS = {
    "question", "standalone_question", "outcome", "answer", "statements", "sources", "notices",
    "clarifying_question", "options", "confidence", "confidence_band", "writer", "index_id",
    "as_of", "timings_ms",
}  # fmt: skip


def test_given_a_question_when_asked_then_the_answer_and_its_sources_can_be_read(
    npq: Npq, shared_index: Settings
) -> None:
    ran = npq("ask", "How many NPQs are there?")

    assert ran.code == 0
    assert ran.err == ""
    first, rest = ran.out.split("\n", 1)
    assert "ten NPQs" in first
    assert first.endswith("[1]")
    assert "Sources\n[1] " in rest
    assert "Department for Education; Guidance; Current" in rest
    assert "https://www.gov.uk/" in rest
    assert "“There are ten NPQs: five specialist and five leadership.”" in rest
    assert "Confidence: " in rest


def test_given_json_when_asked_then_one_object_of_the_contract_is_printed(
    npq: Npq, shared_index: Settings
) -> None:
    ran = npq("ask", "-", "--json", "--as-of", "2026-11-01", given="How long is NPQH?\n")

    told = json.loads(ran.out)
    assert ran.code == 0
    assert set(told) == KEYS
    assert told["as_of"] == "2026-11-01"
    cited = {number for statement in told["statements"] for number in statement["citations"]}
    assert cited == {source["number"] for source in told["sources"]}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("turns.txt", "Tell me about NPQH\n\n"),
        ("turns.json", '["Tell me about NPQH"]'),
        (
            "turns.json",
            '[{"role": "user", "content": "Tell me about NPQH"},'
            ' {"role": "assistant", "content": "It is for NPQEYL."}]',
        ),
    ],
)
def test_given_earlier_turns_when_asked_then_the_question_is_read_with_them(
    npq: Npq, shared_index: Settings, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    ran = npq("ask", "How long does it take?", "--history", tmp_path / name, "--json")

    assert ran.code == 0
    assert "NPQH" in json.loads(ran.out)["standalone_question"]
    assert "NPQEYL" not in json.loads(ran.out)["standalone_question"]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "There is no question to answer."),
        (" \n\t ", "There is no question to answer."),
        ("\x00\x07\x1b[31m\x1b[0m", "There is no question to answer."),
        ("\U000e0041\U000e0042\u200b", "There is no question to answer."),
        ("q" * 20_000, "That is 20,000 characters. The limit is 6,000"),
    ],
    ids=["empty", "blank", "control characters", "invisible characters", "too long"],
)
def test_given_no_real_question_when_asked_then_one_sentence_and_no_wait(
    npq: Npq, question: str, sentence: str
) -> None:
    began = time.perf_counter()
    plain = npq("ask", "-", given=question)
    as_json = npq("ask", "-", "--json", given=question)

    assert time.perf_counter() - began < 30
    assert plain.code == as_json.code == 1
    assert plain.out == ""
    assert plain.err.startswith(sentence)
    assert plain.err.count("\n") == 1
    told = json.loads(as_json.out)
    assert set(told) == KEYS
    assert told["outcome"] == "error"
    assert told["answer"].startswith(sentence)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "Why?", "--batch", __file__, "--out", "x.jsonl"),
        ("ask", "--batch", __file__),
        ("ask", "Why?", "--out", "x.jsonl"),
        ("ask", "Why?", "--as-of", "2026-02-30"),
        ("ask", "Why?", "--as-of", "20260201"),
        ("ask", "Why?", "--history", "no-such-file"),
        ("corpus", "list", "--kind", "novel"),
        ("corpus", "add", "x.txt", "--status", "fresh"),
        ("serve", "--port", "70000"),
        ("index", "build", "--rebuild", "--if-needed"),
        ("sing",),
    ],
)
def test_given_wrong_usage_when_run_then_exit_code_2(npq: Npq, arguments: tuple[str, ...]) -> None:
    ran = npq(*arguments)

    assert ran.code == 2
    assert "Usage: npq" in ran.err
    assert "Traceback" not in ran.err


def test_given_a_history_that_is_no_list_when_asked_then_one_sentence(
    npq: Npq, tmp_path: Path
) -> None:
    (tmp_path / "turns.json").write_text('{"role": "user"}')

    ran = npq("ask", "Why?", "--history", tmp_path / "turns.json")

    assert ran.code == 1
    assert ran.err.startswith("The history file turns.json is not a list of earlier turns")


def test_given_a_conversation_when_held_then_history_options_and_commands_work(
    npq: Npq, shared_index: Settings
) -> None:
    lines = ["How long is it?", "9", "1", "/sources", "/dance", "x" * 7000, "/new", "/sources"]

    ran = npq("chat", given="\n".join(lines))

    assert ran.code == 0
    assert "  1. How long do specialist NPQs take?" in ran.out
    assert "Type a number from 1 to 3" in ran.out
    assert "Specialist NPQs take 12 months" in ran.out
    assert ran.out.count("    “") >= 1
    assert "/quit or Ctrl-D ends." in ran.out
    assert "The limit is 6,000" in ran.err
    assert ran.out.rstrip().endswith("Nothing was asked yet.")
