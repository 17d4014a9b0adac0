"""The Quality page without a browser: what it lists, compares, finds and offers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from invented_run import BETTER, WORSE, write_run
from streamlit.testing.v1 import AppTest

from corpus.settings import Settings
from evals.pages.quality import matches
from evals.report.columns import read_columns
from evals.report.shelf import read_shelf
from evals.report.view import build_view


def _page() -> None:
    from evals.pages.quality import page

    page()


@pytest.fixture
def home(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs are stored, with no run shipped."""
    monkeypatch.setattr("evals.pages.quality.SHIPPED", tmp_path / "none")
    return settings.data_dir / "evals"


@pytest.fixture
def app() -> Iterator[AppTest]:
    st.cache_resource.clear()
    st.cache_data.clear()
    yield AppTest.from_function(_page, default_timeout=60)
    st.cache_resource.clear()
    st.cache_data.clear()


def _html(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.usefixtures("home")
def test_given_no_run_when_opened_then_it_says_what_to_do(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.title[0].value == "Quality"
    assert "<code>npq eval run</code>" in _html(app)
    assert not app.selectbox


def test_given_a_run_when_opened_then_its_figures_and_failing_cases_are_drawn(
    home: Path, app: AppTest
) -> None:
    write_run(home / "one")
    app.run()
    assert not app.exception
    assert "85.7%" in _html(app)
    assert "It does not say “No”." in _html(app)
    assert "&lt;script&gt;alert(1)" not in _html(app)
    headings = [header.value for header in app.header]
    assert headings[-2:] == ["Failing cases", "Download this report"]


def test_given_two_systems_when_compared_then_both_stand_side_by_side(
    home: Path, app: AppTest
) -> None:
    write_run(home / "one")
    app.run()
    app.selectbox[2].select_index(1).run()
    assert not app.exception
    assert f"Against {BETTER}" in _html(app)
    assert "−57.1 points" in _html(app)
    assert "&lt;script&gt;alert(1)" in _html(app)
    assert "<script" not in _html(app)


def test_given_a_damaged_run_when_opened_then_it_is_told_and_the_others_are_shown(
    home: Path, app: AppTest
) -> None:
    write_run(home / "whole")
    (home / "broken").mkdir()
    (home / "broken" / "run.json").write_text("{", encoding="utf-8")
    (home / "half").mkdir()
    (home / "half" / "dataset.jsonl").write_text("", encoding="utf-8")
    (home / "cache").mkdir()
    app.run()
    assert not app.exception
    assert app.selectbox[0].options == ["whole"]
    assert "Some runs cannot be shown" in [header.value for header in app.header]
    assert "broken" in _html(app)
    assert "half is not a run folder" in _html(app)
    assert "cache" not in _html(app)


def test_given_a_line_that_cannot_be_read_when_opened_then_it_is_one_sentence(
    home: Path, app: AppTest
) -> None:
    run = write_run(home / "whole")
    (run.path / "systems" / BETTER / "scored.jsonl").write_text("no\n", encoding="utf-8")
    app.run()
    assert not app.exception
    assert "scored.jsonl, line 1" in _html(app)


def test_given_words_to_find_when_typed_then_only_cases_that_hold_them_stay(
    home: Path, app: AppTest
) -> None:
    write_run(home / "one")
    app.run()
    app.selectbox[1].set_value(WORSE).run()
    assert "5 of 5 failing cases." in _html(app)
    app.text_input[0].set_value("wifi").run()
    assert "1 of 5 failing cases." in _html(app)
    app.text_input[0].set_value("nothing of the kind").run()
    assert "0 of 5 failing cases." in _html(app)


def test_given_a_tag_and_words_when_matched_then_both_must_hold(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")
    view = build_view(read_columns([(run, WORSE)]))
    found = [case.id for case in view.cases if matches(case, "HOW long", "fact")]
    assert found == ["C1"]


def test_given_runs_when_shelved_then_the_newest_is_first_and_unscored_ones_are_told(
    tmp_path: Path,
) -> None:
    home = tmp_path / "evals"
    write_run(home / "2026-11-21-dev")
    write_run(home / "2026-11-22-dev", systems=(BETTER,))
    unscored = write_run(home / "2026-11-23-dev", systems=(BETTER,))
    (unscored.path / "systems" / BETTER / "summary.json").unlink()
    write_run(tmp_path / "results" / "shipped")
    shelf = read_shelf(home, tmp_path / "results")
    assert [run.folder.path.name for run in shelf.runs] == [
        "2026-11-22-dev", "2026-11-21-dev", "shipped"
    ]  # fmt: skip
    assert [run.systems for run in shelf.runs[:2]] == [(BETTER,), (BETTER, WORSE)]
    assert [run.shipped for run in shelf.runs] == [False, False, True]
    assert "npq eval score" in shelf.problems[0]


def test_given_a_new_score_when_opened_again_then_it_is_seen(home: Path, app: AppTest) -> None:
    run = write_run(home / "one")
    app.run()
    assert "85.7%" in _html(app)
    path = run.path / "systems" / BETTER / "summary.json"
    text = path.read_text("utf-8").replace("0.857142857142857", "0.407142857142857")
    path.write_text(text, encoding="utf-8")
    import os

    os.utime(path, (1, 1))
    app.run()
    assert "85.7%" not in _html(app).split("By tag")[0].split("Source recall")[0]
