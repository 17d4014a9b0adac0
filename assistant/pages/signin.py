"""Who is at a staff page: signed in, alone at this computer, or nobody yet."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from assistant.desk.records import desk_policy
from assistant.desk.staff import Actor, signed_in, single_user
from assistant.desk.states import rules
from assistant.pages.access import (
    Provider,
    SignIn,
    broken,
    connection,
    is_local,
    is_there,
    sign_in_setup,
)
from assistant.pages.citations import link_to, plain
from corpus.errors import NotAllowed, SettingsError
from corpus.settings import get_settings

log = logging.getLogger(__name__)
_NAME, _TYPED, _PROBLEM = "npq-staff-name", "npq-staff-typed", "npq-staff-problem"
_TAKEN = "npq-staff-signed-in"


def staff_actor() -> Actor | None:
    """Draw who is at this page and return them; None, with what to do, when nobody may be.

    Call it on every run, after the title and before anything of the store is read: the roles
    are read again each time, so that who leaves the list of staff is out at once.
    """
    try:
        setup = sign_in_setup()
    except SettingsError as error:
        _box("closed", [error.sentence])
        return None
    if setup is not None:
        return _somebody_signed_in(setup)
    if is_local(connection()):
        return _alone()
    _not_set_up()
    return None


def _somebody_signed_in(setup: SignIn) -> Actor | None:
    person = st.user.to_dict()
    known = person.get("provider") in [provider.name for provider in setup.providers]
    if person.get("is_logged_in") is not True or not known:
        _offer_sign_in(setup)
        return None
    if not _recent(person):
        words = desk_policy("signin")
        _offer_sign_in(setup, words["sign_in"]["expired"].format(hours=words["hours"]))
        return None
    try:
        actor = signed_in(_email(person), get_settings().staff_file)
    except NotAllowed as error:
        log.warning("somebody who signed in was refused", extra={"reason": error.sentence})
        _box("refused", [error.sentence])
        _sign_out()
        return None
    except SettingsError as error:
        log.exception("the list of staff cannot be used", extra={"reason": error.sentence})
        _box("closed", [desk_policy("signin")["closed"]["staff_list"]])
        _sign_out()
        return None
    _who(actor)
    return actor


def _email(person: Mapping[str, Any]) -> str:
    """Return the address that says who it is; refuse one that the provider does not vouch for."""
    words = desk_policy("signin")["refused"]
    email = person.get("email")
    if not isinstance(email, str) or "@" not in email:
        raise NotAllowed(words["no_email"])
    if person.get("email_verified", True) not in (True, "true"):
        raise NotAllowed(words["not_verified"])
    return email


def _recent(person: Mapping[str, Any]) -> bool:
    """Say whether the sign-in is recent; one that this open page accepted stays accepted."""
    at = person.get("iat")
    if isinstance(at, bool) or not isinstance(at, int | float):
        return False
    sign = (person.get("provider"), person.get("sub"), at)
    if st.session_state.get(_TAKEN) == sign:
        return True
    if time.time() - at > float(desk_policy("signin")["hours"]) * 3600:
        return False
    st.session_state[_TAKEN] = sign
    return True


def _offer_sign_in(setup: SignIn, first: str = "") -> None:
    words = desk_policy("signin")["sign_in"]
    _html(words["heading"], [first or words["what"]])
    here = st.context.url
    if here and not f"{here.rstrip('/')}/".startswith(f"{setup.origin}/"):
        label = words["elsewhere_link"].format(origin=setup.origin)
        # A sign-in begun at one address and ended at another would be lost on the way.
        st.html(f"<p>{escape(words['elsewhere'])}</p><p>{link_to(setup.origin, label)}</p>")
        return
    st.html(f"<p>{escape(words['after'])}</p>")
    for provider in setup.providers:
        _sign_in_button(provider)


def _sign_in_button(provider: Provider) -> None:
    words = desk_policy("signin")["sign_in"]
    alone = provider.name == "default"
    label = words["button"] if alone else words["button_named"].format(provider=provider.name)
    if not st.button(label, type="primary", key=f"npq-sign-in-{provider.name}"):
        return
    if is_there(provider):
        st.login(provider.name)
    else:
        _box("closed", [broken("unreachable").sentence])


def _who(actor: Actor) -> None:
    words = desk_policy("signin")["signed_in"]
    labels = [rules().roles[role] for role in rules().roles if role in actor.roles]
    does = "; ".join(label[:1].lower() + label[1:] for label in labels)
    roles = words["roles"].format(roles=does) if does else words["no_roles"]
    with st.container(horizontal=True, vertical_alignment="center"):
        said = words["who"].format(name=actor.name, roles=roles)
        st.html(f'<p class="npq-help">{escape(said)}</p>', width="content")
        _sign_out()


def _sign_out() -> None:
    if st.button(desk_policy("signin")["signed_in"]["sign_out"], key="npq-sign-out"):
        st.session_state.pop(_TAKEN, None)
        st.logout()


def _alone() -> Actor | None:
    """Return who works alone at this computer, once they have said their name."""
    words = desk_policy("signin")["single_user"]
    name = st.session_state.get(_NAME)
    if name is None:
        _html(words["heading"], [words["what"]])
        _name_form()
        return None
    _html(words["heading"], [words["what"], words["working_as"].format(name=name)])
    with st.expander(words["change"], expanded=_PROBLEM in st.session_state):
        _name_form()
    return single_user(name)


def _name_form() -> None:
    words = desk_policy("signin")["single_user"]
    if problem := st.session_state.pop(_PROBLEM, None):
        st.html(f'<p class="npq-box npq-problem" role="alert">{escape(problem)}</p>')
    with st.form("npq-staff-name-form", border=False):
        st.html(f"<p>{escape(words['name_help'])}</p>")
        st.text_input(words["name"], key=_TYPED, max_chars=320, autocomplete="name")
        st.form_submit_button(words["continue"], on_click=_take_name)


def _take_name() -> None:
    try:
        st.session_state[_NAME] = single_user(st.session_state[_TYPED]).name
    except NotAllowed as error:
        st.session_state[_PROBLEM] = error.sentence


def _not_set_up() -> None:
    words = desk_policy("signin")["closed"]
    _box("closed", [words["not_set_up"]])
    steps = "".join(f"<li>{plain(step)}</li>" for step in words["operator"])
    st.html(
        f"<h2>{escape(words['operator_heading'])}</h2><ol>{steps}</ol>"
        f"<p>{plain(words['operator_alone'])}</p><p>{plain(words['operator_more'])}</p>"
    )


def _box(part: str, sentences: Sequence[str]) -> None:
    _html(desk_policy("signin")[part]["heading"], sentences, role="alert")


def _html(heading: str, sentences: Sequence[str], role: str = "note") -> None:
    said = "".join(f"<p>{plain(sentence)}</p>" for sentence in sentences)
    st.html(f'<div class="npq-box" role="{role}"><h2>{escape(heading)}</h2>{said}</div>')
