"""What must be known about an added file, and where each value comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from corpus.dates import is_partial_date
from corpus.errors import FileRejected
from corpus.readers import ReadText
from corpus.records import Kind, Standing
from corpus.repair import repair

Asker = Callable[[str, str], str]

REQUIRED = ("title", "publisher", "kind", "status")
HELP = {
    "title": "Title of the document",
    "publisher": "Who published it, for example Department for Education",
    "kind": "What sort of page it is: " + ", ".join(Kind),
    "status": "Whether it holds today: " + ", ".join(Standing),
}
_CARRIED = ("applies_to", "licence")
_MOST_ASKED = 3


@dataclass
class Details:
    """What the person said about the files, each optional, as flags of the command."""

    title: str | None = None
    publisher: str | None = None
    kind: str | None = None
    status: str | None = None
    url: str | None = None
    published: str | None = None
    updated: str | None = None


def complete(name: str, details: Details, read: ReadText, ask: Asker | None) -> dict[str, str]:
    """Return values from flags, front matter, the file's title and the person, in that order.

    Raises `FileRejected` naming the flags of all that is missing, or of the first bad value.
    """
    flags = {key: value for key, value in asdict(details).items() if _clean(value)}
    known: Mapping[str, str | None] = {"title": read.title, **read.front, **flags}
    values = {
        key: value
        for key in [*asdict(details), *_CARRIED]
        if (value := _normal(key, known.get(key)))
    }
    for key, value in values.items():
        wrong = _fault(key, value)
        if wrong:
            raise FileRejected(f"{name}: not added: {wrong}.")
    missing = [key for key in REQUIRED if key not in values]
    if ask is not None:
        values |= {key: _asked(name, key, ask) for key in missing}
    elif missing:
        flags_named = " and ".join(", ".join(f"--{key}" for key in missing).rsplit(", ", 1))
        verb = "is" if len(missing) == 1 else "are"
        raise FileRejected(f"{name}: not added: {flags_named} {verb} missing.")
    return values


def _asked(name: str, key: str, ask: Asker) -> str:
    wrong = f"--{key} is missing"
    for attempt in range(_MOST_ASKED):
        value = _normal(key, ask(key, f"{HELP[key]}" if not attempt else f"{HELP[key]} ({wrong})"))
        wrong = _fault(key, value) if value else f"--{key} is missing"
        if not wrong:
            return value
    raise FileRejected(f"{name}: not added: {wrong}.")


def _clean(value: str | None) -> str:
    return " ".join(repair(value).text.split()) if value else ""


def _normal(key: str, value: str | None) -> str:
    text = _clean(value)
    return text.lower().replace("_", "-") if key in ("kind", "status") else text


def _fault(key: str, value: str) -> str:
    """Say what is wrong with a value, naming its flag and what is allowed; empty if nothing."""
    if key == "kind" and value not in list(Kind):
        return f"--kind must be one of {', '.join(Kind)}, not {value!r}"
    if key == "status" and value not in list(Standing):
        return f"--status must be one of {', '.join(Standing)}, not {value!r}"
    if key in ("published", "updated") and not is_partial_date(value):
        return f"--{key} must be a date as YYYY, YYYY-MM or YYYY-MM-DD, not {value!r}"
    if key == "url" and not (value.startswith(("https://", "http://")) and _is_address(value)):
        return f"--url must be an address that begins with https:// or http://, not {value!r}"
    return ""


def _is_address(value: str) -> bool:
    return " " not in value and len(value.split("://", 1)[1]) > 0
