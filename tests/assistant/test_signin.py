"""Who gets to a staff page: signed in and on the list, alone at this computer, or nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.desk.records import desk_policy
from corpus.settings import Settings
from tests.staff_pages import at_this_computer, button, opened, shown, signed_in_as, write_staff

APP = Path(__file__).resolve().parents[1] / "staff_app.py"
WORDS: dict[str, Any] = desk_policy("signin")
AMA = "ama.boateng@example.org"
PLACEHOLDERS = {"name", "roles", "provider", "hours", "origin", "key", "least"}


@pytest.fixture
def desk() -> AppTest:
    """A staff page, not yet drawn."""
    return AppTest.from_file(str(APP), default_timeout=30)


# Signed in


def test_given_an_officer_when_signed_in_then_the_desk_opens_with_name_and_role(
    desk: AppTest,
) -> None:
    write_staff()

    at = signed_in_as(desk, AMA).run()

    assert opened(at) == [f"THE STORE for {AMA}: officer"]
    assert f"Signed in as {AMA}. What you do here: writes replies." in shown(at)
    assert button(at, "Sign out")


def test_given_an_address_in_capitals_when_signed_in_then_it_is_the_same_person(
    desk: AppTest,
) -> None:
    write_staff()

    at = signed_in_as(desk, "Ama.Boateng@EXAMPLE.org").run()

    assert opened(at) == [f"THE STORE for {AMA}: officer"]


def test_given_somebody_removed_from_the_list_when_the_page_runs_again_then_they_are_out(
    desk: AppTest,
) -> None:
    write_staff()
    at = signed_in_as(desk, AMA).run()
    write_staff(staff={"bronwen.rees@example.org": ["reviewer"]})

    at.run()

    assert opened(at) == []
    assert "You are signed in, but not on the list of staff." in shown(at)
    assert button(at, "Sign out")


def test_given_a_role_changed_when_the_page_runs_again_then_the_new_role_counts(
    desk: AppTest,
) -> None:
    write_staff()
    at = signed_in_as(desk, AMA).run()
    write_staff(staff={AMA: ["reviewer", "admin"]})

    at.run()

    assert opened(at) == [f"THE STORE for {AMA}: admin reviewer"]
    assert "reviews replies; looks after the desk" in shown(at)


def test_given_no_role_when_signed_in_then_it_is_told(desk: AppTest) -> None:
    write_staff(staff={AMA: []})

    at = signed_in_as(desk, AMA).run()

    assert WORDS["signed_in"]["no_roles"] in shown(at)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email_verified": False}, "not_verified"),
        ({"email_verified": "false"}, "not_verified"),
        ({"email_verified": None}, "not_verified"),
        ({"email": None}, "no_email"),
        ({"email": ["ama.boateng@example.org"]}, "no_email"),
        ({"email": "ama.boateng"}, "no_email"),
    ],
)
def test_given_an_identity_that_is_not_vouched_for_when_signed_in_then_refused(
    desk: AppTest, claims: dict[str, object], said: str
) -> None:
    write_staff(staff={AMA: ["officer"], "ama.boateng": ["officer"]})

    at = signed_in_as(desk, AMA, **claims).run()

    assert opened(at) == []
    assert WORDS["refused"][said] in shown(at)
    assert button(at, "Sign out")


def test_given_a_provider_that_says_nothing_of_verified_when_signed_in_then_accepted(
    desk: AppTest,
) -> None:
    write_staff()
    signed_in_as(desk, AMA)
    del desk.user["email_verified"]

    at = desk.run()

    assert len(opened(at)) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"provider": "the-one-before"},
        {"provider": None},
    ],
)
def test_given_nobody_signed_in_here_when_opened_then_a_button_and_nothing_of_the_store(
    desk: AppTest, claims: dict[str, object]
) -> None:
    write_staff()

    at = signed_in_as(desk, AMA, **claims).run()

    assert opened(at) == []
    assert WORDS["sign_in"]["what"] in shown(at)
    assert [button.label for button in at.button] == ["Sign in"]


@pytest.mark.parametrize(
    "at_time",
    [None, "now", True, time.time() - 13 * 3600, 0],
    ids=["none", "no time", "true", "thirteen hours ago", "the epoch"],
)
def test_given_an_old_sign_in_when_a_page_is_opened_then_they_sign_in_again(
    desk: AppTest, at_time: object
) -> None:
    write_staff()

    at = signed_in_as(desk, AMA, iat=at_time).run()

    assert opened(at) == []
    assert "You signed in more than 12 hours ago." in shown(at)
    assert button(at, "Sign in")


def test_given_a_page_left_open_when_the_sign_in_grows_old_then_what_was_typed_is_not_lost(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_staff()
    at = signed_in_as(desk, AMA).run()
    later = time.time() + 13 * 3600
    monkeypatch.setattr("assistant.pages.signin.time.time", lambda: later)

    at.run()

    assert len(opened(at)) == 1


def test_given_somebody_signed_in_when_they_sign_out_then_the_page_is_closed(
    desk: AppTest,
) -> None:
    write_staff()
    at = signed_in_as(desk, AMA).run()

    button(at, "Sign out").click().run()
    at.run()

    assert opened(at) == []
    assert button(at, "Sign in")


def test_given_a_name_with_markup_when_signed_in_then_it_is_shown_as_text(desk: AppTest) -> None:
    name = "<img src=x onerror=alert(1)>@example.org"
    write_staff(staff={name: ["officer"]})

    at = signed_in_as(desk, name).run()

    html = " ".join(element.proto.body for element in at.get("html"))
    assert "<img" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize("text", [None, "staff: 3", "\x00", "staff:\n- {name: a, roles: [boss]}"])
def test_given_a_bad_list_of_staff_when_signed_in_then_closed_and_no_path_is_told(
    desk: AppTest, text: str | None, settings: Settings
) -> None:
    if text is not None:
        settings.data_dir.mkdir(parents=True)
        settings.staff_file.write_text(text)

    at = signed_in_as(desk, AMA).run()

    assert opened(at) == []
    assert WORDS["closed"]["staff_list"] in shown(at)
    assert str(settings.data_dir) not in shown(at)


# Not set up


def test_given_this_computer_alone_when_opened_then_a_marked_mode_asks_for_a_name(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_this_computer(monkeypatch)

    at = desk.run()

    assert opened(at) == []
    assert WORDS["single_user"]["heading"] in shown(at)
    assert "Nobody approves their own draft." in shown(at)
    at.text_input[0].set_value("  Ama Boateng ")
    button(at, "Continue").click().run()
    assert opened(at) == ["THE STORE for Ama Boateng: admin officer reviewer"]
    assert WORDS["single_user"]["heading"] in shown(at)
    assert "You are working as Ama Boateng, in every role." in shown(at)


def test_given_a_name_when_changed_then_the_page_goes_on_under_the_new_one(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_this_computer(monkeypatch)
    at = desk.run()
    at.text_input[0].set_value("Ama Boateng")
    button(at, "Continue").click().run()

    at.text_input[0].set_value("Bronwen Rees")
    button(at, "Continue").click().run()

    assert opened(at) == ["THE STORE for Bronwen Rees: admin officer reviewer"]


@pytest.mark.parametrize("name", ["", "   ", "a\u202eb", "\x07"])
def test_given_no_proper_name_when_given_then_it_is_told_and_asked_again(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    at_this_computer(monkeypatch)
    at = desk.run()

    at.text_input[0].set_value(name)
    button(at, "Continue").click().run()

    assert opened(at) == []
    assert "Say who you are first" in shown(at)
    assert at.text_input[0].value == name


def test_given_another_computer_when_opened_then_closed_with_what_to_set_up(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_this_computer(monkeypatch, listens_on="0.0.0.0")

    at = desk.run()

    assert opened(at) == []
    assert WORDS["closed"]["not_set_up"] in shown(at)
    assert "secrets.toml" in shown(at)
    assert "staff.yaml" in shown(at)
    assert not at.text_input


# The words


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def test_given_the_wording_when_read_then_every_gap_in_it_is_one_that_the_pages_fill() -> None:
    texts = list(_texts(WORDS))

    assert len(texts) > 30
    for text in texts:
        assert text == text.strip()
        assert {field for _, field, _, _ in Formatter().parse(text) if field} <= PLACEHOLDERS


def test_given_a_reason_why_sign_in_cannot_work_when_told_then_it_is_one_or_two_sentences() -> None:
    for sentence in WORDS["broken"].values():
        assert sentence.endswith(".")
        assert len(sentence) < 160
