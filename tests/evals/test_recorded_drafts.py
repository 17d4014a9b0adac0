"""What a small model really said, held against its evidence: the check must not wave it through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from assistant.model.writer import presentable
from assistant.verify import similarity_of, supported
from evals.recorded import Draft, read_drafts, stated
from index.embedding import MiniLM

FOLDER = Path(__file__).resolve().parents[2] / "evals" / "drafts"
ABOUT = yaml.safe_load((FOLDER / "smollm2.yaml").read_text(encoding="utf-8"))
FIGURES = re.compile(r"\d[\d,.]*\d|\d")


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    """The drafts of our writer; rewordings of follow-ups are left out."""
    return [d for d in read_drafts(FOLDER / "smollm2.jsonl") if d.human.startswith("Evidence")]


@pytest.fixture(scope="module")
def let_through(drafts: list[Draft]) -> list[tuple[str, tuple[str, ...]]]:
    """The statements that would be shown, with the sentences that they cite."""
    similarity = similarity_of(MiniLM(threads=1))
    return [
        (text, evidence)
        for draft in drafts
        for text, evidence in stated(draft)
        if evidence
        and presentable(text, " ".join(evidence))
        and not supported(text, evidence, similarity=similarity)
    ]


def test_given_the_recorded_drafts_when_read_then_there_are_many_and_most_cite(
    drafts: list[Draft],
) -> None:
    told = [statement for draft in drafts for statement in stated(draft)]

    assert len(drafts) >= 100
    assert sum(bool(evidence) for _, evidence in told) >= 150


def test_given_the_drafts_of_a_small_model_when_checked_then_what_passes_was_read_by_eye(
    let_through: list[tuple[str, tuple[str, ...]]],
) -> None:
    read = {*ABOUT["right"], *ABOUT["wrong"]}

    assert {text for text, _ in let_through} <= read
    assert len(let_through) >= 8  # it is no check that lets nothing through


def test_given_what_passes_when_its_figures_are_looked_up_then_each_is_in_what_it_cites(
    let_through: list[tuple[str, tuple[str, ...]]],
) -> None:
    for text, evidence in let_through:
        assert set(FIGURES.findall(text)) <= set(FIGURES.findall(" ".join(evidence))), text


def test_given_the_wrong_ones_that_are_known_when_counted_then_they_are_few(
    let_through: list[tuple[str, tuple[str, ...]]],
) -> None:
    leaks = [text for text, _ in let_through if text in ABOUT["wrong"]]

    assert len(leaks) <= ABOUT["leaks"], leaks
