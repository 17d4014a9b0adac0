"""Score one answer against its case. `evals/summarising.py` brings scores together.

What cannot be scored is None, never 0; a system that failed is scored as a failure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.answered import Answered
from evals.metrics import answers, citations, currency
from evals.metrics.policy import metrics_policy
from evals.metrics.retrieval import Ranking, retrieval_metrics
from evals.metrics.support import DeterministicSupport, Supports
from evals.records import Behaviour, Case, Generated, Retrieved, Scored, Timing
from evals.references import References
from evals.summarising import summarise

__all__ = ["score", "summarise"]

Metrics = dict[str, float | None]
_DETERMINISTIC = DeterministicSupport()


def score(
    *,
    case: Case,
    generated: Generated,
    passages: Mapping[str, Retrieved],
    timing: Timing | None = None,
    references: References,
    also: Sequence[Supports] = (),
) -> Scored:
    """Score one answer; never raises for what a system said.

    `timing` is left to `summarise`: scored lines hold no times, so that those of two runs of
    the same writer are the same bytes. Each of `also` judges citations beside the
    deterministic check, under names that hold its label: `citation_recall[LABEL]`.
    """
    if generated.case_id != case.id or (timing is not None and timing.case_id != case.id):
        raise ValueError(f"the answer to {generated.case_id} cannot be scored as {case.id}")
    answered = Answered(case, generated, passages, references)
    metrics = _answer_metrics(answered)
    metrics |= _retrieval_metrics(answered)
    metrics |= _citation_metrics(answered)
    metrics |= _currency_metrics(answered)
    for supports in also:
        scores = citations.citation_scores(
            answered.statements, evidence=answered.evidence, supports=supports
        )
        metrics[f"citation_recall[{supports.label}]"] = scores.recall
        metrics[f"citation_precision[{supports.label}]"] = scores.precision
    return Scored(
        case_id=case.id,
        repeat=generated.repeat,
        expected=case.expected_behaviour,
        given=generated.behaviour,
        metrics=metrics,
        reasons=tuple(answered.reasons),
        tags=case.tags,
    )


def _answer_metrics(answered: Answered) -> Metrics:
    case, given = answered.case, answered.generated.behaviour
    text, failed = answered.text, given is Behaviour.ERROR
    behaved = given is case.expected_behaviour
    if failed:
        answered.tell(f"The system failed: {answered.generated.error or 'no reason given'}")
    elif not behaved:
        answered.tell(f"Expected: {case.expected_behaviour}; given: {given}.")
    recall = answers.factual_recall(text, must_include=case.must_include)
    if recall is not None and recall < 1 and not failed:
        lost = [g for g in case.must_include if answers.factual_recall(text, must_include=[g]) == 0]
        answered.tell(f"Missing: {'; '.join(' | '.join(group) for group in lost)}.")
    there = answers.forbidden(text, must_not_include=case.must_not_include)
    answered.tell_items("Holds what it must not", there)
    wrong: list[str] = []
    precision: float | None = None
    if given is Behaviour.ANSWER:
        quotes = [quote for quotes in answered.evidence.values() for quote in quotes]
        # A value inside a forbidden wording counts once, as that wording.
        wrong = answers.wrong_values(text, allowed=[*answered.known, *quotes, *there])
        precision = answers.factual_precision(
            text, allowed=answered.known, forbidden_there=len(there)
        )
    answered.tell_items("Values that no reference or cited quote holds", wrong)
    expected = case.expected_answer if answered.answer_is_due else None
    judged = not answered.answer_is_due or recall is not None or failed
    return {
        "accuracy": float(behaved and recall in (None, 1.0) and not there) if judged else None,
        "behaviour_accuracy": float(behaved),
        "factual_recall": recall,
        "factual_precision": precision,
        "contradictions": None if failed else float(len(there) + len(wrong)),
        "yes_no_right": answers.yes_no_right(text, expected=expected) if expected else None,
        "yes_no_wrong": answers.yes_no_wrong(text, expected=expected) if expected else None,
        "rouge_l": answers.rouge_l(text, expected=expected) if expected else None,
        "token_f1": answers.token_f1(text, expected=expected) if expected else None,
        "length_ratio": answers.length_ratio(text, expected=expected) if expected else None,
    }


def _retrieval_metrics(answered: Answered) -> Metrics:
    """Return retrieval metrics; only where an answer is expected is there something to find."""
    gold = answered.gold if answered.answer_is_due else {}
    sources = frozenset(answered.case.expected_sources if answered.answer_is_due else ())
    documents: Ranking | None = None
    nuggets: Ranking | None = None
    found = answered.found
    if found is not None:
        order = dict.fromkeys(passage.document_id for passage in found)
        documents = [sources & {page} for page in order]
        nuggets = [answers.facts_in(passage.text, gold=gold) for passage in found]
    cutoffs: Sequence[int] = metrics_policy()["cutoffs"]
    return retrieval_metrics(
        "source", ranking=documents, wanted=sources, cutoffs=cutoffs
    ) | retrieval_metrics("passage", ranking=nuggets, wanted=frozenset(gold), cutoffs=cutoffs)


def _citation_metrics(answered: Answered) -> Metrics:
    sources, references = answered.generated.sources, answered.references
    scores = citations.citation_scores(
        answered.statements, evidence=answered.evidence, supports=_DETERMINISTIC
    )
    inexact: list[str] | None = None
    if references.pages:
        inexact = citations.quotes_not_verbatim(
            sources, stands=lambda quote, page: references.has_verbatim(quote, page=page)
        )
    unseen: list[str] | None = None
    if answered.found is not None and sources:
        unseen = citations.cited_not_retrieved(sources, retrieved=answered.found)
    answered.tell_items("Not supported by what it cites", scores.unsupported)
    answered.tell_items("Quoted but not in the corpus", inexact or ())
    answered.tell_items("Cited but not retrieved", unseen or ())
    expected = answered.case.expected_sources if answered.answer_is_due else ()
    return {
        "citation_recall": scores.recall,
        "citation_precision": scores.precision,
        "citation_source_precision": citations.citation_source_precision(
            sources, expected=expected
        ),
        "quotes_not_verbatim": None if inexact is None else float(len(inexact)),
        "cited_not_retrieved": None if unseen is None else float(len(unseen)),
        "citations_missing": None if scores.missing is None else float(scores.missing),
    }


def _currency_metrics(answered: Answered) -> Metrics:
    case, references, statements = answered.case, answered.references, answered.statements
    told = currency.superseded_as_current(
        statements,
        evidence=answered.evidence,
        outdated=references.outdated(case.as_of),
        year=references.year(case.as_of),
    )
    answered.tell_items("Told as if it held today", told)
    replaced, current = answered.replaced_facts, answered.current_facts
    notice: bool | None = None
    if answered.answer_is_due and currency.notice_is_due(
        tags=case.tags, replaced=len(replaced), current=len(current)
    ):
        notice = currency.change_told(
            notices=answered.generated.notices,
            statements=statements,
            replaced=[text for fact in replaced for text in answered.gold.get(fact, ())],
        )
        if not notice:
            answered.tell("Does not tell that this has changed.")
    return {
        "superseded_as_current": float(len(told)) if statements and references.pages else None,
        "change_notice_recall": None if notice is None else float(notice),
    }
