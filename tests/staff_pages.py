"""People at the staff pages for tests without a browser: `AppTest` carries no headers."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from assistant.pages.access import Connection
from corpus.settings import get_settings

STAFF = {
    "ama.boateng@example.org": ["officer"],
    "bronwen.rees@example.org": ["reviewer"],
    "chidi.okafor@example.org": ["admin"],
}
AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "npq",
    "client_secret": "not a secret",
    "server_metadata_url": "http://localhost:9/.well-known/openid-configuration",
}


def at_this_computer(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """Let every page see a browser on the computer that runs the server, or as changed."""
    headers = (("host", "localhost:8501"), ("origin", "http://localhost:8501"))
    how = {"listens_on": "127.0.0.1", "headers": headers, **changes}
    local = Connection.model_validate(how)
    monkeypatch.setattr("assistant.pages.signin.connection", lambda: local)


def signed_in_as(at: AppTest, email: str, /, **claims: object) -> AppTest:
    """Set sign-in up for a simulated app, and somebody signed in there."""
    at.secrets = {"auth": dict(AUTH)}
    at.user = {
        "is_logged_in": True, "provider": "default", "sub": email, "email": email,
        "email_verified": True, "iat": time.time(), **claims,
    }  # fmt: skip
    return at


def write_staff(file: Path | None = None, staff: dict[str, list[str]] | None = None) -> Path:
    """Write the list of staff, into the data folder of the test unless told another place."""
    place = file or get_settings().staff_file
    place.parent.mkdir(parents=True, exist_ok=True)
    members = [{"name": n, "roles": r} for n, r in (STAFF if staff is None else staff).items()]
    place.write_text(yaml.safe_dump({"staff": members}), encoding="utf-8")
    return place


def shown(at: AppTest) -> str:
    """What the page says, tags left out."""
    assert not at.exception
    html = " ".join(element.proto.body for element in at.get("html"))
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def opened(at: AppTest) -> list[str]:
    return [text.value for text in at.text]


def button(at: AppTest, label: str) -> Any:
    return next(button for button in at.button if button.label == label)
