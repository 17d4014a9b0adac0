"""The generated parts of the README cannot drift from what they are generated from."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import Settings
from evals.readme import PAGES, ROOT, filled, settings_table, summary


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_given_a_page_with_figures_when_generated_again_then_nothing_changes(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert filled(page, with_answer=False) == text


def test_given_the_short_table_when_read_then_each_set_has_a_line_and_each_goal_is_told() -> None:
    text = summary()

    for run in ("blind", "blind_asked", "blind_fresh", "blind_named", "test", "dev"):
        assert f"| `{run}` (" in text
    assert "under 250 ms" in text
    assert "quotes that are not in the corpus" in text


def test_given_every_setting_when_tabled_then_each_has_a_row_with_a_description() -> None:
    table = settings_table()

    for name, field in Settings.model_fields.items():
        assert f"`NPQ_{name.upper()}`" in table
        assert field.description
        assert field.description in table


def test_given_the_layout_in_the_readme_when_compared_then_each_folder_exists() -> None:
    for folder in ("assistant", "index", "corpus", "evals", "tests", "docs"):
        assert (ROOT / folder).is_dir()
    assert (ROOT / "docs" / "pictures" / "chat.png").exists()
