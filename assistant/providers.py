"""Lead providers, past and present, by what people call them."""

from __future__ import annotations

import re
from functools import cache

from assistant.records import policy

_AROUND = re.compile(
    r"\W*(?:(?:and|or|so|ok|but|it|its|it's|is|with|at|from|through|by|my|provider|the|they|are"
    r"|what|how|about|for|i|am|i'm|we|institute|too|also|then)\b\W*)*",
    re.I,
)


@cache
def providers() -> tuple[str, ...]:
    """Return a pattern for each provider, as `policy/verdict.yaml` lists them."""
    settings = policy("verdict")["listing"]
    return (*settings["now"], *settings["once"])


def providers_in(text: str) -> list[str]:
    """Return the patterns of the providers that a text names."""
    return [each for each in providers() if re.search(each, text, re.I)]


def asked_of_provider(text: str, last: str) -> str:
    """Return the last question as it is asked of the provider that a follow-up only names.

    "Does Ambition run NPQLL?" and then "What about UCL?" asks "Does UCL run NPQLL?". Empty where
    the follow-up says more.
    """
    named = providers_in(text)
    if len(named) != 1:
        return ""
    found = re.search(named[0], text, re.I)
    assert found is not None
    if not _AROUND.fullmatch(f"{text[: found.start()]} {text[found.end() :]}"):
        return ""
    before = providers_in(last)
    if len(before) == 1 and before != named:
        return re.sub(before[0], found.group(), last, count=1, flags=re.I)
    return "" if before else f"{last} ({found.group()})"
