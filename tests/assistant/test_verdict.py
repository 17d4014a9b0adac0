"""Yes or no is said only where the evidence settles it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.understand import Ask
from assistant.verdict import verdict
from corpus.records import Standing
from index.records import AskedMatch, Hit

AskIt = Callable[..., Ask]
MakeHit = Callable[..., Hit]
QUESTION = "Is deferral possible on NPQH?"


def vote(answer: str | None, text: str = QUESTION, similarity: float = 0.95) -> AskedMatch:
    return AskedMatch.model_validate(
        {"fact": "deferral", "text": text, "answer": answer, "similarity": similarity}
    )


@pytest.fixture
def told(make_hit: MakeHit) -> list[Hit]:
    return [make_hit("NPQH participants may defer.", fact="deferral")]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_given_one_near_question_when_judged_then_its_answer_is_said(
    ask: AskIt, told: list[Hit], answer: str
) -> None:
    assert verdict(ask(QUESTION), told, [vote(answer)]) == answer


@pytest.mark.parametrize(
    ("question", "matches"),
    [
        ("How does deferral work?", [vote("yes")]),
        (QUESTION, []),
        (QUESTION, [vote(None)]),
        (QUESTION, [vote("yes"), vote("no")]),
        (QUESTION, [vote("yes", similarity=0.3)]),
        (QUESTION, [vote("yes", "Is deferral possible on NPQEL?")]),
        ("Is deferral possible for 12 months?", [vote("yes", "Can I defer for 6 months?")]),
        ("Is deferral not possible on NPQH?", [vote("yes")]),
        ("Is NPQH optional?", [vote("yes", "Is NPQH compulsory?")]),
    ],
    ids=[
        "not a yes/no question", "nothing near", "no answer carried", "votes differ", "too far",
        "another NPQ", "another figure", "the negative", "the opposite",
    ],
)  # fmt: skip
def test_given_evidence_that_does_not_settle_it_when_judged_then_nothing_is_said(
    ask: AskIt, told: list[Hit], question: str, matches: list[AskedMatch]
) -> None:
    assert verdict(ask(question), told, matches) is None


def test_given_a_vote_for_a_fact_that_is_not_told_when_judged_then_it_does_not_count(
    ask: AskIt, make_hit: MakeHit
) -> None:
    other = [make_hit("Fees are paid in advance.", fact="fees")]

    assert verdict(ask(QUESTION), other, [vote("yes")]) is None


def test_given_nothing_told_or_a_proposal_when_judged_then_nothing_is_said(
    ask: AskIt, make_hit: MakeHit
) -> None:
    proposed = make_hit("One option was a pause.", fact="deferral", standing=Standing.PROPOSAL)

    assert verdict(ask(QUESTION), [], [vote("yes")]) is None
    assert verdict(ask(QUESTION), [proposed], [vote("yes")]) is None


def test_given_two_negatives_that_agree_when_judged_then_the_vote_counts(
    ask: AskIt, told: list[Hit]
) -> None:
    near = vote("no", "Is deferral not possible on NPQH at all?")

    assert verdict(ask("Is deferral not possible on NPQH?"), told, [near]) == "no"


def test_given_a_negative_tag_when_judged_then_it_is_not_taken_for_a_negative(
    ask: AskIt, told: list[Hit]
) -> None:
    question = "Deferral is possible on NPQH, isn’t it?"

    assert verdict(ask(question), told, [vote("yes")]) == "yes"


def test_given_what_a_sentence_allows_when_asked_may_i_then_no_is_not_said(
    ask: AskIt, make_hit: MakeHit
) -> None:
    allowed = [make_hit("You may register twice, but one provider accepts you.", fact="deferral")]
    barred = [make_hit("You cannot register twice.", fact="deferral")]
    question = "Can I register twice?"
    near = [vote("no", "May I register twice for one course?", 0.75)]

    assert verdict(ask(question), allowed, near) is None
    assert verdict(ask(question), barred, near) == "no"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is NPQH 12 months long?", "NPQH takes 18 months."),
        (
            "Are heads funded in their first eight years?",
            "Heads are funded in their first 5 years.",
        ),
        ("Is attendance required for 75% of it?", "Attendance is required for 90% of it."),
        ("A page says NPQH is a 12 month course. Correct?", "NPQH takes 18 months."),
    ],
)
def test_given_another_figure_when_judged_then_no_is_said(
    ask: AskIt, make_hit: MakeHit, question: str, sentence: str
) -> None:
    told = [make_hit(sentence).model_copy(update={"asked_similarity": 0.7})]

    assert verdict(ask(question), told, []) == "no"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is NPQH at least 12 months long?", "NPQH takes 18 months."),
        ("Can I do NPQH in 12 months?", "NPQH takes 18 months."),
        ("Is NPQH 18 months long?", "NPQH takes 18 months."),
        ("Was NPQH 12 months long?", "NPQH takes 18 months."),
        ("Is NPQH 12 months long?", "One hub says that NPQH takes 18 months."),
        ("Because I hold no degree, can I apply?", "A degree is not asked for."),
        ("Is 95% attendance all right?", "Attendance must be at least 90%."),
        ("Is an essay of 1,200 words fine?", "An essay has up to 1,500 words."),
        ("Is NPQEL 12 months long?", "NPQH takes 18 months."),
        ("Is NPQH 78 weeks long?", "NPQH takes 18 months."),
        ("Can I take it as a teacher?", "You do not have to be a head to take it."),
        ("Can I take it again?", "Having taken an old one does not stop you taking it again."),
    ],
)
def test_given_what_no_figure_or_denial_settles_when_judged_then_no_is_not_said(
    ask: AskIt, make_hit: MakeHit, question: str, sentence: str
) -> None:
    told = [make_hit(sentence).model_copy(update={"asked_similarity": 0.7})]

    assert verdict(ask(question), told, []) != "no"


def test_given_the_same_figure_when_judged_then_yes_is_said(ask: AskIt, make_hit: MakeHit) -> None:
    told = [make_hit("NPQH takes 18 months.").model_copy(update={"asked_similarity": 0.7})]

    assert verdict(ask("Is NPQH eighteen months long?"), told, []) == "yes"


def test_given_the_figure_in_another_sentence_of_today_when_judged_then_nothing_is_said(
    ask: AskIt, make_hit: MakeHit
) -> None:
    told = [
        make_hit("NPQH takes 18 months.").model_copy(update={"asked_similarity": 0.7}),
        make_hit("With its assessment NPQH takes 22 months.", fact="whole"),
    ]

    assert verdict(ask("Is NPQH 22 months long?"), told, []) is None


def test_given_a_plain_denial_when_judged_then_no_is_said(ask: AskIt, make_hit: MakeHit) -> None:
    told = [make_hit("A degree is not asked for.").model_copy(update={"asked_similarity": 0.7})]

    assert verdict(ask("Is a degree asked for?"), told, []) == "no"


def test_given_a_year_that_no_sentence_tells_when_judged_then_yes_is_not_said(
    ask: AskIt, make_hit: MakeHit
) -> None:
    told = [make_hit("NPQH participants may defer.", fact="deferral")]

    assert verdict(ask("Was deferral possible on NPQH in 2019?"), told, [vote("yes")]) is None


@pytest.mark.parametrize(
    ("predicted", "asked", "said"),
    [
        ("Can my staff in Swansea get it?", "Can my staff get it?", None),
        ("Can my staff in Swansea get it?", "Can my staff in Swansea get it?", "no"),
        ("Can a special school get it?", "Can a specialist get it?", None),
        ("Can nursery staff get it?", "Can staff of nurseries get it?", "no"),
    ],
)
def test_given_a_predicted_question_about_one_place_when_another_asks_then_it_has_no_vote(
    ask: AskIt, make_hit: MakeHit, predicted: str, asked: str, said: str | None
) -> None:
    told = [make_hit("Scholarships go only to some people.", fact="deferral")]

    assert verdict(ask(asked), told, [vote("no", predicted, 0.8)]) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [("Do NPQs cut workload?", None), ("Will the review of NPQs cut workload?", "yes")],
)
def test_given_a_sentence_about_a_review_when_none_is_named_then_nothing_is_said(
    ask: AskIt, make_hit: MakeHit, question: str, said: str | None
) -> None:
    told = [make_hit("The framework review looks at reducing workload.", fact="deferral")]

    votes = [vote("yes", "Will the review of NPQs cut workload?", 0.8)]

    assert verdict(ask(question), told, votes) == said


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Can I defer with them?", "They do not normally accept workload as a reason.", "no"),
        ("Special school here. Must we have one?", "Mainstream schools must have one.", "yes"),
        ("Is NPQH compulsory for anyone?", "It is voluntary; the exception is NPQEL.", "no"),
        ("Is EHCO free?", "If you withdrew you would have to pay for EHCO.", "yes"),
        ("Is NPQH specialist or leadership?", "NPQH belongs to the leadership NPQs.", "no"),
        ("Do I pay for NPQH or is it covered?", "Scholarships cover the fee of NPQH.", "yes"),
        ("Does it cover safeguarding?", "It covers behaviour, bullying and culture.", "yes"),
        ("Do I need a degree for it?", "It asks for a full and relevant level 3 or above.", "yes"),
        ("Is it meant for me?", "They are not only for people who seek promotion.", "no"),
        ("Can I use ChatGPT?", "A delivery partner forbids ChatGPT.", "no"),
    ],
    ids=[
        "normally",
        "another kind of school",
        "exception",
        "who pays",
        "either",
        "or is it",
        "not among what is covered",
        "another thing needed",
        "no bar",
        "one provider",
    ],
)
def test_given_a_sentence_that_bears_no_yes_or_no_when_judged_then_nothing_is_said(
    ask: AskIt, make_hit: MakeHit, question: str, sentence: str, answer: str
) -> None:
    hits = [make_hit(sentence, fact="deferral")]

    assert verdict(ask(question), hits, [vote(answer, question)]) is None


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Must we have one?", "Mainstream schools must have one.", "yes"),
        ("Is workload a reason?", "They do not normally accept workload as a reason.", "no"),
        ("Is NPQH compulsory, yes or no?", "It is voluntary; the exception is NPQEL.", "no"),
        ("Is NPQH compulsory?", "It is voluntary; the exception is NPQEL.", "no"),
        ("Do I have to pay for EHCO?", "If you withdrew you would have to pay for EHCO.", "yes"),
        ("Can teachers or heads take NPQH?", "Teachers and heads may take NPQH.", "yes"),
    ],
)
def test_given_the_like_without_that_doubt_when_judged_then_it_is_said(
    ask: AskIt, make_hit: MakeHit, question: str, sentence: str, answer: str
) -> None:
    hits = [make_hit(sentence, fact="deferral")]

    assert verdict(ask(question), hits, [vote(answer, question)]) == answer


def test_given_a_not_in_another_clause_when_judged_then_it_says_no_to_nothing(
    ask: AskIt, make_hit: MakeHit
) -> None:
    hits = [make_hit("NPQH is not funded by DfE; the trust pays half of the fee.")]

    assert verdict(ask("Does the trust pay half of the fee?"), hits, []) is None
    assert verdict(ask("Is NPQH funded by DfE?"), hits, []) == "no"
