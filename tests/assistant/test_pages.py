"""The browser pages without a browser: escaping, the conversation, the export, the wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.assembly import Assistant, build_assistant
from assistant.pages.answers import answer_html, around, problem_html, question_html
from assistant.pages.citations import link_to, source_item
from assistant.pages.conversation import Asked, Conversation, Exchange, reply
from assistant.pages.export import to_markdown
from assistant.pages.notes import keeping_notes
from assistant.records import Answer, Outcome, Source, Statement, policy
from corpus.errors import QuestionRejected
from corpus.records import Kind, Standing
from corpus.settings import Settings
from index.records import Passage, Sentence

APP = Path(__file__).resolve().parents[2] / "app.py"
HOSTILE = '<img src=x onerror=alert(1)> ![x](https://example.invalid/p.png) $x^2$ "quoted" :red[x]'
QUOTE = "NPQs last 12 months."


def a_source(**changes: object) -> Source:
    values = {
        "number": 1, "document_id": "page", "title": "A page", "publisher": "A hub",
        "kind": Kind.GUIDANCE, "status": Standing.CURRENT, "url": "https://example.org/a",
        "updated": "2026-05-18", "section": "How long?", "passage": "page/1",
        "quotes": (QUOTE,), "standings": (Standing.CURRENT,),
    }  # fmt: skip
    return Source.model_validate(values | changes)


def a_passage(text: str) -> Passage:
    start = text.index(QUOTE)
    sentence = Sentence(id="s1", text=QUOTE, start=start, end=start + len(QUOTE))
    return Passage(
        id="page/1", document_id="page", title="A page", publisher="A hub", kind=Kind.GUIDANCE,
        status=Standing.CURRENT, superseded_by=None, url=None, dated=None, added=False,
        headings=("How long?",), text=text, sentences=(sentence,), content_hash="x",
    )  # fmt: skip


def an_answer(**changes: object) -> Answer:
    values = {
        "id": "abc", "question": "How long?", "standalone_question": "How long?",
        "outcome": Outcome.ANSWERED, "answer": f"{QUOTE} [1]",
        "statements": (Statement(text=QUOTE, citations=(1,)),), "sources": (a_source(),),
        "confidence": 0.9, "confidence_band": "high", "as_of": date(2026, 11, 22),
    }  # fmt: skip
    return Answer.model_validate(values | changes)


def asked_back() -> Answer:
    return an_answer(
        outcome=Outcome.NEEDS_CLARIFICATION, answer="It depends. Which NPQ?", statements=(),
        sources=(), clarifying_question="Which NPQ?", options=("How long is NPQH?",),
    )  # fmt: skip


class FakeAssistant:
    """Answers with what it was given: an answer, or an error to raise."""

    def __init__(self, result: Answer | Exception) -> None:
        self.result = result

    def stream(self, _: object) -> Iterator[Statement | Answer]:
        if isinstance(self.result, Exception):
            raise self.result
        yield from self.result.statements
        yield self.result

    def passage(self, _: str) -> None:
        return None


def given(result: Answer | Exception) -> Callable[[], Assistant]:
    return lambda: cast(Assistant, FakeAssistant(result))


class TestEscaping:
    def test_a_question_is_shown_as_text(self) -> None:
        assert "<img" not in question_html(HOSTILE, 1)
        assert "&lt;img src=x onerror=alert(1)&gt;" in question_html(HOSTILE, 1)

    def test_nothing_of_a_document_becomes_markup(self) -> None:
        source = a_source(title=HOSTILE, publisher=HOSTILE, section=HOSTILE)
        shown = source_item(source, a_passage(f"{HOSTILE}\n{QUOTE}"), "npq-1")
        assert "<img" not in shown
        assert 'title="' not in shown
        assert shown.count("<a ") == 2

    def test_only_web_addresses_become_links(self) -> None:
        assert link_to("javascript:alert(1)", "x") == ""
        assert link_to('https://e.org/"onclick="x', "x").count('"') == 6

    def test_commands_in_an_error_are_code_and_the_rest_is_text(self) -> None:
        shown = problem_html("Run `npq index build`. <b>")
        assert "<code>npq index build</code>" in shown
        assert "<b>" not in shown

    def test_the_export_holds_no_markup_of_others(self) -> None:
        text = to_markdown([Exchange(Asked(HOSTILE), an_answer())], date(2026, 11, 22))
        assert "\\<img" in text
        assert "\\!\\[x\\]" in text
        assert "\\$x^2\\$" in text


class TestCitations:
    def test_the_quoted_sentence_is_marked_where_it_stands(self) -> None:
        shown = source_item(a_source(), a_passage(f"Before.\n{QUOTE}\nAfter."), "npq-1")
        assert f'<p>Before.</p><p><mark id="npq-1-source-1-quote-0">“{QUOTE}”</mark></p>' in shown

    def test_the_number_in_the_answer_points_at_the_mark(self) -> None:
        shown = answer_html(Exchange(Asked("How long?"), an_answer()), 1)
        assert 'href="#npq-1-source-1-quote-0"' in shown
        assert shown.count('id="npq-1-source-1-quote-0"') == 1

    def test_a_passage_that_is_gone_leaves_the_quote(self) -> None:
        assert f"“{QUOTE}”" in source_item(a_source(), None, "npq-1")

    @pytest.mark.parametrize(
        ("standing", "words"),
        [
            (Standing.CURRENT, "Current"),
            (Standing.SUPERSEDED, "No longer current"),
            (Standing.PROPOSAL, "Closed consultation: a proposal, not policy"),
        ],
    )
    def test_standing_is_told_in_words(self, standing: Standing, words: str) -> None:
        assert words in source_item(a_source(status=standing), None, "npq-1")

    @pytest.mark.parametrize(
        ("page", "sentence", "line"),
        [
            (Standing.CURRENT, Standing.SUPERSEDED, "No longer current"),
            (Standing.HISTORICAL, Standing.CURRENT, "Current"),
        ],
    )
    def test_the_line_of_a_source_tells_of_its_sentence_and_the_details_of_its_page(
        self, page: Standing, sentence: Standing, line: str
    ) -> None:
        shown = source_item(a_source(status=page, standings=(sentence,)), None, "npq-1")
        summary, details = shown.split("</summary>")
        assert f"</span> {line}</span>" in summary
        assert "Standing of the page" in details
        assert "Standing of the sentence used" in details
        assert policy("chat")["standings"][page.value]["words"] in details

    def test_an_added_original_is_told_from_our_summary(self) -> None:
        assert "Original added by this service" in source_item(a_source(added=True), None, "p")
        assert "Our summary" in source_item(a_source(), None, "p")


class TestAnswers:
    def test_the_missing_part_follows_the_statements(self) -> None:
        answer = an_answer(
            outcome=Outcome.PARTLY_ANSWERED, answer=f"{QUOTE} [1] Nothing about “wifi”."
        )
        assert around(answer) == ("", "Nothing about “wifi”.")
        assert "npq-missing" in answer_html(Exchange(Asked("x"), answer), 1)

    def test_the_question_back_is_told_once(self) -> None:
        assert around(asked_back()) == ("It depends.", "")
        assert answer_html(Exchange(Asked("x"), asked_back()), 1).count("Which NPQ?") == 1

    def test_notices_stand_in_a_box_and_confidence_in_words(self) -> None:
        shown = answer_html(Exchange(Asked("x"), an_answer(notices=("This has changed.",))), 1)
        assert "npq-notice" in shown
        assert "How sure: high." in shown


class TestConversation:
    def test_a_follow_up_carries_the_earlier_turns(self) -> None:
        talk = Conversation(exchanges=[Exchange(Asked("First?"), an_answer())])
        assert talk.question(Asked("And then?")).history == ("First?",)
        assert talk.question(Asked("A button?", alone=True)).history == ()

    def test_a_reply_to_the_question_back_completes_it(self) -> None:
        talk = Conversation(exchanges=[Exchange(Asked("How long is it?"), asked_back())])
        assert talk.question(Asked("NPQH.")).text == "How long is it (NPQH)?"
        assert talk.question(Asked("Who provides it?")).text == "Who provides it?"

    def test_an_error_keeps_the_question_and_can_be_tried_again(self) -> None:
        talk = Conversation()
        talk.ask("How long?")
        asked = talk.waiting[0]
        (failed,) = reply(talk, asked, given(RuntimeError("secret")))
        assert isinstance(failed, Exchange)
        assert "secret" not in failed.problem
        talk.settle(failed)
        assert talk.waiting == []
        assert talk.history() == ()
        talk.retry(failed)
        assert talk.waiting == [asked]
        assert talk.exchanges == []

    def test_a_rejected_question_says_why(self) -> None:
        error = QuestionRejected("Too long.")
        (failed,) = reply(Conversation(), Asked("x"), given(error))
        assert isinstance(failed, Exchange)
        assert (failed.problem, failed.rejected) == ("Too long.", True)

    def test_statements_come_before_the_whole_answer(self) -> None:
        said = list(reply(Conversation(), Asked("x"), given(an_answer())))
        assert [type(item) for item in said] == [Statement, Exchange]

    def test_start_over_and_back(self) -> None:
        talk = Conversation(exchanges=[Exchange(Asked("First?"), an_answer())])
        talk.start_over()
        assert talk.exchanges == []
        talk.undo()
        assert talk.history() == ("First?",)


class TestRecords:
    def test_start_over_begins_a_new_conversation_in_our_records_and_undo_goes_back(self) -> None:
        talk = Conversation(exchanges=[Exchange(Asked("First?"), an_answer())])
        first = talk.kept_as
        talk.start_over()
        assert talk.kept_as.id != first.id
        assert talk.previous_kept_as is first
        talk.undo()
        assert talk.kept_as is first

    def test_a_deleted_conversation_goes_on_under_a_new_id(self) -> None:
        talk = Conversation(exchanges=[Exchange(Asked("First?"), an_answer())])
        talk.kept_as.kept = True
        first = talk.kept_as.id
        talk.deleted("Gone.")
        assert talk.kept_as.id != first
        assert not talk.kept_as.kept
        assert talk.deletion == "Gone."
        talk.ask("Second?")
        assert talk.deletion == ""

    def test_the_last_conversation_can_be_deleted_after_starting_over(self) -> None:
        talk = Conversation(exchanges=[Exchange(Asked("First?"), an_answer())])
        talk.kept_as.kept = True
        talk.start_over()
        new = talk.kept_as
        talk.deleted("Gone.")
        assert talk.kept_as is new
        assert not talk.previous_kept_as.kept
        talk.undo()
        assert talk.history() == ("First?",)

    @pytest.mark.parametrize(("days", "said"), [(1, "for 1 day "), (30, "for 30 days ")])
    def test_what_is_said_to_be_kept_follows_the_settings(
        self, settings: Settings, days: int, said: str
    ) -> None:
        kept = settings.model_copy(update={"keep_conversations_days": days})
        assert said in keeping_notes(kept)["note"]
        off = kept.model_copy(update={"keep_conversations": False})
        assert "only while this page is open" in keeping_notes(off)["note"]
        assert "not your question" in keeping_notes(off)["rating"]
        assert set(keeping_notes(kept)) == set(keeping_notes(off))

    def test_no_placeholder_is_left_in_what_is_said(self, settings: Settings) -> None:
        for on in (True, False):
            changed = settings.model_copy(update={"keep_conversations": on})
            assert "{" not in str(list(keeping_notes(changed).values()))


class TestWording:
    def test_every_value_that_is_shown_has_words(self) -> None:
        words = policy("chat")
        assert set(words["standings"]) == {standing.value for standing in Standing}
        assert set(words["kinds"]) == {kind.value for kind in Kind}
        assert set(policy("outcomes")["outcomes"]) == {outcome.value for outcome in Outcome}
        assert {band["name"] for band in policy("outcomes")["bands"]} <= set(words["turn"]["band"])
        signs = [standing["sign"] for standing in words["standings"].values()]
        assert len(set(signs)) == len(signs)

    def test_six_questions_to_start_with(self) -> None:
        questions = policy("chat")["suggested"]["questions"]
        assert len(set(questions)) == 6
        assert all(q.endswith("?") for q in questions)

    def test_each_of_them_has_an_answer(self, shared_index: Settings) -> None:
        assistant = build_assistant(shared_index)
        for question in policy("chat")["suggested"]["questions"]:
            answer = assistant.invoke(question)
            assert answer.outcome is Outcome.ANSWERED, question
            assert answer.confidence_band != "low", question
            assert len(answer.statements) <= 5, question

    def test_it_says_what_it_is_not(self) -> None:
        assert policy("chat")["note"].endswith("Not advice from the Department for Education.")


class TestPage:
    @pytest.fixture
    def app(self) -> Iterator[AppTest]:
        st.cache_resource.clear()
        yield AppTest.from_file(str(APP), default_timeout=60)
        st.cache_resource.clear()

    def test_a_missing_index_is_told_with_the_command(self, app: AppTest) -> None:
        app.run()
        assert not app.exception
        assert app.title[0].value == "Ask about NPQs"
        assert "<code>npq index build</code>" in _html(app)

    def test_a_linked_question_is_kept_when_it_cannot_be_answered(self, app: AppTest) -> None:
        app.query_params["q"] = "How long is NPQH? <b>"
        app.run()
        assert "How long is NPQH? &lt;b&gt;" in _html(app)
        assert [b.label for b in app.button if b.label == "Try again"] == ["Try again"]
        assert _html(app).count("There is a problem</h2>") == 1


def _html(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))
