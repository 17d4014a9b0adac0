"""Who works at the desk, in which roles: from `staff.yaml` in the data folder."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, ValidationError

from assistant.desk.states import Role
from assistant.records import Record
from corpus.errors import NotAllowed, SettingsError
from corpus.yaml_files import read_yaml

_LONGEST = 320


def _tidy(name: str) -> str:
    tidy = " ".join(unicodedata.normalize("NFKC", name).split())
    if not tidy or len(tidy) > _LONGEST or not tidy.isprintable():
        raise ValueError(f"a name has 1 to {_LONGEST} characters, all of them visible")
    return tidy


Name = Annotated[str, AfterValidator(_tidy)]


class Actor(Record):
    """Somebody who does something at the desk.

    `single_user` marks a name that nobody checked: there was no sign-in, only this computer.
    """

    name: Name
    roles: frozenset[Role]
    single_user: bool = False

    def is_called(self, name: str | None) -> bool:
        """Say whether a name is this person's, however it is written."""
        return name is not None and _key(name) == _key(self.name)


class _Member(Record):
    name: Name
    roles: frozenset[Role]


class _Staff(Record):
    staff: tuple[_Member, ...]


def signed_in(name: str, staff_file: Path) -> Actor:
    """Return the person who signed in as `name`, with their roles.

    Raises `NotAllowed` for somebody who is not in the file, `SettingsError` for a bad file.
    """
    for member in _members(staff_file):
        if _key(member.name) == _key(name):
            return Actor(name=member.name, roles=member.roles)
    raise NotAllowed("You are signed in, but not on the list of staff. Ask an admin to add you.")


def single_user(name: str) -> Actor:
    """Return the person at this computer, where there is no sign-in: every role, marked."""
    try:
        return Actor(name=name, roles=frozenset(Role), single_user=True)
    except ValidationError as error:
        raise NotAllowed(
            f"Say who you are first: a name of up to {_LONGEST} characters."
        ) from error


def _members(staff_file: Path) -> tuple[_Member, ...]:
    try:
        loaded: Any = read_yaml(staff_file)
        members = _Staff.model_validate(loaded).staff
    except FileNotFoundError as error:
        raise SettingsError(
            f"There is no list of staff. Write one as {staff_file}: a list `staff`, "
            "each with `name` (what they sign in as) and `roles`."
        ) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"The list of staff {staff_file} cannot be read.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(str(part) for part in first["loc"]) or "the file"
        raise SettingsError(
            f"The list of staff {staff_file} cannot be used: {where}: {first['msg']}."
        ) from error
    keys = [_key(member.name) for member in members]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise SettingsError(f"The list of staff {staff_file} has {twice[0]} more than once.")
    return members


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
