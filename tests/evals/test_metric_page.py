"""What is generated from the definitions and the records has not drifted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from evals.metrics.page import PAGE, definition_of, definitions, page
from evals.metrics.policy import metrics_policy
from evals.schema.write import SCHEMA, case_schema, written

DATASETS = Path(__file__).resolve().parents[2] / "evals" / "datasets"


def test_given_the_page_of_metrics_when_generated_again_then_nothing_changes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_given_the_schema_of_a_case_when_generated_again_then_nothing_changes() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == written()


def test_given_definitions_when_read_then_each_says_which_way_is_better_and_its_source() -> None:
    for name, entry in definitions().items():
        assert entry.better in ("higher", "lower", "none"), name
        assert entry.level in ("case", "set", "run"), name
        assert entry.definition.endswith("."), name
        assert entry.source, name


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("source_recall@5", True),
        ("guard_p95_ms", True),
        ("judged_correct[openai:x@0123]", True),
        ("source_recall", False),
        ("nonsense", False),
    ],
)
def test_given_a_name_of_a_run_when_looked_up_then_its_definition_is_found(
    name: str, known: bool
) -> None:
    assert (definition_of(name) is not None) is known


def test_given_the_policy_when_read_then_its_values_can_be_used() -> None:
    policy = metrics_policy()

    assert policy["cutoffs"] == [1, 3, 5, 10]
    assert 0 < policy["support"]["least_shared"] <= 1
    assert 0 < policy["statistics"]["level"] < 1
    assert policy["statistics"]["resamples"] >= 1000
    for section, names in {
        "support": ("negation", "must", "may"),
        "currency": ("past", "change"),
    }.items():
        for name in names:
            assert re.compile(policy[section][name]).search("") is None
    units = [word for words in policy["values"]["units"].values() for word in words]
    assert len(units) == len(set(units))


@pytest.mark.parametrize("path", sorted(DATASETS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_given_our_data_sets_when_checked_against_the_schema_then_every_line_fits(
    path: Path,
) -> None:
    validator = jsonschema.Draft202012Validator(case_schema())

    for line in path.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


def test_given_a_wrong_case_when_checked_against_the_schema_then_it_does_not_fit() -> None:
    validator = jsonschema.Draft202012Validator(case_schema())

    assert not validator.is_valid({"id": "x"})
    assert not validator.is_valid({"id": "x", "question": "?", "expected_behaviour": "error"})
    assert validator.is_valid({"id": "x", "question": "?", "must_include": ["12 months"], "n": 1})
