"""The generated parts of the README cannot drift from what they are generated from."""

from __future__ import annotations

from corpus.settings import Settings
from evals.readme import ROOT, filled, settings_table


def test_given_the_readme_when_generated_again_then_nothing_changes() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert filled(text, with_answer=False) == text


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
