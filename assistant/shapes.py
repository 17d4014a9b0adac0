"""What a follow-up points at by its shape: "the second one", "which is longer", "and Scotland?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.parts import TODAY
from assistant.records import policy
from index.npqs import find_npqs, npq_policy, npq_spans, with_npq
from index.terms import stems

IT = re.compile(r"\b(?:it|them)\b", re.I)
QUESTION = re.compile(
    r"^\W*(?:what|which|who|when|where|why|how|is|are|am|do|does|did|can|could|will|would|should)\b",
    re.I,
)
_LEAST_ITEMS = 2  # of what is taken for a list
SPOKEN_OF = 3  # NPQs that one "it" can mean
_OWN_WORDS = 1  # behind "which of those", from so many the last question is answered already
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "last": -1, "former": 1, "latter": -1,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"\bthe ({'|'.join(_ORDINALS)})(?: (?:one|item|option|npq|course|point))?\b", re.I
)
_NUMBERED = re.compile(
    r"(?:^|[\s,;:(])(\d{1,2})[.)]?\s+([A-Za-z](?:(?!\s\d{1,2}[.)]\s)[^,;\n()]){2,60})"
)
_THEN = re.compile(
    r"^(?:\W*(?:so|and|but|ok|oh|right)\b)*\W*(?:was|were|has|have|had|did|is|will)\b.{0,4}"
    r"\b(?:it|that|this|they|those)\b.{0,10}?\b(?:always|ever|before|last (?:year|autumn|time)|"
    r"in (?:the past|20\d\d)|different|changed?|used to|until|next (?:year|autumn)|like that)\b"
    r"(?:\W+(?:that|so|like that|the case|the same|way|true|different|in the past|then|before|"
    r"in 20\d\d|for long|too|as well|i|or|not|be))*\W*$",
    re.I,
)
_MEANT = re.compile(
    r"^\W*(?:(?:no|sorry|oops|apologies)\W+)*i (?:meant|mean|was asking about)(?: about)? "
    r"(?P<what>[\w ]{3,40}?)(?:,? (?:and )?not .{2,40})?[.!]*$",
    re.I,
)
_GROUP = re.compile(r"\b(?:(?:specialist|leadership|lead)\s+)?(?:npqs|providers)\b", re.I)
_OF_THOSE = re.compile(
    r"\b(?:which|who|what|any|none|some|all|most|how many)\b.{0,12}\bof (?:those|these|them)\b"
    r"(?=\W*$|\W*(?:is|are|was|were|do|does|did|can|could|will|would|should|have|has|that|which|"
    r"offers?|runs?|covers?|suits?|needs?|counts?|starts?|takes?|costs?|apply|applies|get|gets|"
    r"free|funded|longer|shorter|cheaper|easier|best|online|open)\b)",
    re.I,
)


class Standalone(NamedTuple):
    """What a follow-up takes from earlier turns.

    `before` goes before it, `item` behind it in brackets; `instead` stands for the whole.
    """

    context: tuple[str, ...] = ()
    before: str = ""
    item: str = ""
    instead: str = ""

    def apply(self, text: str) -> str:
        """Return a question of the follow-up as it reads on its own."""
        if self.instead:
            return self.instead
        out = f"{text.rstrip()} ({self.item})" if self.item else text
        return f"{self.before} {out}".strip() if self.before else out


def npq_label(npq: str) -> str:
    """Return how an NPQ is written out: leading literacy (NPQLL)."""
    label = str(npq_policy()[npq]["label"])
    return f"NPQ for SENCOs, {npq}" if npq == "NPQSENCO" else f"{label}, {npq}"


def by_its_shape(text: str, history: tuple[str, ...], turns: list[str]) -> Standalone | None:
    """Return what "the second one", "was it always?" or "which is longer?" takes over.

    `turns` are those of the history without asides. None where the shape alone tells nothing.
    """
    wanted = _ORDINAL.search(text)
    items = _listed(history) if wanted else {}
    if wanted and items:
        number = _ORDINALS[wanted.group(1).lower()]
        item = items.get(max(items) if number < 0 else number, "")
        return Standalone(history, "" if item else f"{', '.join(items.values())}:", item)
    last = turns[-1]
    meant = _MEANT.match(text)
    if meant is not None and not find_npqs(text) and len(find_npqs(last)) == 1:
        about = f"{meant['what']} of {npq_label(*find_npqs(last))}"
        return Standalone(history, instead=with_npq(last, about))
    may = asks(last) and _finds("may", last) and _finds("allowed", text)
    if may or _THEN.match(text):
        return Standalone(history, last)
    readings = (_compared, _of_each, _of_another, _needed_first, _of_today)
    asked = next(filter(None, (read(text, turns) for read in readings)), "")
    return Standalone(history, instead=asked) if asked else _of_those(text, history, turns)


def _compared(text: str, turns: Sequence[str]) -> str:
    """Ask what is compared of the NPQs that were spoken of last, if there are several."""
    found, difference = _finds("compared", text), _finds("difference", text)
    npqs = _last_named(turns) if found or difference else []
    if len(npqs) < 2 or find_npqs(text):
        return ""
    if difference:
        return f"What is the difference between {' and '.join(npqs)}?"
    assert found is not None
    how = found["how"].lower()
    as_asked = policy("shapes")["as_asked"].get(how, f"is {how}")
    return f"Which {as_asked}, {' or '.join(npqs)}?"


def _of_each(text: str, turns: Sequence[str]) -> str:
    """Ask of each of the NPQs that were spoken of last: "how long is each?"."""
    each = _finds("each", text)
    npqs = _last_named(turns) if each and not find_npqs(text) else []
    if each is None or len(npqs) < 2:
        return ""
    return f"{text[: each.start()]}{' compared with '.join(npqs)}{text[each.end() :]}"


def _last_named(turns: Sequence[str]) -> list[str]:
    """Return the NPQs of the last turns that name any, two or more, as they were named."""
    named: list[str] = []
    for turn in reversed(turns):
        spoken = dict.fromkeys(npq for npq, _, _ in npq_spans(turn))
        named = [*(npq for npq in spoken if npq not in named), *named]
        if len(named) >= 2:
            break
    return named[-SPOKEN_OF:]


def _of_another(text: str, turns: Sequence[str]) -> str:
    """Ask the last question of another place, or of a group of NPQs: "and the leadership ones?"."""
    last = _last_asked(turns)
    place, group = _finds("place_asked", text), _finds("group_asked", text)
    if place and last and _finds("place", last):
        where = re.sub(r"^in ", "", place["place"], flags=re.I)
        return re.sub(policy("shapes")["place"], where, last, count=1, flags=re.I)
    if not group or not last or find_npqs(last):
        return ""
    wanted = "leadership" if group["group"].lower().startswith("lead") else "specialist"
    if _finds("group", last):
        return re.sub(policy("shapes")["group"], wanted, last, count=1, flags=re.I)
    return f"{last.rstrip(' ?.!')} for {wanted} NPQs?"


def _needed_first(text: str, turns: Sequence[str]) -> str:
    """Ask whether what was spoken of needs the NPQ that is named now: "do I need NPQH first?"."""
    if len(find_npqs(text)) != 1 or not _finds("needs_first", text):
        return ""
    wanted = spoken_of(turns) - find_npqs(text)
    return f"{text.rstrip(' ?.!')} to do {npq_label(*wanted)}?" if len(wanted) == 1 else ""


def _of_today(text: str, turns: Sequence[str]) -> str:
    """Ask the last question, of an earlier time, as one of today: "and now?"."""
    last = _last_asked(turns)
    if not last or not _finds("now", text) or not _finds("was", last):
        return ""
    policies = policy("shapes")
    today = re.sub(policies["then"], "", last, flags=re.I)
    today = re.sub(policies["was"], lambda was: TODAY[was[0].lower()], today, flags=re.I)
    return f"{today.rstrip(' ?.!')} now?"


def _finds(shape: str, text: str) -> re.Match[str] | None:
    return re.search(policy("shapes")[shape], text, re.I)


def _last_asked(turns: Sequence[str]) -> str:
    return next(filter(asks, reversed(turns)), "")


def asks(turn: str) -> bool:
    """Say whether an earlier turn was a question."""
    return "?" in turn or any(QUESTION.match(said) for said in re.split(r"[.,;:!\n]\s", turn))


def spoken_of(turns: Sequence[str]) -> frozenset[str]:
    """Return the NPQs that "it" means: of the last turn that names one.

    Where that turn itself says "it" ("can I do it beside NPQH?") or asks what it needs first, an
    earlier one is meant.
    """
    named = [(turn, find_npqs(turn)) for turn in reversed(turns) if find_npqs(turn)]
    for place, (turn, npqs) in enumerate(named):
        if place + 1 == len(named) or not _leans(turn):
            return npqs
    return frozenset()


def _leans(turn: str) -> bool:
    return IT.search(turn) is not None or _finds("needs_first", turn) is not None


def _of_those(text: str, history: tuple[str, ...], turns: list[str]) -> Standalone | None:
    """Return the last question for a bare "which of those?", or the group that it asked for."""
    of_those = _OF_THOSE.search(text)
    if of_those is None or len(find_npqs(text)) > 1 or stems(text[: of_those.start()]):
        return None
    last = _last_asked(turns) or turns[-1]
    group = _GROUP.search(last)
    if group is not None and len(stems(text[of_those.end() :])) >= _OWN_WORDS:
        return Standalone(history, item=f"the {group.group()}")
    return Standalone(history, last)


def _listed(history: tuple[str, ...]) -> dict[int, str]:
    """Return the items of the last numbered list; none if there is no list."""
    for turn in reversed(history):
        items = {int(n): item.strip() for n, item in _NUMBERED.findall(turn)}
        if len(items) >= _LEAST_ITEMS and sorted(items) == list(range(1, len(items) + 1)):
            return items
    return {}
