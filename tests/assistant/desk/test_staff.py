"""Who may work at the desk: the list of staff, and the name at a computer of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk.staff import Actor, signed_in, single_user
from assistant.desk.states import Role
from corpus.errors import NotAllowed, SettingsError

LIST = """
staff:
  - name: amira@example.org
    roles: [officer]
  - {name: Ruth@Example.org, roles: [reviewer, admin]}
"""


@pytest.fixture
def staff_file(tmp_path: Path) -> Path:
    path = tmp_path / "staff.yaml"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_given_the_list_when_somebody_signs_in_then_they_have_their_roles(
    staff_file: Path,
) -> None:
    assert signed_in("RUTH@example.org", staff_file) == Actor(
        name="Ruth@Example.org", roles=frozenset({Role.REVIEWER, Role.ADMIN})
    )
    assert not signed_in("amira@example.org", staff_file).single_user


def test_given_a_stranger_when_signing_in_then_a_sentence_and_no_roles(staff_file: Path) -> None:
    with pytest.raises(NotAllowed, match="not on the list of staff"):
        signed_in("stranger@example.org", staff_file)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "cannot be used"),
        ("staff: [", "cannot be read"),
        ("staff: [{name: a@example.org, roles: [king]}]", "staff → 0 → roles"),
        ("staff: [{name: '', roles: []}]", "staff → 0 → name"),
        ("staff: [{name: a@example.org}]", "staff → 0 → roles"),
        (
            "staff: [{name: a@example.org, roles: []}, {name: A@example.org, roles: [admin]}]",
            "more than once",
        ),
    ],
)
def test_given_a_bad_list_when_read_then_it_says_where(
    staff_file: Path, text: str, says: str
) -> None:
    staff_file.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match=says):
        signed_in("a@example.org", staff_file)


def test_given_no_list_when_read_then_it_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no list of staff"):
        signed_in("a@example.org", tmp_path / "staff.yaml")


def test_given_no_sign_in_when_named_then_every_role_and_a_mark() -> None:
    actor = single_user("  Jo\tField ")

    assert actor.name == "Jo Field"
    assert actor.roles == frozenset(Role)
    assert actor.single_user
    assert actor.is_called("jo field")
    assert not actor.is_called(None)


@pytest.mark.parametrize("name", ["", " \n", "x" * 321, "Jo\u202eField", "Jo\x00"])
def test_given_no_name_or_a_hidden_one_when_named_then_it_is_refused(name: str) -> None:
    with pytest.raises(NotAllowed, match="Say who you are first"):
        single_user(name)
