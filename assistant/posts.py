"""Who has no rule of their own: a teaching assistant, an early career teacher, a governor."""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field

from assistant.records import Record, policy


class Post(Record):
    """A post, told by a pattern or by the setting, and what holds of those who have it.

    `of_npqs`: it holds of a question that names an NPQ as well, though of none of `never_npqs`;
    `of_one` tells what holds of some.
    """

    id: str
    says: str
    facts: tuple[str, ...]
    of_npqs: bool
    setting: str = ""
    never_npqs: tuple[str, ...] = ()
    of_one: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@cache
def posts() -> tuple[Post, ...]:
    """Read the posts of `policy/permission.yaml` in order."""
    return tuple(Post.model_validate(post) for post in policy("permission")["posts"])


def post_told(text: str) -> str | None:
    """Return the id of the first post that a text tells of; not of "I manage TAs"."""
    return next((post.id for post in posts() if _told(post, text)), None)


def _told(post: Post, text: str) -> bool:
    led = policy("permission")["led_by_another"]
    found = re.finditer(post.says, text, re.I)
    return any(not re.search(led, text[: match.start()], re.I) for match in found)
