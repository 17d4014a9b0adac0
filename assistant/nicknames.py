"""NPQs by what people call them in passing: "the exec one", "NPQSL or H", "and maths?"."""

from __future__ import annotations

import re
from functools import cache

from assistant.records import policy
from index.terms import find_npqs

_LEAD_IN = re.compile(
    r"^(\W*(?:(?:and|or|but|ok|okay|so|no|sorry|what about|how about|what if it is|what if it's"
    r"|same for|i mean|i meant|is it|if it's|for|with|in|on)\b[\s,]*)*(?:(?:the|a|an|my)\s+)?)"
    r"(.*?)(\W*)$",
    re.I | re.S,
)


@cache
def _codes() -> dict[str, str]:
    return {
        str(nickname): npq
        for npq, nicknames in policy("nicknames")["nicknames"].items()
        for nickname in nicknames
    }


@cache
def _framed() -> re.Pattern[str]:
    settings = policy("nicknames")
    longest = sorted(_codes(), key=len, reverse=True)
    names = "|".join(r"[\s-]+".join(map(re.escape, name.split())) for name in longest)
    articles, called = "|".join(settings["articles"]), "|".join(settings["called"])
    after = "|".join(settings["called_after"])
    return re.compile(
        rf"\b(?:(?:{articles})\s+(?P<one>{names})(?:['’]?s?['’]?)\s+(?:{called}|{after})"
        rf"|(?P<npq>{names})(?:['’]?s?['’]?)\s+(?:{after}))\b",
        re.I,
    )


@cache
def _beside() -> re.Pattern[str]:
    """Match letters that stand beside an NPQ's code, joined to it: "NPQSL or H"."""
    every = policy("nicknames")["letters"]
    letters, pairs = "|".join(every), "|".join(code for code in every if len(code) > 1)
    joint = r"\s*(?:/|,|&|\bor\b|\band\b|\bvs\b\.?|\bversus\b|\bto\b|\bthen\b|->|→|\bthan\b)\s*"
    code = rf"\b(?:NPQ(?:{letters}|SENCO|ML)|EHCO)\b{joint}"
    return re.compile(
        rf"(?P<code>{code})(?P<letters>{letters})\b"
        rf"|\b(?P<first>{pairs})(?={joint}(?:NPQ)?(?:{letters})\b)"
    )


def written_out(text: str, *, follows: bool) -> str:
    """Return a message with each nickname of an NPQ put as its code.

    `follows`: there are earlier turns, so that a bare nickname can be meant.
    """
    out = _framed().sub(_code, text)
    while (more := _beside().sub(_lettered, out)) != out:
        out = more
    return _bare(out) if follows else out


def _code(match: re.Match[str]) -> str:
    """Return the code; a mention that names its NPQ as it is stays."""
    if find_npqs(match.group()):
        return match.group()
    return _codes()[_plain(match["one"] or match["npq"])]


def _lettered(match: re.Match[str]) -> str:
    return f"{match['code'] or ''}NPQ{match['letters'] or match['first']}"


def _plain(nickname: str) -> str:
    return " ".join(re.split(r"[\s-]+", nickname.lower()))


def _bare(text: str) -> str:
    """Return a follow-up that is a nickname and nothing else with the code in its place."""
    match = _LEAD_IN.match(text)
    if match is None or find_npqs(text):
        return text
    npq = _codes().get(_plain(match[2]))
    return f"{match[1]}{npq}{match[3]}" if npq else text
