"""Find telephone numbers, in figures or read out in words; numbers for the public are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from assistant.masking.found import Found
from assistant.masking.policies import masking_policy

_NEAR = 60


def phones(text: str) -> Iterator[Found]:
    """Yield phone numbers by libphonenumber, short ones by the words before, and spoken ones."""
    numbers = [*_in_figures(text), *_local(text)]
    for piece in chain(numbers, _extensions(text, numbers), _spoken(text)):
        if not _is_public(_figures(text[piece.start : piece.end])):
            yield piece


def _in_figures(text: str) -> Iterator[Found]:
    # phonenumbers reads its metadata when imported, which a question need not wait for.
    from phonenumbers import Leniency, PhoneNumberMatcher

    policy = masking_policy("personal")["phones"]
    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.POSSIBLE):
        before = text[max(0, match.start - _NEAR) : match.start]
        digits = sum(c.isdigit() for c in match.raw_string)
        if re.search(policy["not_before"], before, re.I):
            continue
        starts = re.match(policy["starts"], match.raw_string) and digits >= policy["least_digits"]
        if starts or (digits >= policy["least_digits"] and re.search(policy["said"], before, re.I)):
            yield Found(match.start, match.end, "PHONE")


def _local(text: str) -> Iterator[Found]:
    for local in re.finditer(masking_policy("personal")["phones"]["local"], text, re.I):
        yield Found(*local.span("found"), "PHONE")


def _extensions(text: str, numbers: list[Found]) -> Iterator[Found]:
    for extension in re.finditer(masking_policy("personal")["phones"]["extension"], text, re.I):
        # Behind the number that it belongs to, it tells nobody apart.
        if not any(0 < extension.start() - piece.end < _NEAR for piece in numbers):
            yield Found(*extension.span("found"), "PHONE")


@cache
def _said() -> dict[str, str]:
    """The words for figures: "oh" is 0."""
    said: dict[str, str] = masking_policy("kinds")["spoken"]["figures"]
    return {str(word): str(figure) for word, figure in said.items()}


@cache
def _run() -> re.Pattern[str]:
    times = "|".join(masking_policy("kinds")["spoken"]["times"])
    one = rf"(?:(?:{times})[ -])?(?:{'|'.join(_said())}|\d{{1,6}})"
    return re.compile(rf"(?<![\w-])(?:plus[ ])?{one}(?:[ ,.–-]{{1,3}}{one}){{3,16}}(?![\w-])", re.I)


def _spoken(text: str) -> Iterator[Found]:
    """Yield numbers in words: "oh seven seven double oh, nine hundred", as long as a phone's."""
    least, most = masking_policy("kinds")["spoken"]["long"]
    for run in _run().finditer(text):
        figures = _figures(run.group())
        dialled = figures.startswith(("0", "44")) or re.search(
            masking_policy("personal")["phones"]["said"],
            text[max(0, run.start() - _NEAR) : run.start()],
            re.I,
        )
        worded = re.search(r"[^\W\d]", run.group())
        if worded and dialled and least <= len(figures) <= most:
            yield Found(*run.span(), "PHONE")


def _figures(number: str) -> str:
    """Return the figures of a number: "double oh, 9" is "009"."""
    times = masking_policy("kinds")["spoken"]["times"]
    out, again = "", 1
    for word in re.findall(r"[^\W\d]+|\d+", number.lower()):
        if word in times:
            again = times[word]
            continue
        figure = word if word.isdigit() else _said().get(word, "")
        out, again = out + figure[:1] * (again - 1) + figure, 1
    return out


def _is_public(figures: str) -> bool:
    """Say whether anybody may ring the number: 0300, 0345, 0800."""
    return re.match(masking_policy("kinds")["public_numbers"], figures) is not None
