"""Canaries: perfect, shuffled, empty and failed answers score what the definitions say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from evals.metrics.page import definition_of, definitions
from evals.records import (
    Behaviour,
    Case,
    Cited,
    Generated,
    Said,
    Timing,
)
from evals.references import References
from evals.scoring import score, summarise
from tests.evals.canaries import (
    CASES,
    OLD,
    PASSAGES,
    PERFECT_ZERO,
    REFERENCES,
    answer_to,
    perfect_answers,
    quality_of,
    scored_all,
)


def test_given_perfect_answers_when_scored_then_everything_is_one_and_every_count_zero() -> None:
    scored, summary = scored_all(perfect_answers())

    values = dict(quality_of(summary))
    # Two facts cannot both be at place one.
    assert values.pop("passage_recall@1") == pytest.approx(7 / 8)
    assert values.pop("passage_f1@1") < 1
    assert values.pop("passage_f2@1") < 1
    # The second page that was looked at is no expected source.
    for name in [n for n in values if n.startswith(("source_precision", "source_f"))]:
        assert values.pop(name) > 0.8
    assert {name: value for name, value in values.items() if value != 1.0} == dict.fromkeys(
        PERFECT_ZERO, 0.0
    )
    assert [item.reasons for item in scored] == [()] * 7
    assert summary.estimates["coverage"].mean == pytest.approx(4 / 7)
    assert summary.estimates["confidence_auroc"].mean is None


def test_given_the_same_answers_shuffled_when_scored_then_they_score_worse() -> None:
    answers = perfect_answers()
    moved = [*answers[1:], answers[0]]
    shuffled = [
        said.model_copy(update={"case_id": case.id})
        for case, said in zip(CASES, moved, strict=True)
    ]

    _, perfect = scored_all(answers)
    _, summary = scored_all(shuffled)

    for name in (
        "accuracy", "behaviour_accuracy", "factual_recall", "factual_precision", "rouge_l",
        "token_f1", "citation_source_precision", "source_recall@5", "passage_recall@5",
        "source_mrr", "passage_ndcg@5", "abstention_recall", "accuracy_when_answered",
    ):  # fmt: skip
        assert (summary.estimates[name].mean or 0) < (perfect.estimates[name].mean or 0), name
    for name in ("contradictions", "false_refusal_rate", "ece", "aurc"):
        assert (summary.estimates[name].mean or 0) > 0, name


def test_given_empty_answers_when_scored_then_they_earn_nothing_and_break_nothing() -> None:
    empty = [
        Generated(case_id=case.id, behaviour=Behaviour.ANSWER, answer="", retrieved=())
        for case in CASES
    ]

    _, summary = scored_all(empty)
    values = {name: estimate.mean for name, estimate in summary.estimates.items()}

    for name in (
        "accuracy", "factual_recall", "rouge_l", "token_f1", "length_ratio", "source_mrr",
        "passage_recall@10", "change_notice_recall", "abstention_recall", "false_refusal_rate",
        "contradictions",
    ):  # fmt: skip
        assert values[name] == 0.0, name
    for name in (
        "factual_precision", "citation_recall", "citation_precision", "citations_missing",
        "quotes_not_verbatim", "cited_not_retrieved", "superseded_as_current",
        "abstention_precision", "confidence_auroc", "ece", "aurc",
    ):  # fmt: skip
        assert values[name] is None, name
    assert values["coverage"] == 1.0
    assert values["behaviour_accuracy"] == pytest.approx(4 / 7)


def test_given_a_failed_answer_when_scored_then_it_is_a_failure_and_says_why() -> None:
    said = Generated(
        case_id="c2", behaviour=Behaviour.ERROR, answer="", error="The endpoint is down."
    )

    scored = score(case=CASES[1], generated=said, passages={}, references=REFERENCES)

    zero = {"accuracy", "behaviour_accuracy", "factual_recall", "rouge_l", "token_f1"}
    assert {name for name in zero if scored.metrics[name] == 0.0} == zero
    assert scored.metrics["citation_recall"] is None
    assert scored.metrics["contradictions"] is None
    assert scored.reasons == ("The system failed: The endpoint is down.",)


def test_given_no_wording_to_judge_by_when_answered_then_accuracy_is_unscored() -> None:
    case = CASES[0].model_copy(update={"must_include": ()})
    passages = dict(PASSAGES)

    answered = score(
        case=case, generated=answer_to(case, "length"), passages=passages, references=REFERENCES
    )
    failed = score(
        case=case,
        generated=Generated(case_id="c1", behaviour=Behaviour.ERROR, answer=""),
        passages=passages,
        references=REFERENCES,
    )

    assert answered.metrics["accuracy"] is None
    assert failed.metrics["accuracy"] == 0.0


def test_given_markers_in_an_answer_when_wording_is_looked_for_then_they_do_not_count() -> None:
    case = CASES[0].model_copy(update={"must_include": (("5",),)})
    said = answer_to(case, "length").model_copy(update={"answer": "It is long. [5]"})

    scored = score(case=case, generated=said, passages=PASSAGES, references=REFERENCES)

    assert scored.metrics["factual_recall"] == 0.0


def test_given_wrong_values_and_quotes_when_scored_then_each_is_told() -> None:
    said = Generated(
        case_id="c1",
        behaviour=Behaviour.ANSWER,
        answer="The NPQH takes 12 months and costs £999. [1]",
        statements=(Said(text="The NPQH takes 12 months and costs £999.", citations=(1,)),),
        sources=(Cited(number=1, document_id="page-b", quotes=("The NPQH takes 18 weeks.",)),),
        retrieved=("page-a#0",),
    )

    scored = score(case=CASES[0], generated=said, passages=PASSAGES, references=REFERENCES)

    assert scored.metrics["contradictions"] == 2.0
    assert scored.metrics["factual_precision"] == 0.0
    assert scored.metrics["citation_recall"] == 0.0
    assert scored.metrics["quotes_not_verbatim"] == 1.0
    assert scored.metrics["cited_not_retrieved"] == 1.0
    told = " ".join(scored.reasons)
    for part in ("18 months", "12 months", "£999", "Not supported", "not in the corpus"):
        assert part in told


def test_given_an_old_fact_when_told_then_it_depends_on_the_day_asked() -> None:
    page, text = OLD
    said = Generated(
        case_id="c4",
        behaviour=Behaviour.ANSWER,
        answer=text,
        statements=(Said(text=text, citations=(1,)),),
        sources=(Cited(number=1, document_id=page, quotes=(text,)),),
        retrieved=("page-d#0",),
    )
    then = CASES[3].model_copy(update={"as_of": date(2022, 6, 1)})

    now = score(case=CASES[3], generated=said, passages=PASSAGES, references=REFERENCES)
    past = score(case=then, generated=said, passages=PASSAGES, references=REFERENCES)

    assert now.metrics["superseded_as_current"] == 1.0
    assert now.metrics["change_notice_recall"] == 0.0
    assert past.metrics["superseded_as_current"] == 0.0
    assert past.metrics["change_notice_recall"] is None


def test_given_reference_contexts_when_retrieved_then_they_count_as_gold() -> None:
    case = Case.model_validate(
        {
            "id": "c1",
            "question": "?",
            "reference_contexts": ["The assessment window is eight days."],
        }
    )
    said = answer_to(CASES[0], "length").model_copy(update={"retrieved": ("page-a#0", "page-c#0")})

    scored = score(case=case, generated=said, passages=PASSAGES, references=References())

    assert scored.metrics["passage_mrr"] == 0.5
    assert scored.metrics["quotes_not_verbatim"] is None


def test_given_an_answer_to_another_case_when_scored_then_it_is_refused() -> None:
    with pytest.raises(ValueError, match="c2"):
        score(
            case=CASES[0],
            generated=answer_to(CASES[1], "fee"),
            passages=PASSAGES,
            references=REFERENCES,
        )


def test_given_two_runs_with_other_times_when_scored_then_the_lines_are_the_same() -> None:
    said = answer_to(CASES[0], "length")

    first, second = (
        score(
            case=CASES[0],
            generated=said,
            passages=PASSAGES,
            timing=Timing(case_id="c1", milliseconds={"total": total}),
            references=REFERENCES,
        ).model_dump_json()
        for total in (1.0, 2.0)
    )

    assert first == second


def test_given_a_run_when_summarised_then_tags_confusion_and_times_are_there() -> None:
    _, summary = scored_all(perfect_answers())

    assert set(summary.by_tag) == {"fact", "outdated-premise", "out", "unclear", "attack"}
    assert summary.by_tag["fact"]["accuracy"].scored == 3
    assert summary.confusion["abstain"]["abstain"] == 1
    assert sum(sum(row.values()) for row in summary.confusion.values()) == 7
    assert summary.latencies == (10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0)
    assert summary.estimates["latency_p50_ms"].mean == 40.0
    assert summary.estimates["retrieve_p95_ms"].mean == 5.0
    assert summary.estimates["throughput_per_s"].mean == pytest.approx(7 / 0.28)


def test_given_repeats_when_summarised_then_cases_are_counted_once() -> None:
    answers = perfect_answers()
    again = [said.model_copy(update={"repeat": 1}) for said in answers]

    _, summary = scored_all([*answers, *again])

    assert summary.cases == 7
    assert summary.estimates["behaviour_accuracy"].scored == 14


def test_given_nothing_when_summarised_then_there_is_nothing_and_no_crash() -> None:
    summary = summarise(scored=[], generated=[], timings=[])

    assert summary.cases == 0
    assert summary.estimates["latency_p50_ms"].mean is None


def test_given_the_names_that_scoring_emits_when_compared_then_each_is_defined_and_no_more() -> (
    None
):
    _, summary = scored_all(perfect_answers())

    emitted = {*summary.estimates, "peak_memory_mb", "judged_correct[a@b]"}
    used = [definition_of(name) for name in emitted]

    assert [name for name in emitted if definition_of(name) is None] == []
    assert [name for name, entry in definitions().items() if entry not in used] == []


class _Doubting:
    """An entailment model that supports nothing."""

    label = "entailment:doubt"

    def __call__(self, statement: str, *, evidence: Sequence[str]) -> bool:
        return False


def test_given_another_judge_of_support_when_scored_then_it_stands_beside_under_its_name() -> None:
    said = answer_to(CASES[0], "length")

    scored = score(
        case=CASES[0],
        generated=said,
        passages=PASSAGES,
        references=REFERENCES,
        also=[_Doubting()],
    )

    assert scored.metrics["citation_recall"] == 1.0
    assert scored.metrics["citation_recall[entailment:doubt]"] == 0.0
    assert scored.metrics["citation_precision[entailment:doubt]"] == 0.0
    assert definition_of("citation_recall[entailment:doubt]") is not None
