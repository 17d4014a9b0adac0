"""Sign-in that is set up wrongly keeps staff pages closed; what counts as this computer alone."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from assistant.cli import serve
from assistant.desk.records import desk_policy
from assistant.pages.access import Connection, is_local
from corpus.settings import Settings, get_settings
from tests.staff_pages import (
    AUTH,
    at_this_computer,
    button,
    opened,
    shown,
    signed_in_as,
    write_staff,
)

APP = Path(__file__).resolve().parents[1] / "staff_app.py"
WORDS: dict[str, Any] = desk_policy("signin")
AMA = "ama.boateng@example.org"


@pytest.fixture
def desk() -> AppTest:
    """A staff page, not yet drawn."""
    return AppTest.from_file(str(APP), default_timeout=30)


@pytest.fixture
def options() -> Iterator[dict[str, Any]]:
    """Options of the server that a test changes and that are put back."""
    names = ("server.address", "secrets.files", "server.trustedUserHeaders")
    before = {name: config.get_option(name) for name in names}
    changed: dict[str, Any] = {}
    yield changed
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        *(({key: None}, f"`{key}` is missing") for key in AUTH),
        *(({key: " "}, f"`{key}` is missing") for key in AUTH),
        ({"client_id": 7}, "`client_id` is missing"),
        ({"cookie_secret": "short"}, "has fewer than 32 characters"),
        ({"redirect_uri": "http://localhost:8501/"}, "`redirect_uri` is not"),
        ({"redirect_uri": "javascript:x/oauth2callback"}, "`redirect_uri` is not"),
        ({"redirect_uri": "http://[::1/oauth2callback"}, "`redirect_uri` is not"),
        ({"my_provider": {"client_id": "npq"}}, "contains an underscore"),
        ({"work": {"client_id": "npq"}}, "`client_secret` is missing"),
    ],
)
def test_given_sign_in_set_up_wrongly_when_opened_on_loopback_then_closed_with_the_reason(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], said: str
) -> None:
    at_this_computer(monkeypatch)
    write_staff()
    signed_in_as(desk, AMA)
    auth = {**AUTH, **changes}
    desk.secrets = {"auth": {key: value for key, value in auth.items() if value is not None}}

    at = desk.run()

    assert opened(at) == []
    assert said.replace("`", "") in shown(at)
    assert not at.button


@pytest.mark.parametrize("auth", ["yes", 1, [], {}])
def test_given_an_auth_section_that_is_none_when_opened_on_loopback_then_closed(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch, auth: object
) -> None:
    at_this_computer(monkeypatch)
    desk.secrets = {"auth": auth}

    at = desk.run()

    assert opened(at) == []
    assert "Sign-in is set up, but" in shown(at)


@pytest.mark.parametrize("gone", ["authlib", "httpx"])
def test_given_the_library_for_sign_in_missing_when_opened_then_closed(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    def found(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == gone else importlib.util.find_spec(name, package)

    monkeypatch.setattr("assistant.pages.access.find_spec", found)
    write_staff()

    at = signed_in_as(desk, AMA).run()

    assert opened(at) == []
    assert "the library it needs is not installed" in shown(at)


def test_given_identity_from_headers_when_opened_then_closed(
    desk: AppTest, options: dict[str, Any]
) -> None:
    config.set_option("server.trustedUserHeaders", {"X-Email": "email"})
    write_staff()

    at = signed_in_as(desk, AMA).run()

    assert opened(at) == []
    assert "takes names from a proxy" in shown(at)


@pytest.mark.parametrize("text", ["[auth", "\x00", "[auth]\ncookie_secret = "])
def test_given_a_secrets_file_that_cannot_be_read_when_opened_on_loopback_then_closed(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], settings: Settings,
    text: str,
) -> None:  # fmt: skip
    at_this_computer(monkeypatch)
    settings.data_dir.mkdir(parents=True)
    settings.secrets_file.write_text(text)
    config.set_option("secrets.files", [str(settings.secrets_file)])

    at = desk.run()

    assert opened(at) == []
    assert WORDS["broken"]["unreadable"] in shown(at)


@pytest.mark.parametrize("there", [True, False])
def test_given_a_secrets_file_that_came_or_went_since_the_start_when_opened_then_closed(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], settings: Settings,
    there: bool,
) -> None:  # fmt: skip
    at_this_computer(monkeypatch)
    if there:
        settings.data_dir.mkdir(parents=True)
        settings.secrets_file.write_text("")
    else:
        config.set_option("secrets.files", [str(settings.secrets_file)])

    at = desk.run()

    assert opened(at) == []
    assert "start it again with npq serve" in shown(at)


def test_given_a_provider_that_does_not_answer_when_signing_in_then_one_plain_sentence(
    desk: AppTest,
) -> None:
    at = signed_in_as(desk, AMA, is_logged_in=False).run()

    button(at, "Sign in").click().run()

    assert opened(at) == []
    assert WORDS["broken"]["unreachable"] in shown(at)


def test_given_the_service_opened_at_another_address_when_signing_in_then_it_is_told(
    desk: AppTest,
) -> None:
    signed_in_as(desk, AMA, is_logged_in=False)
    desk.context["url"] = "http://127.0.0.1:8501/desk"

    at = desk.run()

    assert WORDS["sign_in"]["elsewhere"] in shown(at)
    assert "Go to http://localhost:8501" in shown(at)
    assert not at.button


def test_given_two_providers_when_opened_then_a_button_for_each(desk: AppTest) -> None:
    signed_in_as(desk, AMA, is_logged_in=False)
    shared = {key: AUTH[key] for key in ("redirect_uri", "cookie_secret")}
    each = {key: value for key, value in AUTH.items() if key not in shared}
    desk.secrets = {"auth": {**shared, "client_kwargs": {"prompt": "login"}, "work": each,
                             "school": each}}  # fmt: skip

    at = desk.run()

    assert [button.label for button in at.button] == ["Sign in with work", "Sign in with school"]


# Not set up: this computer alone


def local(**changes: object) -> Connection:
    headers = (("host", "localhost:8501"), ("origin", "http://localhost:8501"))
    return Connection.model_validate({"listens_on": "127.0.0.1", "headers": headers, **changes})


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.5", "::1", "localhost"])
def test_given_a_loopback_address_when_listening_then_local(address: str) -> None:
    assert is_local(local(listens_on=address))


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "", None, "192.0.2.7", "desk.example.org", "unix:///run/npq"]
)
def test_given_any_other_address_when_listening_then_not_local(address: str | None) -> None:
    assert not is_local(local(listens_on=address))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:8501", "[::1]:8501"])
def test_given_a_local_name_when_asked_for_then_local(host: str) -> None:
    assert is_local(local(headers=(("host", host),)))
    assert is_local(local(headers=(("host", host), ("origin", f"http://{host}"))))


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("host", ""),),
        (("host", "desk.example.org"),),
        (("host", "localhost.example.org"),),
        (("host", "127.0.0.1.example.org:8501"),),
        (("host", "[::1"),),
        (("host", "localhost@desk.example.org"),),
        (("host", "localhost"), ("host", "desk.example.org")),
        (("host", "localhost"), ("origin", "https://desk.example.org")),
        (("host", "localhost:8501"), ("origin", "http://localhost:9999")),
        (("host", "localhost"), ("origin", "null")),
        (("host", "localhost"), ("origin", "http://[::1")),
        (("host", "localhost"), ("x-forwarded-for", "127.0.0.1")),
        (("host", "localhost"), ("x-forwarded-host", "localhost")),
        (("host", "localhost"), ("forwarded", "for=127.0.0.1")),
        (("host", "localhost"), ("x-real-ip", "127.0.0.1")),
        (("host", "localhost"), ("via", "1.1 proxy")),
    ],
)
def test_given_a_rebound_name_or_a_proxy_when_asked_then_not_local(
    headers: tuple[tuple[str, str], ...],
) -> None:
    assert not is_local(local(headers=headers))


def test_given_a_browser_elsewhere_when_asked_then_not_local() -> None:
    assert not is_local(local(remote="192.0.2.7"))


def test_given_headers_that_are_trusted_when_asked_then_not_local(options: dict[str, Any]) -> None:
    config.set_option("server.trustedUserHeaders", {"X-Email": "email"})

    assert not is_local(local())


# The command


@pytest.mark.enable_socket
@pytest.mark.parametrize("there", [True, False])
def test_given_a_secrets_file_in_the_data_folder_when_served_then_it_is_passed_last(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, there: bool
) -> None:
    if there:
        settings.data_dir.mkdir(parents=True)
        settings.secrets_file.write_text("")
    run: list[list[str]] = []
    monkeypatch.setattr(
        "assistant.cli.serve.run_until_stopped", lambda command: run.append(command) or 0
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    serve.serve(host=None, port=port, no_build=True)

    files = [b for a, b in zip(run[0], run[0][1:], strict=False) if a == "--secrets.files"]
    own = str(get_settings().secrets_file)
    assert files[-1:] == ([own] if there else [])
    assert not there or str(Path.cwd() / ".streamlit" / "secrets.toml") in files
