"""What is kept of a turn holds nothing that the person typed of themselves or of others."""

from __future__ import annotations

from datetime import date

from assistant.feedback import MAX_COMMENT, rate
from assistant.masked import masked_turn
from assistant.masking.personal import Mask
from assistant.records import Answer, Outcome, Statement

TOLD = "Ask Best Practice Network or Teach First about your place."


def answer(**changes: object) -> Answer:
    values = {
        "id": "a1",
        "question": "I am Priya Nair, priya@example.org. How long is NPQH?",
        "standalone_question": "I am Priya Nair, priya@example.org. How long is NPQH?",
        "outcome": Outcome.PARTLY_ANSWERED,
        "answer": f"{TOLD} [1] The pages do not say anything about “Priya Nair’s room”.",
        "statements": (Statement(text=TOLD, citations=(1,)),),
        "as_of": date(2026, 11, 22),
    }
    return Answer.model_validate(values | changes)


def test_given_a_name_and_an_address_when_masked_then_neither_is_anywhere_in_the_turn() -> None:
    asked = answer(
        clarifying_question="Which NPQ is Priya Nair doing?", options=("Priya Nair: NPQH?",)
    )

    text = masked_turn(Mask(), asked).model_dump_json()

    assert "Priya" not in text
    assert "Nair" not in text
    assert "priya@" not in text
    assert "How long is NPQH?" in text


def test_given_a_statement_of_the_guidance_when_masked_then_it_stays_as_it_is() -> None:
    masked = masked_turn(Mask(), answer())

    assert masked.answer.startswith(f"{TOLD} [1] ")
    assert masked.statements == answer().statements


def test_given_a_conversation_when_masked_then_one_person_has_one_placeholder() -> None:
    mask = Mask()
    first = masked_turn(mask, answer())
    second = masked_turn(mask, answer(question="Is Priya Nair funded? Her head is Omar Haddad."))

    assert "[NAME 1]" in first.question
    assert "[NAME 1]" in second.question
    assert "[NAME 2]" in second.question


def test_given_a_comment_when_rated_then_addresses_numbers_and_known_names_are_masked() -> None:
    mask = Mask()
    masked_turn(mask, answer())
    comment = "Mail jo@example.org or ring Priya Nair on 07700 900123, 2026 is wrong"

    kept = rate(answer(), "down", ("wrong",), comment, mask)

    for personal in ("jo@", "07700", "Priya", "Nair"):
        assert personal not in kept.comment
    assert "2026 is wrong" in kept.comment
    assert "How long" not in kept.model_dump_json()


def test_given_a_long_comment_that_grows_when_masked_then_it_still_fits() -> None:
    comment = "a@b.uk " * (MAX_COMMENT // 7)

    assert len(rate(answer(), "down", (), comment).comment) <= MAX_COMMENT
