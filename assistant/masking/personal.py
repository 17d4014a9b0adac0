"""Find personal data, put placeholders in its place, and put it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from assistant.masking.births import births
from assistant.masking.names import find_names
from assistant.masking.policies import masking_policy
from assistant.masking.references import trns

_PLACEHOLDER = re.compile(r"\[(?:NAME|EMAIL|PHONE|POSTCODE|TRN|NI NUMBER|BIRTH DATE) \d{1,4}\]")
_NEAR = 60


class Found(NamedTuple):
    """A piece of personal data in a text."""

    start: int
    end: int
    kind: str


class Mask:
    """Placeholders that stay the same through all the texts of one enquiry."""

    def __init__(self) -> None:
        self._placeholders: dict[tuple[str, str], str] = {}

    @classmethod
    def knowing(cls, personal: Mapping[str, str]) -> Mask:
        """Return a mask that knows what each of these placeholders stands for."""
        mask = cls()
        for placeholder, value in personal.items():
            mask.know(placeholder.strip("[]").rsplit(" ", 1)[0], value)
        return mask

    @property
    def personal(self) -> dict[str, str]:
        """What each placeholder stands for."""
        return {placeholder: text for (_, text), placeholder in self._placeholders.items()}

    def know(self, kind: str, value: str) -> None:
        """Take note of personal data that a mail's headers tell, wherever it stands later."""
        if len(value.strip()) > 1:
            self._placeholder(kind, value.strip())

    def hide(self, text: str) -> str:
        """Return a text with its personal data, and all that was found before, masked."""
        out, done = "", 0
        for found in self._all(text):
            value = text[found.start : found.end]
            out += text[done : found.start] + self._placeholder(found.kind, value)
            done = found.end
        return out + text[done:]

    def show(self, text: str) -> str:
        """Return a text with what the placeholders stand for."""
        return restored(text, self.personal)

    def _all(self, text: str) -> list[Found]:
        known = [
            Found(match.start(), match.end(), kind)
            for kind, value in sorted(self._placeholders, key=lambda key: -len(key[1]))
            for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text)
        ]
        return _without_overlaps([*known, *find_personal(text)])

    def _placeholder(self, kind: str, value: str) -> str:
        number = 1 + sum(other == kind for other, _ in self._placeholders)
        return self._placeholders.setdefault((kind, value), f"[{kind} {number}]")


def restored(text: str, personal: dict[str, str]) -> str:
    """Return a masked text with what its placeholders stand for."""
    return _PLACEHOLDER.sub(lambda match: personal.get(match.group(), match.group()), text)


def neutral(masked: str) -> str:
    """Return a masked text as it is asked: a person is "someone", other data is left out."""
    text = re.sub(r"\[NAME \d{1,4}\]", "someone", masked)
    return " ".join(_PLACEHOLDER.sub("", text).split()) if "[" in text else text


def find_personal(text: str) -> list[Found]:
    """Return the personal data of a text in order; TRNs are found, URNs and sums are not."""
    found = _without_overlaps(
        [
            *(Found(*span, "BIRTH DATE") for span in births(text)),
            *_patterned(text),
            *(Found(*span, "TRN") for span in trns(text)),
            *_phones(text),
        ]
    )
    hidden = text
    for piece in found:
        mark = "\x01" if piece.kind == "POSTCODE" else "\x00"
        hidden = hidden[: piece.start] + mark * (piece.end - piece.start) + hidden[piece.end :]
    header = re.compile(r"<\x00+>")
    # A display name is told by the address behind it, so that must stay to be seen.
    hidden = header.sub(lambda m: "<" + "@" * (len(m.group()) - 2) + ">", hidden)
    addresses = [text[f.start : f.end].split("@")[0] for f in found if f.kind == "EMAIL"]
    names = [Found(name.start, name.end, "NAME") for name in find_names(hidden, addresses)]
    masked_before = [Found(m.start(), m.end(), "") for m in _PLACEHOLDER.finditer(text)]
    kept = _without_overlaps([*masked_before, *found, *names])
    return [piece for piece in kept if piece.kind]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = masking_policy("personal")["patterns"]
    return tuple((entry["kind"], re.compile(entry["pattern"], re.I)) for entry in listed)


def _patterned(text: str) -> list[Found]:
    found = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            named = "found" in pattern.groupindex
            start, end = match.span("found") if named else match.span()
            if kind == "POSTCODE" and match["area"].upper() not in _areas():
                continue
            found.append(Found(start, end, kind))
    return _without_overlaps(found)


@cache
def _areas() -> frozenset[str]:
    return frozenset(masking_policy("personal")["postcode_areas"].split())


def _phones(text: str) -> list[Found]:
    """Find phone numbers by libphonenumber, and short ones by the words before them."""
    # phonenumbers reads its metadata when imported, which a question need not wait for.
    from phonenumbers import Leniency, PhoneNumberMatcher

    policy = masking_policy("personal")["phones"]
    found = []
    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.POSSIBLE):
        before = text[max(0, match.start - _NEAR) : match.start]
        digits = sum(c.isdigit() for c in match.raw_string)
        if re.search(policy["not_before"], before, re.I):
            continue
        starts = re.match(policy["starts"], match.raw_string) and digits >= policy["least_digits"]
        if starts or (digits >= policy["least_digits"] and re.search(policy["said"], before, re.I)):
            found.append(Found(match.start, match.end, "PHONE"))
    for local in re.finditer(policy["local"], text, re.I):
        found.append(Found(*local.span("found"), "PHONE"))
    for extension in re.finditer(policy["extension"], text, re.I):
        # Behind the number that it belongs to, it tells nobody apart.
        if not any(0 < extension.start() - piece.end < _NEAR for piece in found):
            found.append(Found(*extension.span("found"), "PHONE"))
    return found


def _without_overlaps(found: list[Found]) -> list[Found]:
    """Keep what was found first where two pieces overlap; return them in order of the text."""
    kept: list[Found] = []
    for piece in found:
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept)
