"""What every command does when something goes wrong: one sentence, an exit code, a log."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.library import Library
from corpus.settings import Settings, get_settings

if TYPE_CHECKING:
    from tests.conftest import Npq

ROOT = Path(__file__).resolve().parents[2]


def test_given_a_file_where_the_data_folder_should_be_when_asked_then_one_sentence(
    npq: Npq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NPQ_DATA_DIR", str(tmp_path / "file" / "data"))

    ran = npq("ask", "How many NPQs are there?", "--json")

    assert ran.code == 1
    assert ran.err.startswith("Cannot write to the data folder")
    assert ran.err.count("\n") == 1
    assert json.loads(ran.out)["outcome"] == "error"


def test_given_a_bad_setting_when_run_then_it_is_named(
    npq: Npq, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPQ_PORT", "many")

    ran = npq("corpus", "list")

    assert ran.code == 1
    assert ran.err.startswith("The setting NPQ_PORT cannot be used")


def test_given_a_fault_of_ours_when_run_then_the_log_has_it_and_the_screen_has_not(
    npq: Npq, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(given: Settings) -> Library:
        raise ValueError("what the person typed")

    monkeypatch.setattr(Library, "load", fail)

    ran = npq("corpus", "list")

    assert ran.code == 1
    assert ran.out == ""
    assert ran.err == f"Something went wrong. Details are in {settings.log_file}.\n"
    logged = settings.log_file.read_text(encoding="utf-8")
    assert "builtins.ValueError" in logged
    assert "test_cli_faults.py" in logged
    assert "what the person typed" not in logged


def test_given_a_fault_and_no_log_when_run_then_that_is_told_too(
    npq: Npq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NPQ_DATA_DIR", str(tmp_path / "file"))
    monkeypatch.setattr(Library, "load", lambda given: 1 / 0)

    ran = npq("corpus", "list")

    assert ran.code == 1
    assert "Details could not be kept" in ran.err
    assert "Traceback" not in ran.err


def test_given_a_question_when_asked_then_the_log_does_not_hold_it(
    npq: Npq, shared_index: Settings
) -> None:
    npq("ask", "Can a zookeeper named Xanthippe take NPQH?")

    logged = get_settings().log_file.read_text(encoding="utf-8")
    assert "index opened" in logged
    assert all(json.loads(line)["time"] for line in logged.splitlines())
    assert "anthippe" not in logged
    assert "zookeeper" not in logged


def test_given_ctrl_c_when_running_then_exit_code_130_and_no_words(
    npq: Npq, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(given: Settings) -> Library:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "load", stop)

    assert npq("corpus", "list") == (130, "", "")


def test_given_a_reader_that_goes_away_when_listing_then_no_complaint() -> None:
    listed = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "corpus", "show", "govuk-courses"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert listed.stdout is not None
    assert listed.stderr is not None
    listed.stdout.close()
    with listed.stderr:
        assert listed.stderr.read() == b""
    listed.wait()


def test_given_a_command_without_a_model_when_started_then_no_heavy_import() -> None:
    script = (
        "import sys; import assistant.cli, corpus.library, corpus.checking, corpus.settings;"
        "heavy = {'torch', 'sentence_transformers', 'chromadb', 'streamlit', 'langchain_core'};"
        "sys.exit(' '.join(heavy & set(sys.modules)) or None)"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("command", ["list --json", "check", "show govuk-courses", "list"])
def test_given_no_space_for_the_output_when_run_then_one_sentence(command: str) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assistant.cli", "corpus", *command.split()],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert done.returncode == 1
    assert done.stderr == "There is no space left to write to. Free some, then try again.\n"
