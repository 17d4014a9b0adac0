"""The promises of the design, over questions drawn from every part of the corpus.

The sentences, facts and dates that answers are held against are read from the Markdown
and JSON Lines files themselves, not from the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import corpus_files as corpus
import pytest

from assistant.funding import rules
from assistant.guard import guard
from assistant.records import Answer, Outcome, Question, policy
from assistant.understand import understand
from index.retrieval import search

if TYPE_CHECKING:
    from assistant.assembly import Assistant

PREFIXES: dict[str, str] = policy("outcomes")["prefixes"]
PAST = ("superseded", "historical")


class Put(NamedTuple):
    """A question, the fact it was written for, and what the assistant answered."""

    fact: str
    question: str
    answer: Answer


def _asked(engine: Assistant, wanted: list[tuple[str, str]]) -> list[Put]:
    answers = engine.batch(
        [{"question": question, "as_of": corpus.TODAY} for _, question in wanted],
        config={"max_concurrency": 2},
    )
    return [
        Put(fact, question, answer)
        for (fact, question), answer in zip(wanted, answers, strict=True)
    ]


def _with_status(*statuses: str) -> list[str]:
    return [fact for fact, line in corpus.facts().items() if line["status"] in statuses]


@pytest.fixture(scope="module")
def about_superseded(engine: Assistant) -> list[Put]:
    """Up to four questions about each fact that was replaced."""
    return _asked(
        engine,
        [(fact, q) for fact in _with_status("superseded") for q in corpus.predicted(fact)[:4]],
    )


@pytest.fixture(scope="module")
def about_proposals(engine: Assistant) -> list[Put]:
    """Two questions about each thing that was only ever proposed."""
    return _asked(
        engine,
        [(fact, q) for fact in _with_status("proposal") for q in corpus.predicted(fact)[:2]],
    )


@pytest.fixture(scope="module")
def about_everything(engine: Assistant) -> list[Put]:
    """A question about every fifth fact, whatever its topic and standing."""
    return _asked(engine, [(fact, corpus.predicted(fact)[0]) for fact in list(corpus.facts())[::5]])


@pytest.fixture(scope="module")
def all_put(
    about_superseded: list[Put], about_proposals: list[Put], about_everything: list[Put]
) -> list[Put]:
    return [*about_superseded, *about_proposals, *about_everything]


def chain_after(fact: str) -> list[str]:
    """The facts that replaced a fact, one after the other."""
    out: list[str] = []
    following = corpus.facts()[fact]["superseded_by"]
    while following and following not in out:
        out.append(following)
        following = corpus.facts()[following]["superseded_by"]
    return out


def test_given_questions_from_the_whole_corpus_when_asked_then_most_are_answered(
    all_put: list[Put],
) -> None:
    answered = [put for put in all_put if put.answer.outcome is Outcome.ANSWERED]

    assert len(all_put) >= 200
    assert len(answered) >= 0.9 * len(all_put)


def test_given_any_answer_when_read_then_every_quote_is_an_exact_sentence_of_its_page(
    all_put: list[Put],
) -> None:
    wrong = [
        (put.question, quote)
        for put in all_put
        for source in put.answer.sources
        for quote in source.quotes
        if quote not in corpus.pages()[source.document_id]
    ]

    assert wrong == []


def test_given_any_answer_when_read_then_a_statement_is_its_quote_and_no_word_more_or_less(
    all_put: list[Put],
) -> None:
    wrong = []
    for put in all_put:
        quotes = [quote for quote, _ in corpus.quotes_of(put.answer)]
        for statement in put.answer.statements:
            quote = max((q for q in quotes if statement.text.endswith(q)), key=len, default=None)
            if quote is None or corpus.opening_of(statement.text, quote) not in corpus.openings():
                wrong.append((put.question, statement.text))

    assert wrong == []


def test_given_any_answer_when_read_then_nothing_is_cited_that_was_not_looked_up(
    engine: Assistant, about_everything: list[Put]
) -> None:
    """Looked up is: found by the search, or named by a rule or by what replaced it."""
    named = {fact for rule in rules() for fact in rule.facts}
    named |= {policy("funding")["guarantee"], policy("funding")["other_before"]}
    named |= {*policy("writing")["with_proposals"], *policy("writing")["gone"].values()}
    index = engine._index.get()
    for put in about_everything:
        asked = Question(text=put.question, as_of=put.answer.as_of)
        understood = understand(asked, guard(put.question, max_chars=6000), index.speller)
        found = [hit for ask in understood.asks for hit in search(index, ask.query).hits]
        known = {fact.id for hit in found for fact in hit.sentence.facts}
        known |= named | {later for fact in known for later in chain_after(fact)}
        for quote, told in corpus.quotes_of(put.answer):
            assert told <= known, (put.question, quote)


def test_given_a_replaced_fact_when_shown_then_its_sentence_carries_its_mark(
    all_put: list[Put],
) -> None:
    shown, unmarked = 0, []
    for put in all_put:
        for quote, told in corpus.quotes_of(put.answer):
            if any(corpus.facts()[fact]["status"] in PAST for fact in told):
                shown += 1
                before = corpus.opening_of(corpus.statement_with(put.answer, quote), quote)
                if not before.endswith((PREFIXES["superseded"], PREFIXES["historical"])):
                    unmarked.append((put.question, quote))

    assert shown >= 60
    assert unmarked == []


def test_given_a_replaced_fact_when_shown_then_what_holds_today_is_told_with_it(
    all_put: list[Put],
) -> None:
    alone = []
    for put in all_put:
        told = {fact for _, facts in corpus.quotes_of(put.answer) for fact in facts}
        for fact in told:
            today = [f for f in chain_after(fact) if corpus.facts()[f]["status"] == "current"]
            superseded = corpus.facts()[fact]["status"] == "superseded"
            noticed = any(notice.startswith("This has changed.") for notice in put.answer.notices)
            if superseded and today and not told & set(today) and not noticed:
                alone.append((put.question, fact, today))

    assert alone == []


def test_given_a_proposal_when_shown_then_it_is_told_as_a_proposal_and_nothing_else(
    all_put: list[Put],
) -> None:
    shown, wrong = 0, []
    for put in all_put:
        for quote, told in corpus.quotes_of(put.answer):
            if any(corpus.facts()[fact]["status"] == "proposal" for fact in told):
                shown += 1
                before = corpus.opening_of(corpus.statement_with(put.answer, quote), quote)
                if before != PREFIXES["proposal"]:
                    wrong.append((put.question, before, quote))
                if policy("outcomes")["notices"]["proposal"] not in put.answer.notices:
                    wrong.append((put.question, "no notice", quote))

    assert shown >= 20
    assert wrong == []


def test_given_text_of_today_when_shown_then_it_carries_no_mark(all_put: list[Put]) -> None:
    wrong = []
    for put in all_put:
        for quote, told in corpus.quotes_of(put.answer):
            if all(corpus.facts()[fact]["status"] == "current" for fact in told):
                before = corpus.opening_of(corpus.statement_with(put.answer, quote), quote)
                if before.endswith(tuple(PREFIXES.values())):
                    wrong.append((put.question, quote))

    assert wrong == []


@pytest.mark.parametrize(
    ("question", "day", "fact"),
    [
        (
            "Was primary maths funded for all schools in autumn 2024?",
            "2024-10-01",
            "fund-a24-universal",
        ),
        (
            "Which NPQs are funded for all schools in autumn 2025?",
            "2025-09-15",
            "fund-a25-universal",
        ),
        ("Which organisations were the NPQ lead providers in 2021?", "2021-10-01", "pr-2021"),
        ("Where did people get NPQ certificates in 2022?", "2022-10-01", "as-cert-old"),
    ],
)
def test_given_an_earlier_day_when_asked_then_what_held_then_is_told_without_a_mark(
    engine: Assistant, question: str, day: str, fact: str
) -> None:
    def mark(as_of: str) -> str:
        answer = engine.invoke({"question": question, "as_of": as_of})
        told: dict[str, Any] = {f: quote for quote, fs in corpus.quotes_of(answer) for f in fs}
        assert fact in told
        statement = corpus.statement_with(answer, told[fact])
        return corpus.opening_of(statement, told[fact])

    assert not mark(day).endswith(tuple(PREFIXES.values()))
    assert mark(corpus.TODAY).endswith(PREFIXES["superseded"])
