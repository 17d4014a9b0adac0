"""YAML is read as plain values."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from corpus.yaml_files import parse_yaml, read_yaml


def test_given_a_file_when_read_then_its_plain_values_are_given(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("floor: 0.5\nwords: [é, b]\nday: 2026-11-30\n", encoding="utf-8")

    read = read_yaml(file)

    assert (read["floor"], read["words"]) == (0.5, ["é", "b"])
    assert read["day"].year == 2026


@pytest.mark.parametrize("text", ["a: [1", "!!python/object/apply:os.getcwd []"])
def test_given_what_is_broken_or_would_run_code_when_parsed_then_it_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        parse_yaml(text)
