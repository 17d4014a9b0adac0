"""A command line as a system: it reads and writes the batch contract, without a shell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evals.records import Behaviour
from evals.systems import Prompted, SystemUnusable
from evals.systems.command import CommandSystem
from tests.evals.making import DAY

ASKED = [Prompted(id=f"q{n}", question=f"Question {n}?", as_of=DAY) for n in range(2)]
ANSWER = """
import json, sys
source = open(sys.argv[1]) if len(sys.argv) > 1 else sys.stdin
out = open(sys.argv[2], "w") if len(sys.argv) > 2 else sys.stdout
print("a word of greeting", file=out)
for line in source:
    asked = json.loads(line)
    text = asked["question"] + " " + asked["as_of"]
    print(json.dumps({"id": asked["id"], "outcome": "answered", "answer": text,
                      "timings_ms": {"total": 5, "think": 4}}), file=out)
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "a program.py"
    path.write_text(ANSWER)
    return path


@pytest.mark.parametrize("places", ["", " {in} {out}"])
def test_a_command_answers_by_files_or_by_its_streams(program: Path, places: str) -> None:
    system = CommandSystem(f'{sys.executable} "{program}"{places}')
    system.prepare(ASKED)
    replies = [system.answer(each) for each in ASKED]
    assert [r.generated.answer for r in replies] == [
        "Question 0? 2026-11-22",
        "Question 1? 2026-11-22",
    ]
    assert replies[0].timing.milliseconds == {"think": 4.0, "total": 5.0}


def test_a_line_that_is_missing_is_a_failure_of_that_question(tmp_path: Path) -> None:
    path = tmp_path / "half.py"
    path.write_text(ANSWER.replace("for line in source:", "for line in list(source)[:1]:"))
    path.write_text(path.read_text() + "\nsys.stderr.write('out of memory\\n'); sys.exit(3)\n")
    system = CommandSystem(f"{sys.executable} {path}")
    system.prepare(ASKED)
    assert system.answer(ASKED[0]).generated.error is None
    failed = system.answer(ASKED[1]).generated
    assert failed.behaviour is Behaviour.ERROR
    assert "exit code 3 and said: out of memory" in (failed.error or "")


def test_a_command_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "sleepy.py"
    path.write_text("import time; time.sleep(60)")
    system = CommandSystem(f"{sys.executable} {path}", timeout=0.5)
    system.prepare(ASKED)
    assert "did not end within 0.5 seconds" in (system.answer(ASKED[0]).generated.error or "")


def test_nothing_of_a_command_is_read_by_a_shell(program: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    system = CommandSystem(f'{sys.executable} "{program}" ; touch {mark}')
    system.prepare(ASKED)
    assert not mark.exists()


@pytest.mark.parametrize("command", ["no-such-program-here --x", 'echo "unended', " "])
def test_a_command_that_cannot_be_run_is_told_at_once(command: str) -> None:
    with pytest.raises(SystemUnusable, match="The command"):
        CommandSystem(command)
