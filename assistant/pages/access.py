"""Whether staff can sign in here, and if not, whether only this computer reaches the pages."""

from __future__ import annotations

import ipaddress
import logging
import os
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, urlsplit

import streamlit as st

from assistant.desk.records import desk_policy
from assistant.records import Record
from corpus.errors import SettingsError
from corpus.settings import get_settings

log = logging.getLogger(__name__)
_SHARED = ("redirect_uri", "cookie_secret")
_EACH = ("client_id", "client_secret", "server_metadata_url")
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class Provider(Record):
    """One provider of sign-in: its name for `st.login`, and where it describes itself."""

    name: str
    metadata_url: str


class SignIn(Record):
    """Sign-in as the operator set it up; `origin` is the address it comes back to."""

    origin: str
    providers: tuple[Provider, ...]


class Connection(Record):
    """How the browser reached the server: on what it listens, and what the browser sent."""

    listens_on: str | None
    headers: tuple[tuple[str, str], ...]
    remote: str | None = None


def sign_in_setup() -> SignIn | None:
    """Return how staff sign in, None where that is not set up.

    Raises `SettingsError` where it is set up but cannot work: the pages then stay closed.
    """
    auth = _auth_section()
    if auth is None:
        return None
    _require(auth, _SHARED)
    least = int(desk_policy("signin")["cookie_secret_chars"])
    if len(auth["cookie_secret"]) < least:
        raise broken("short_secret", least=least)
    if find_spec("authlib") is None or find_spec("httpx") is None:
        raise broken("not_installed")
    if trusts_headers():
        raise broken("headers")
    return SignIn(origin=_origin(auth["redirect_uri"]), providers=_providers(auth))


def connection() -> Connection:
    """Return how the browser of this session reached the server."""
    headers = st.context.headers
    sent = ((name, value) for name in headers for value in headers.get_all(name))
    return Connection(
        listens_on=st.get_option("server.address"),
        headers=tuple((name.lower(), value) for name, value in sent),
        remote=st.context.ip_address,
    )


def is_local(how: Connection) -> bool:
    """Say whether only this computer reaches the server, and the browser is on it.

    A foreign `Host` is a rebound name (DNS rebinding) or a proxy; so is any proxy's header.
    """
    if not _is_loopback(how.listens_on) or how.remote is not None or trusts_headers():
        return False
    begins = tuple(desk_policy("signin")["proxy_headers"])
    if any(name.startswith(begins) for name, _ in how.headers):
        return False
    hosts = [value for name, value in how.headers if name == "host"]
    origins = [value for name, value in how.headers if name == "origin"]
    if len(hosts) != 1 or _parts(f"//{hosts[0]}").hostname not in _LOCAL_HOSTS:
        return False
    return all(_parts(origin).netloc == hosts[0] for origin in origins)


def trusts_headers() -> bool:
    """Say whether the server takes a person's identity from what the browser sends."""
    return bool(st.get_option("server.trustedUserHeaders"))


def is_there(provider: Provider) -> bool:
    """Ask the provider for its description, so that no one is sent to where nothing answers."""
    import httpx

    try:
        seconds = float(desk_policy("signin")["provider_seconds"])
        reply = httpx.get(provider.metadata_url, timeout=seconds, follow_redirects=True)
        reply.raise_for_status()
        described = reply.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        log.exception("the sign-in provider does not answer", extra={"provider": provider.name})
        return False
    wanted = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if isinstance(described, dict) and all(described.get(key) for key in wanted):
        return True
    log.error("the sign-in provider describes itself wrongly", extra={"provider": provider.name})
    return False


def broken(reason: str, **details: object) -> SettingsError:
    """Return the error for one of the reasons under `broken` in `policy/signin.yaml`."""
    log.error("sign-in cannot work: %s", reason, extra=details)
    return SettingsError(desk_policy("signin")["broken"][reason].format(**details))


def _auth_section() -> Mapping[str, Any] | None:
    own = str(get_settings().secrets_file.absolute())
    files: list[str] = st.get_option("secrets.files")
    if (own in files) != os.path.lexists(own):
        raise broken("restart")
    try:
        secrets = st.secrets.to_dict()
    except (OSError, ValueError) as error:
        if not any(os.path.lexists(file) for file in files):
            return None
        log.exception("the secrets file cannot be read")
        raise broken("unreadable") from error
    if "auth" not in secrets:
        return None
    if not isinstance(secrets["auth"], dict):
        raise broken("not_a_table")
    return dict(secrets["auth"])


def _providers(auth: Mapping[str, Any]) -> tuple[Provider, ...]:
    found = {
        name: section
        for name, section in auth.items()
        if isinstance(section, dict) and name != "client_kwargs"
    }
    if any(key in auth for key in _EACH):
        found = {"default": {key: auth[key] for key in _EACH if key in auth}, **found}
    if not found:
        raise broken("no_provider")
    for name, section in found.items():
        if "_" in name:
            raise broken("provider_name")
        _require(section, _EACH)
    return tuple(
        Provider(name=name, metadata_url=section["server_metadata_url"])
        for name, section in found.items()
    )


def _require(section: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        value = section.get(key)
        if not isinstance(value, str) or not value.strip():
            raise broken("missing", key=key)


def _origin(redirect: str) -> str:
    address = redirect.replace("{port}", str(st.get_option("server.port")))
    parts = _parts(address)
    ends = parts.path.endswith("/oauth2callback") and not parts.query
    if parts.scheme not in ("http", "https") or not parts.netloc or not ends:
        raise broken("redirect")
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(address: str | None) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _parts(address: str) -> SplitResult:
    """Take an address apart; all parts are empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
