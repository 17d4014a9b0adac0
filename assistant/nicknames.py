"""NPQs by what people call them in passing: "the exec one", "NPQSL or H", "and maths?"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant.records import policy
from index.npqs import find_npqs, npq_spans

_LEAD_IN = re.compile(
    r"^(\W*(?:(?:and|or|but|ok|okay|so|no|sorry|what about|how about|what if it is|what if it's"
    r"|(?:(?:is|are|was) (?:it|that|this|they|those) )?(?:also )?(?:the )?same (?:for|with|in)"
    r"|do(?:es)? (?:it|that|this|they) (?:also )?(?:apply|go|hold) (?:to|for)"
    r"|i mean|i meant|is it|if it's|for)\b[\s,]*)*(?:(?:the|a|an|my)\s+)?)"
    r"(.*?)((?:\s+(?:as well|too|also))?\W*)$",
    re.I | re.S,
)


@cache
def _codes(*groups: str) -> dict[str, str]:
    """Return the NPQ of each nickname of some groups of the policy."""
    return {
        str(nickname): npq
        for group in groups
        for npq, nicknames in policy("nicknames")[group].items()
        for nickname in nicknames
    }


def _any_of(nicknames: Iterable[str]) -> str:
    longest = sorted(nicknames, key=len, reverse=True)
    return "|".join(r"[\s-]+".join(map(re.escape, name.split())) for name in longest)


@cache
def _framed() -> re.Pattern[str]:
    """Match a nickname in a frame that makes it one: after an article, before "one" or "NPQ"."""
    settings = policy("nicknames")
    plain, others = _any_of(_codes("plain")), _any_of(_codes("others"))
    articles, called = "|".join(settings["articles"]), "|".join(settings["called"])
    ends = rf"(?!['’-]|\s+(?:{'|'.join(settings['not_before'])})\b)"
    return re.compile(
        rf"\b(?:(?:{articles})\s+(?P<plain>{plain})['’]?\s+(?:{called})"
        rf"|the\s+(?P<other>{others})['’]?\s+(?:{called})"
        rf"|(?P<npq>{plain})\s+npqs?)\b{ends}",
        re.I,
    )


@cache
def _joined() -> re.Pattern[str]:
    """Match letters that are joined to an NPQ's code, or to other letters by a choice."""
    every = policy("nicknames")["letters"]
    letters, pairs = "|".join(every), "|".join(code for code in every if len(code) > 1)
    choice = r"\s*(?:/|\bor\b|\bvs\b\.?|\bversus\b|\bthan\b|->|→)\s*"
    listed = rf",\s*(?=(?:(?:NPQ)?(?:{letters}),\s*)*(?:NPQ)?(?:{letters})\s+(?:and|or)\s)"
    joint = rf"(?:{choice}|\s+and\s+|{listed})"
    code = rf"\b(?:NPQ(?:{letters}|SENCO|ML)|EHCO)\b{joint}"
    return re.compile(
        rf"(?P<code>{code})(?P<letters>{letters})\b(?!&)"
        rf"|\b(?P<first>{pairs})(?={choice}(?:NPQ)?(?:{letters})\b(?!&))"
    )


@cache
def _behind() -> re.Pattern[str]:
    """Match two letters of an NPQ behind a word that says what is done with one."""
    settings = policy("nicknames")
    pairs = "|".join(code for code in settings["letters"] if len(code) == 2)
    return re.compile(rf"\b((?i:{'|'.join(settings['behind'])})\s+)({pairs})\b(?!['’&/-])")


def written_out(text: str, *, follows: bool) -> str:
    """Return a message with each nickname of an NPQ, and NASENCO in full, put as its code.

    What is asked in words that mean something else ("how long is the essay") is put plainly.
    `follows`: there are earlier turns, so that a bare nickname can be meant.
    """
    out = text
    for pattern, meant in policy("nicknames")["meant"]:
        out = re.sub(pattern, meant, out, flags=re.I)
    for name, pattern in policy("nicknames")["in_full"].items():
        out = re.sub(rf"\b{pattern}\b", name, out, flags=re.I)
    for name, some in policy("nicknames")["to_some"].items():
        if re.search(some["says"], out, re.I) and name not in find_npqs(out):
            out = re.sub(some["name"], name, out, flags=re.I)
    out = _with_codes(out)
    if follows or find_npqs(out) or "npq" in out.lower():
        out = _behind().sub(r"\g<1>NPQ\g<2>", out)
    while (more := _joined().sub(_lettered, out)) != out:
        out = more
    return _bare(out) if follows else out


def _with_codes(text: str) -> str:
    """Put codes for nicknames; a mention that names its NPQ as it is stays."""
    spans = npq_spans(text)
    named = find_npqs(text)
    codes = _codes("plain", "others")

    def code(match: re.Match[str]) -> str:
        npq = codes[_plain(match["plain"] or match["other"] or match["npq"])]
        inside = any(match.start() < end and start < match.end() for _, start, end in spans)
        return match.group() if inside or npq in named else npq

    return _framed().sub(code, text)


def _lettered(match: re.Match[str]) -> str:
    return f"{match['code'] or ''}NPQ{match['letters'] or match['first']}"


def _plain(nickname: str) -> str:
    return " ".join(re.split(r"[\s-]+", nickname.lower()))


def _bare(text: str) -> str:
    """Return a follow-up that is a nickname and nothing else with the code in its place."""
    match = _LEAD_IN.match(text)
    if match is None or find_npqs(text):
        return text
    letters = match[2].upper()
    npq = _codes("plain").get(_plain(match[2]))
    npq = npq or (f"NPQ{letters}" if letters in policy("nicknames")["letters"] else None)
    return f"{match[1]}{npq}{match[3]}" if npq else text
