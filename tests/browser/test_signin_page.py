"""Signing in to a staff page: a real provider over HTTP, a real server, a real browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from assistant.desk.records import desk_policy
from tests.browser.accessibility import serious_problems
from tests.staff_pages import AUTH, write_staff

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).resolve().parents[2]
APP = "tests/staff_app.py"
AMA = "ama.boateng@example.org"
STRANGER = "stranger@example.org"
UNVERIFIED = "bronwen.rees@example.org"
USERS = [
    {"sub": "ama", "email": AMA, "email_verified": True},
    {"sub": "stranger", "email": STRANGER, "email_verified": True},
    {"sub": "bronwen", "email": UNVERIFIED, "email_verified": False},
]
WORDS = desk_policy("signin")
Serving = Callable[..., Iterator[str]]


@contextmanager
def running_provider() -> Iterator[str]:
    """A provider of OpenID Connect on this computer; in a process of its own, for its warnings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [part for user in USERS for part in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--require-nonce", "true", *users],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    try:
        wait_for(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as address:
        yield address


def secrets_file(folder: Path, metadata: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    auth = {**AUTH, "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
            "server_metadata_url": metadata}  # fmt: skip
    lines = [f"{key} = {json.dumps(value)}" for key, value in auth.items()]
    file = folder / "secrets.toml"
    file.write_text("\n".join(["[auth]", *lines]), encoding="utf-8")
    return file


@contextmanager
def npq_serve(data: Path) -> Iterator[str]:
    """The whole service as an operator starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "serve", "--no-build", "--port", str(port)]
    env = {**os.environ, "NPQ_DATA_DIR": str(data)}
    with (data / "log.txt").open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(process, address + "_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            assert process.poll() is None
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signin") / "data"


@pytest.fixture(scope="module")
def desk(data: Path, provider: str, serving: Serving) -> Iterator[str]:
    """A server with sign-in set up."""
    secrets = secrets_file(data, provider)
    yield from serving(data, data / "log.txt", "--secrets.files", str(secrets), app=APP)
    log = (data / "log.txt").read_text()
    assert "Traceback" not in log
    assert "Deprecat" not in log
    assert "@example.org" not in log


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str, who: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name=who, exact=True).click()


def test_given_nobody_signed_in_when_the_desk_is_opened_then_only_the_sign_in(
    page: Page, desk: str, data: Path
) -> None:
    write_staff(data / "staff.yaml")

    page.goto(desk)

    page.get_by_role("heading", name="Sign in").wait_for()
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    assert "THE STORE" not in page.content()
    assert serious_problems(page) == []


def test_given_an_officer_when_they_sign_in_then_the_desk_opens_until_they_sign_out(
    page: Page, desk: str, data: Path
) -> None:
    write_staff(data / "staff.yaml")

    sign_in(page, desk, "ama")

    page.get_by_text(f"THE STORE for {AMA}: officer").wait_for()
    page.get_by_text(f"Signed in as {AMA}. What you do here: writes replies.").wait_for()
    assert serious_problems(page) == []
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    page.reload()
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    assert "THE STORE" not in page.content()


def test_given_secrets_in_the_data_folder_when_served_then_staff_sign_in_to_the_reply_desk(
    page: Page, tmp_path: Path, provider: str
) -> None:
    data = secrets_file(tmp_path / "data", provider).parent
    write_staff(data / "staff.yaml")
    with npq_serve(data) as address:
        page.goto(f"{address}desk")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="ama", exact=True).click()
        page.get_by_role("link", name="Reply desk").click()

        page.get_by_text(f"Signed in as {AMA}").wait_for()
        page.get_by_role("button", name="Sign out").wait_for()
        assert serious_problems(page) == []
    logs = [*data.rglob("*.log"), data / "log.txt"]
    assert AMA not in "".join(file.read_text(encoding="utf-8") for file in logs)


def test_given_an_officer_taken_off_the_list_when_they_go_on_then_they_are_out(
    page: Page, desk: str, data: Path
) -> None:
    write_staff(data / "staff.yaml")
    sign_in(page, desk, "ama")
    page.get_by_text("THE STORE").wait_for()
    write_staff(data / "staff.yaml", {"bronwen.rees@example.org": ["reviewer"]})

    page.get_by_role("link", name="Chat").click()
    page.get_by_role("heading", name="Chat").wait_for()
    page.get_by_role("link", name="Desk").click()

    page.get_by_text("not on the list of staff").wait_for()
    assert "THE STORE" not in page.content()


def test_given_somebody_not_on_the_list_when_they_sign_in_then_told_and_can_sign_out(
    page: Page, desk: str, data: Path
) -> None:
    write_staff(data / "staff.yaml")

    sign_in(page, desk, "stranger")

    page.get_by_text("You are signed in, but not on the list of staff.").wait_for()
    assert "THE STORE" not in page.content()
    assert serious_problems(page) == []
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    page.get_by_role("button", name="Sign in", exact=True).wait_for()


def test_given_an_address_that_is_not_verified_when_they_sign_in_then_refused(
    page: Page, desk: str, data: Path
) -> None:
    write_staff(data / "staff.yaml")

    sign_in(page, desk, "bronwen")

    page.get_by_text("has not been confirmed").wait_for()
    assert "THE STORE" not in page.content()


def test_given_somebody_who_says_no_at_the_provider_when_they_come_back_then_not_signed_in(
    page: Page, desk: str
) -> None:
    page.goto(desk)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_role("button", name="Deny").click()

    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    assert "THE STORE" not in page.content()


def test_given_a_forged_cookie_when_the_desk_is_opened_then_only_the_sign_in(
    page: Page, desk: str, data: Path
) -> None:
    write_staff(data / "staff.yaml")
    forged = json.dumps({"is_logged_in": True, "email": AMA, "provider": "default",
                         "iat": time.time(), "origin": desk.rstrip("/")})  # fmt: skip
    page.context.add_cookies([{"name": "_streamlit_user", "value": forged, "url": desk}])

    page.goto(desk)

    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    assert "THE STORE" not in page.content()


def test_given_the_desk_opened_at_its_other_name_when_signing_in_then_it_is_sent_to_the_right_one(
    page: Page, desk: str, data: Path
) -> None:
    write_staff(data / "staff.yaml")

    page.goto(desk.replace("127.0.0.1", "localhost"))

    link = page.get_by_role("link", name=f"Go to {desk.rstrip('/')}")
    assert link.get_attribute("href") == desk.rstrip("/")
    assert page.get_by_role("button", name="Sign in", exact=True).count() == 0


def test_given_a_provider_that_went_away_when_signing_in_then_one_plain_sentence(
    page: Page, tmp_path: Path, serving: Serving
) -> None:
    with socket.socket() as taken:  # bound, not listening: nothing answers there
        taken.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}/.well-known/openid-configuration"
        secrets = secrets_file(tmp_path / "data", gone)
        options = ("--secrets.files", str(secrets))
        for address in serving(secrets.parent, tmp_path / "log.txt", *options, app=APP):
            page.goto(address)
            page.get_by_role("button", name="Sign in", exact=True).click()

            page.get_by_text(WORDS["broken"]["unreachable"]).wait_for()
            assert "THE STORE" not in page.content()
    assert "does not answer" in (tmp_path / "log.txt").read_text()


@pytest.mark.parametrize("text", ["[auth", None])
def test_given_a_secrets_file_spoilt_while_it_runs_when_opened_then_the_desk_stays_closed(
    page: Page, tmp_path: Path, provider: str, serving: Serving, text: str | None
) -> None:
    """On loopback, so that a setup that is no longer seen would open single-user mode."""
    secrets = secrets_file(tmp_path / "data", provider)
    options = ("--secrets.files", str(secrets))
    for address in serving(secrets.parent, tmp_path / "log.txt", *options, app=APP):
        page.goto(address)
        page.get_by_role("button", name="Sign in", exact=True).wait_for()
        if text is None:
            secrets.unlink()
        else:
            secrets.write_text(text)
        reasons = (WORDS["broken"]["unreadable"], WORDS["broken"]["restart"].split("`")[0].strip())
        closed = page.get_by_role("heading", name=WORDS["closed"]["heading"])

        for _ in range(20):  # Streamlit looks at the file every few seconds
            page.reload()
            page.get_by_role("heading", level=2).first.wait_for()
            if closed.count():
                break
            page.wait_for_timeout(500)

        closed.wait_for()
        assert any(reason in page.inner_text("[role=alert]") for reason in reasons)
        assert page.get_by_label("Your name").count() == 0
        assert "THE STORE" not in page.content()


def test_given_no_sign_in_when_it_listens_everywhere_then_the_desk_is_closed(
    page: Page, tmp_path: Path, serving: Serving
) -> None:
    options = ("--server.address", "0.0.0.0")
    for address in serving(tmp_path / "data", tmp_path / "log.txt", *options, app=APP):
        page.goto(address)

        page.get_by_text(WORDS["closed"]["not_set_up"]).wait_for()
        page.get_by_role("heading", name=WORDS["closed"]["operator_heading"]).wait_for()
        assert page.get_by_label("Your name").count() == 0
        assert "THE STORE" not in page.content()
        assert serious_problems(page) == []


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    """A server on loopback with no sign-in."""
    folder = tmp_path_factory.mktemp("alone")
    yield from serving(folder / "data", folder / "log.txt", app=APP)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_given_no_sign_in_on_loopback_when_a_name_is_given_then_single_user_mode(
    page: Page, alone: str, host: str
) -> None:
    page.goto(alone.replace("127.0.0.1", host))
    page.get_by_role("heading", name="Single-user mode").wait_for()
    assert "THE STORE" not in page.content()
    assert serious_problems(page) == []

    page.get_by_label("Your name").fill("Ama Boateng")
    page.keyboard.press("Enter")

    page.get_by_text("THE STORE for Ama Boateng: admin officer reviewer").wait_for()
    page.get_by_role("heading", name="Single-user mode").wait_for()
    assert serious_problems(page) == []


def test_given_a_rebound_name_on_loopback_when_opened_then_closed(
    browser: Browser, alone: str
) -> None:
    """A name of somebody else's that leads to 127.0.0.1, as in DNS rebinding."""
    context = browser.new_context()
    port = alone.rstrip("/").split(":")[2]
    page = context.new_page()
    page.goto(f"http://evil.localhost:{port}/")

    page.get_by_text(WORDS["closed"]["not_set_up"]).wait_for(timeout=30_000)
    assert page.get_by_label("Your name").count() == 0
    context.close()


def test_given_a_proxy_before_loopback_when_opened_then_closed(
    browser: Browser, alone: str
) -> None:
    context = browser.new_context(extra_http_headers={"X-Forwarded-For": "192.0.2.7"})
    page = context.new_page()
    page.goto(alone)

    page.get_by_text(WORDS["closed"]["not_set_up"]).wait_for(timeout=30_000)
    assert page.get_by_label("Your name").count() == 0
    context.close()
