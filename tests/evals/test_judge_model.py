"""A language model as judge is labelled, and its words are read strictly."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from evals.judge_model import PROMPT, JudgeUnusable, ModelJudge, make_judge
from evals.records import Behaviour, Case, Generated, Scored

CASE = Case(id="x", question="How long is {answer}?", expected_answer="18 months.")


def _said(text: str, behaviour: Behaviour = Behaviour.ANSWER) -> Generated:
    return Generated(case_id="x", behaviour=behaviour, answer=text)


def _judge(*replies: str, prompt: Path = PROMPT) -> ModelJudge:
    return ModelJudge(FakeListChatModel(responses=list(replies)), name="fake:one", prompt=prompt)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("CORRECT", 1.0),
        ("Incorrect.", 0.0),
        ("It is INCORRECT, not CORRECT", None),
        ("perhaps", None),
    ],
)
def test_given_a_reply_when_read_then_only_one_plain_verdict_counts(
    reply: str, verdict: float | None
) -> None:
    assert _judge(reply).verdict(case=CASE, generated=_said("18 months. [1]")) == verdict


def test_given_a_verdict_when_added_then_its_metric_names_model_and_prompt(tmp_path: Path) -> None:
    digest = hashlib.sha256(PROMPT.read_bytes()).hexdigest()[:12]
    other = tmp_path / "other.md"
    other.write_text("{question} {expected} {answer}", encoding="utf-8")
    line = Scored(
        case_id="x", expected=Behaviour.ANSWER, given=Behaviour.ANSWER, metrics={"accuracy": 0.0}
    )

    added = _judge("CORRECT").added_to(line, case=CASE, generated=_said("18 months."))

    assert added.metrics == {"accuracy": 0.0, f"judged_correct[fake:one@{digest}]": 1.0}
    assert _judge("CORRECT", prompt=other).metric not in added.metrics


def test_given_a_failed_answer_or_no_reference_when_judged_then_no_model_is_asked() -> None:
    judge = ModelJudge(FakeListChatModel(responses=[]), name="none")
    without = CASE.model_copy(update={"expected_answer": None})

    assert judge.verdict(case=CASE, generated=_said("", Behaviour.ERROR)) == 0.0
    assert judge.verdict(case=without, generated=_said("18 months.")) is None


def test_given_fields_inside_the_texts_when_asked_then_they_are_not_filled() -> None:
    seen: list[str] = []

    class Listening(FakeListChatModel):
        def _call(self, messages, *args, **kwargs):  # type: ignore[no-untyped-def]
            seen.append(str(messages[-1].content))
            return super()._call(messages, *args, **kwargs)

    judge = ModelJudge(Listening(responses=["CORRECT"]), name="fake")
    judge.verdict(case=CASE, generated=_said("{expected}"))

    assert "How long is {answer}?" in seen[0]
    assert "<answer>\n{expected}\n</answer>" in seen[0]


def test_given_a_model_that_fails_when_judging_then_one_sentence_says_so() -> None:
    class Broken(FakeListChatModel):
        def _call(self, messages, *args, **kwargs):  # type: ignore[no-untyped-def]
            raise ConnectionError("no route")

    judge = ModelJudge(Broken(responses=["CORRECT"]), name="fake")

    with pytest.raises(JudgeUnusable, match="ConnectionError on x"):
        judge.verdict(case=CASE, generated=_said("18 months."))


def test_given_no_such_provider_when_a_judge_is_made_then_one_sentence_says_what_to_do() -> None:
    with pytest.raises(JudgeUnusable) as raised:
        make_judge("nobody:nothing")

    assert "\n" not in raised.value.sentence
