"""Names, numbers and charts of the report."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from evals.records import Behaviour, Estimate, Summary
from evals.report.curves import histogram
from evals.report.differences import signed
from evals.report.markdown import cell
from evals.report.plain import in_sentences
from evals.report.tables import safe_cell
from evals.report.words import cause, estimate_words, grouped, metric, number, wording
from evals.thresholds import better_of, definitions

WORDS = wording()
NAMED = {key for group in WORDS["groups"] for key in group["metrics"]}
FORMATS = {"share", "number", "count", "ms", "mb", "rate"}
PAPERS = ("#ffffff", "#14191a")


def _contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_every_defined_metric_has_a_name_and_every_name_a_definition() -> None:
    defined = set(definitions().get("metrics", definitions()))
    assert {key for key in defined if not key.startswith("STEP_")} == NAMED


def test_every_metric_that_the_wording_uses_is_named_and_says_which_way_is_better() -> None:
    used = [*WORDS["headline"], *WORDS["by_tag"], WORDS["passes_on"]]
    used += [rule["metric"] for rule in WORDS["fails_when"]]
    for key in used:
        assert re.sub(r"@\d+$", "@k", key) in NAMED
        assert better_of(key) in ("higher", "lower")
    for rule in WORDS["fails_when"]:
        assert len({"above", "below"} & rule.keys()) == 1
        names = {name for _, name, _, _ in Formatter().parse(rule["because"]) if name}
        assert names <= {"given", "expected"}


def test_every_format_and_every_behaviour_has_words() -> None:
    entries = [entry for group in WORDS["groups"] for entry in group["metrics"].values()]
    assert {entry["as"] for entry in entries} <= FORMATS
    assert WORDS["behaviour"].keys() == {each.value for each in Behaviour}


@pytest.mark.parametrize("colour", WORDS["palette"])
def test_every_colour_of_a_chart_stands_out_on_light_and_on_dark(colour: str) -> None:
    assert min(_contrast(colour, paper) for paper in PAPERS) >= 3


def test_given_metrics_at_k_when_grouped_then_small_k_comes_first_under_one_heading() -> None:
    groups = grouped(["source_recall@10", "accuracy", "source_recall@1", "source_recall@3"])
    assert list(groups) == ["Answers", "Finding the sources"]
    names = [each.name for each in groups["Finding the sources"]]
    assert names == ["Source recall at 1", "Source recall at 3", "Source recall at 10"]


def test_given_an_unknown_metric_when_named_then_it_stands_under_its_own_name() -> None:
    assert (metric("my_metric").name, metric("my_metric").group) == ("My metric", WORDS["rest"])
    step = metric("retrieve_p95_ms")
    assert (step.name, step.group) == ("Retrieve: 95th percentile", "Speed")
    assert number(12.4, step.written_as) == "12 ms"
    assert (step.better, bool(step.definition)) == ("lower", True)
    judged = metric("judged_correct[my-model@0a1b2c]")
    assert judged.name == "Judged right by a model (my-model@0a1b2c)"
    assert (judged.group, judged.written_as, judged.better) == ("Answers", "share", "higher")


@pytest.mark.parametrize(
    ("value", "written_as", "words"),
    [
        (0.8614, "share", "86.1%"), (0.5, "number", "0.500"), (1234.5, "ms", "1,234 ms"),
        (3.14, "ms", "3.1 ms"), (769.2, "mb", "769 MB"), (12.34, "rate", "12.3 a second"),
        (None, "share", "–"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_people_read_them(
    value: float | None, written_as: str, words: str
) -> None:
    assert number(value, written_as) == words


def test_a_count_tells_its_total_and_zero_is_plainly_zero() -> None:
    some = Estimate(mean=0.25, low=0.05, high=0.45, scored=8, unscored=0)
    assert estimate_words(some, "count") == ("2 (0.250 a case)", "0.050 to 0.450")
    none = Estimate(mean=0, low=0, high=0, scored=8, unscored=0)
    assert estimate_words(none, "count")[0] == "0"
    assert estimate_words(None, "share") == ("not scored", "–")


@pytest.mark.parametrize(
    ("value", "written_as", "words"),
    [
        (0.0512, "share", "+5.1 points"), (-0.0512, "share", "−5.1 points"),
        (-0.0001, "share", "0.0 points"), (0.0, "number", "0.000"), (-12.0, "ms", "−12.0 ms"),
        (None, "share", "–"),
    ],
)  # fmt: skip
def test_differences_carry_their_sign(value: float | None, written_as: str, words: str) -> None:
    assert signed(value, written_as) == words


def test_given_what_was_scored_when_a_case_fails_then_the_first_rule_says_why() -> None:
    right: dict[str, float | None] = {"accuracy": 1.0, "behaviour_accuracy": 1.0}
    assert cause(right, "answer", "answer") is None
    assert cause({"accuracy": None, "contradictions": None}, "answer", "answer") is None
    wrong = right | {"behaviour_accuracy": 0.0, "accuracy": 0.0}
    assert cause(wrong, "answer", "refuse") == "It answered where “refused” was expected."
    assert "superseded" in str(cause(right | {"superseded_as_current": 1.0}, "answer", "answer"))


def test_a_histogram_counts_every_time_in_bars_of_a_round_width() -> None:
    step, counts = histogram(sorted([0.0, 10.0, 52.0, 53.0, 87.0] * 30 + [9000.0]))
    assert step == 10
    assert sum(counts) == 151
    assert counts[5] == 60
    assert counts[-1] == 31
    assert sum(histogram([0.0])[1]) == 1
    assert sum(histogram([5.0, 5.0])[1]) == 2


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_made_plain(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_plain_text_stays_as_it_is() -> None:
    assert safe_cell("£200 – not -1") == "£200 – not -1"
    assert cell("a\n| `b` <i>") == "a \\| \\`b\\` &lt;i&gt;"


def test_given_a_summary_when_told_plainly_then_counts_stand_in_sentences_without_a_term() -> None:
    summary = Summary(
        cases=12,
        estimates={
            "accuracy": Estimate(mean=0.75, low=0.5, high=1.0, scored=8, unscored=4),
            "superseded_as_current": Estimate(mean=0.0, low=0.0, high=0.0, scored=12, unscored=0),
        },
        by_tag={},
        confusion={
            "answer": {"answer": 7, "abstain": 1},
            "abstain": {"abstain": 3, "answer": 1},
            "clarify": {},
        },
    )

    told = in_sentences(summary)

    assert [line.split(":")[0] for line in told[:1]] == ["It got 6 of 8 questions right (75%)"]
    assert "Of 8 questions that the guidance answers, it answered 7" in told[1]
    assert "of 1 it said that the guidance does not say" in told[1]
    assert "Of 4 questions that the guidance does not answer, it said so of 3" in told[2]
    assert told[3:] == (WORDS["plainly"]["no_old"],)
