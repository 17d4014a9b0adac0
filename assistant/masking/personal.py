"""Find personal data, put placeholders in its place, and put it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from assistant.masking.births import births
from assistant.masking.filenames import names_in_files
from assistant.masking.found import PLACEHOLDER, Found, without_overlaps
from assistant.masking.handles import handles
from assistant.masking.initials import initials, spelt_letters
from assistant.masking.kinds import find_kinds, streets_behind
from assistant.masking.names import find_names
from assistant.masking.phones import phones
from assistant.masking.policies import masking_policy
from assistant.masking.references import trns
from assistant.masking.tagging import settled

_HEADER = re.compile(r"<\x00+>")
_SOMEONE = re.compile(r"\[(?:NAME|HANDLE) \d{1,4}\]")
# What stands in the place of data that was found while names are looked for: beside a place
# another place may stand, beside anything else a name.
_MARKS = {"POSTCODE": "\x01", "ADDRESS": "\x02"}


class Mask:
    """Placeholders that stay the same through all the texts of one enquiry."""

    def __init__(self) -> None:
        self._placeholders: dict[tuple[str, str], str] = {}
        self._found: dict[str, list[Found]] = {}

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
        if text not in self._found:  # reading takes longer than all else, and texts come again
            self._found[text] = find_personal(text)
        found = self._found[text]
        whole = [piece for piece in known if not any(_inside(piece, other) for other in found)]
        return without_overlaps([*whole, *found])

    def _placeholder(self, kind: str, value: str) -> str:
        number = 1 + sum(other == kind for other, _ in self._placeholders)
        return self._placeholders.setdefault((kind, value), f"[{kind} {number}]")


def _inside(piece: Found, other: Found) -> bool:
    """Say whether a piece is a part of a longer one: the first name in a whole name."""
    longer = other.end - other.start > piece.end - piece.start
    return longer and other.start <= piece.start and piece.end <= other.end


def restored(text: str, personal: dict[str, str]) -> str:
    """Return a masked text with what its placeholders stand for."""
    return PLACEHOLDER.sub(lambda match: personal.get(match.group(), match.group()), text)


def neutral(masked: str) -> str:
    """Return a masked text as it is asked: a person is "someone", other data is left out."""
    text = _SOMEONE.sub("someone", masked)
    return " ".join(PLACEHOLDER.sub("", text).split()) if "[" in text else text


def find_personal(text: str) -> list[Found]:
    """Return the personal data of a text in order; TRNs are found, URNs and sums are not."""
    return _but_placeholders(text, settled(text, found_by_rules(text)))


def found_by_rules(text: str) -> list[Found]:
    """Return what rules alone take for personal, in order."""
    found = without_overlaps(
        [
            *find_kinds(text),
            *(Found(*span, "BIRTH DATE") for span in births(text)),
            *_patterned(text),
            *(Found(*span, "TRN") for span in trns(text)),
            *phones(text),
            *handles(text),
        ]
    )
    hidden = _hidden(text, found)
    spelling = [text[f.start : f.end] for f in found if f.kind in ("EMAIL", "HANDLE")]
    addresses = [part.lstrip("@").split("@")[0] for part in spelling]
    names = [
        Found(name.start, name.end, "NAME")
        for find in (names_in_files, spelt_letters, initials)
        for name in find(hidden)
    ]
    names += [Found(name.start, name.end, "NAME") for name in find_names(hidden, addresses)]
    found += streets_behind(text, names)
    return _but_placeholders(text, [*found, *names])


def _but_placeholders(text: str, found: list[Found]) -> list[Found]:
    """Return the pieces that overlap none before them, nor what was masked before, in order."""
    masked_before = [Found(m.start(), m.end(), "") for m in PLACEHOLDER.finditer(text)]
    kept = without_overlaps([*masked_before, *found])
    return [piece for piece in kept if piece.kind]


def _hidden(text: str, found: list[Found]) -> str:
    """Return a text with marks, as long as they are, in the place of the pieces found."""
    for piece in found:
        mark = _MARKS.get(piece.kind, "\x00")
        text = text[: piece.start] + mark * (piece.end - piece.start) + text[piece.end :]
    # A display name is told by the address behind it, so that must stay to be seen.
    return _HEADER.sub(lambda m: "<" + "@" * (len(m.group()) - 2) + ">", text)


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
    return without_overlaps(found)


@cache
def _areas() -> frozenset[str]:
    return frozenset(masking_policy("personal")["postcode_areas"].split())


__all__ = ["Found", "Mask", "find_personal", "neutral", "restored"]
