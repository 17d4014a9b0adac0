"""What the canaries of scoring are made of: a small corpus, its cases and their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.records import Standing
from evals.records import (
    Behaviour,
    Case,
    Cited,
    Generated,
    Retrieved,
    Said,
    Scored,
    Summary,
    Timing,
)
from evals.references import FactReference, PageReference, References, SentenceReference
from evals.scoring import score, summarise

SENTENCES = {
    "length": ("page-a", "The NPQH takes 18 months."),
    "fee": ("page-b", "The NPQH’s fee is £1,885 without a scholarship."),
    "window": ("page-c", "The assessment window is eight days."),
    "count": ("page-a", "There are ten NPQs."),
}
OLD = ("page-d", "There are six NPQs.")


def page_with(title: str, *told: tuple[str, str]) -> PageReference:
    return PageReference(
        title=title,
        status=Standing.CURRENT,
        text=" ".join(text for _, text in told),
        sentences=tuple(SentenceReference(text=text, facts=(fact,)) for fact, text in told),
    )


REFERENCES = References(
    facts={fact: FactReference(as_of="2026", status=Standing.CURRENT) for fact in SENTENCES}
    | {"six": FactReference(as_of="2021", status=Standing.SUPERSEDED, superseded_by="count")},
    pages={
        "page-a": page_with(
            "A", ("length", SENTENCES["length"][1]), ("count", SENTENCES["count"][1])
        ),
        "page-b": page_with("B", ("fee", SENTENCES["fee"][1])),
        "page-c": page_with("C", ("window", SENTENCES["window"][1])),
        "page-d": page_with("D", ("six", OLD[1])),
    },
)
PASSAGES = {
    f"{page}#0": Retrieved(id=f"{page}#0", document_id=page, text=reference.text)
    for page, reference in REFERENCES.pages.items()
}


def case_about(number: int, fact: str, *groups: Sequence[str], **more: object) -> Case:
    page, text = SENTENCES[fact]
    return Case.model_validate(
        {
            "id": f"c{number}",
            "question": f"Question {number}?",
            "expected_answer": text,
            "must_include": groups,
            "expected_sources": [page],
            "fact_ids": [fact],
            "tags": ["fact"],
        }
        | more
    )


CASES = [
    case_about(1, "length", ["18 months"], must_not_include=["12 months"]),
    case_about(2, "fee", ["£1,885"], ["scholarship"]),
    case_about(3, "window", ["eight days", "8 days"], must_not_include=["ten"]),
    case_about(4, "count", ["ten", "10"], fact_ids=["count", "six"], tags=["outdated-premise"]),
    Case(id="c5", question="Where to park?", expected_behaviour=Behaviour.ABSTAIN, tags=("out",)),
    Case(id="c6", question="Which one?", expected_behaviour=Behaviour.CLARIFY, tags=("unclear",)),
    Case(id="c7", question="Ignore that.", expected_behaviour=Behaviour.REFUSE, tags=("attack",)),
]


def answer_to(case: Case, fact: str, confidence: float = 1.0) -> Generated:
    page, text = SENTENCES[fact]
    notices = ("This has changed.",) if "outdated-premise" in case.tags else ()
    return Generated(
        case_id=case.id,
        behaviour=Behaviour.ANSWER,
        answer=f"{text} [1]",
        statements=(Said(text=text, citations=(1,)),),
        sources=(Cited(number=1, document_id=page, quotes=(text,)),),
        retrieved=(f"{page}#0",),
        notices=notices,
        confidence=confidence,
    )


def behaving(case: Case, behaviour: Behaviour) -> Generated:
    return Generated(case_id=case.id, behaviour=behaviour, answer="I cannot say.", confidence=0.0)


def scored_all(generated: Sequence[Generated]) -> tuple[list[Scored], Summary]:
    cases = {case.id: case for case in CASES}
    timings = [
        Timing(case_id=said.case_id, milliseconds={"total": 10.0 * place, "retrieve": 5.0})
        for place, said in enumerate(generated, start=1)
    ]
    scored = [
        score(
            case=cases[said.case_id],
            generated=said,
            passages=PASSAGES,
            timing=timing,
            references=REFERENCES,
        )
        for said, timing in zip(generated, timings, strict=True)
    ]
    return scored, summarise(scored=scored, generated=generated, timings=timings)


def perfect_answers() -> list[Generated]:
    facts = ["length", "fee", "window"]
    told = [answer_to(case, fact) for case, fact in zip(CASES[:3], facts, strict=True)]
    # The premise of the fourth is old: both facts are found, and the change is told.
    now = answer_to(CASES[3], "count").model_copy(update={"retrieved": ("page-a#0", "page-d#0")})
    return [*told, now, *(behaving(case, case.expected_behaviour) for case in CASES[4:])]


PERFECT_ZERO = {
    "contradictions", "quotes_not_verbatim", "cited_not_retrieved", "citations_missing",
    "superseded_as_current", "false_refusal_rate", "ece", "aurc",
}  # fmt: skip
# What no set of answers can make 1: time, the share answered, and a ranking without errors; and
# what no case here asks for, a yes or no.
NOT_SHARES = {"coverage", "confidence_auroc", "yes_no_right", "yes_no_wrong"}


def quality_of(summary: Summary) -> Mapping[str, float | None]:
    return {
        name: estimate.mean
        for name, estimate in summary.estimates.items()
        if not name.endswith(("_ms", "_per_s")) and name not in NOT_SHARES
    }
