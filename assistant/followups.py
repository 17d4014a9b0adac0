"""Make a follow-up stand alone by taking from earlier turns only what it lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.carried import carried
from assistant.comparisons import attribute_asked
from assistant.providers import asked_of_provider
from corpus.instructions import gives_orders
from index.npqs import find_npqs, npq_policy, npq_spans, with_npq, without_npqs
from index.terms import stems

_ANAPHORA = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|one|ones|he|she|there|same|both|either|"
    r"instead|also|too|as well|else|other|another|then)\b"
    r"|^\W*(?:so|and|but|or|no|yes|ok|what about|how about)\b(?! year| term| autumn| month)",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n")  # also before a small letter, as people type
_IT = re.compile(r"\b(?:it|them)\b", re.I)
_LEAST_ITEMS = 2  # of what is taken for a list
_FEW = 6  # words behind "and", of which the last NPQ is meant
_SHORT = 15  # words of a turn that only tells something, taken over whole by "what if ...?"
_SPOKEN_OF = 3  # NPQs that one "it" can mean
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
_ASIDE = re.compile(
    r"\((?:the )?assistant (?:answered|said|replied)[^)]*\)|\bassistant:.*", re.I | re.S
)
_FILLER = frozenset(
    {
        "thing",
        "mean",
        "meant",
        "sorri",
        "actual",
        "oop",
        "true",
        "right",
        "still",
        "sure",
        "again",
        "now",
        "okay",
        "one",
        "ones",
    }
    | {"much", "long", "talk", "ask", "bit", "detail", "well", "npq"}
)


_COURTESY = frozenset(
    stems("thanks thank cheers ok okay great good brilliant perfect lovely right yes no hi hello")
)


_OWN_WORDS = 1  # behind "which of those", from so many the last question is answered already


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


def standalone(text: str, history: tuple[str, ...]) -> Standalone:
    """Decide, for this turn, what to take over: an item of a list, the last turn, or words.

    What a follow-up points at by its shape ("the second one", "and for NPQH?", "it's a
    nursery") is read by patterns; which words of earlier turns it needs, by a model
    (`assistant/carried.py`).
    """
    told = map(_without_orders, history)
    history = tuple(turn for turn in told if _QUESTION.match(turn) or set(stems(turn)) - _COURTESY)
    if not history:
        return Standalone()
    turns = [_ASIDE.sub(" ", turn).strip() for turn in history]
    shaped = _by_its_shape(text, history, turns)
    if shaped is not None:
        return shaped
    spoken = _spoken_of(turns)
    again = attribute_asked(text, *spoken) if len(spoken) == 1 else ""
    again = again or _asked_again(text, turns)
    if again:
        return Standalone(history, instead=again)
    named = find_npqs(text)
    if len(named) > 1 or (named and not (_ANAPHORA.search(text) or _WHAT_IF.match(text))):
        return Standalone(history)
    pieces = _lacking(text, turns)
    if _WHAT_IF.match(text) and not _asks(turns[-1]) and len(turns[-1].split()) <= _SHORT:
        pieces = [turns[-1]]
    leans = _IT.search(text) or (_AND.match(text) and len(text.split()) <= _FEW)
    if leans and not find_npqs(" ".join((text, *pieces))):
        pieces += [npq_label(npq) for npq in sorted(_spoken_of(turns))[:_SPOKEN_OF]]
    return Standalone(history, item=", ".join(pieces))


def _without_orders(turn: str) -> str:
    """Leave out of an earlier turn what gives orders to the assistant."""
    if not gives_orders(turn):
        return turn
    said = _SENTENCE_END.split(turn)
    return " ".join(sentence for sentence in said if not gives_orders(sentence))


def _lacking(question: str, turns: list[str]) -> list[str]:
    """Return the pieces of earlier turns that a question needs and does not hold."""
    held = set(stems(question))
    pieces = carried(question, turns)
    if _ASKED_OF.search(question):
        pieces = [_ASKED_OF.sub(" ", piece).strip(" ,;?") for piece in pieces]
    return [piece for piece in pieces if set(stems(piece)) - held]


def _with(question: str, pieces: Sequence[str]) -> str:
    return f"{question} ({', '.join(pieces)})" if pieces else question


def _spoken_of(turns: list[str]) -> frozenset[str]:
    """Return the NPQs that "it" means: of the last turn that names one.

    Where that turn itself says "it" ("can I do it beside NPQH?"), an earlier one is meant.
    """
    named = [(turn, find_npqs(turn)) for turn in reversed(turns) if find_npqs(turn)]
    for place, (turn, npqs) in enumerate(named):
        if place + 1 == len(named) or not _IT.search(turn):
            return npqs
    return frozenset()


def _asked_again(text: str, turns: list[str]) -> str:
    """Return the last question as it is asked of another NPQ, or with what is told now."""
    places = [number for number, turn in enumerate(turns) if _asks(turn)]
    named = find_npqs(text)
    left = stems(without_npqs(_SAME_AGAIN.sub(" ", text)))
    bare = bool(named) and all(stem in _FILLER for stem in left) and not _HAS_IT.match(text)
    tells_of_none = bare and not _asks(text) and not find_npqs(turns[-1])
    if tells_of_none and (not places or places[-1] < len(turns) - 1):
        return _with(turns[-1], [npq_label(npq) for npq in sorted(named)])
    if not places:
        return ""
    last, before = turns[places[-1]], turns[: places[-1]]
    if not named and (of_provider := asked_of_provider(text, last)):
        return of_provider
    points = (_SAME_AGAIN, _WHAT_IF, _TOO, *(() if _ASKS_ANEW.match(text) else (_ANAPHORA,)))
    refers = any(shape.search(text) for shape in points)
    if bare and (refers or not _ASKS_ANEW.match(text)):
        pieces = [piece for piece in _lacking(last, before) if not find_npqs(piece)]
        labels = [npq_label(npq) for npq in sorted(named)]
        if len(find_npqs(last)) == 1:
            return _with(with_npq(last, " and ".join(labels)), pieces)
        return "" if find_npqs(last) else _with(last, [*labels, *pieces])
    did = _HAS_IT.match(text) and named - find_npqs(last) and not _asks(text)
    tells = did or (_TELLS.match(text) and "?" not in text and not named)
    since = turns[places[-1] + 1 :]
    if tells and all(_TELLS.match(turn) for turn in since):
        return _with(" ".join([last, *since, text]), _lacking(last, before))
    return ""


_BESIDE = re.compile(r"\W*(?:and|or|vs|versus)?\W*(?:(?:the|an?|in|for)\s+)*", re.I)


def named_together(history: tuple[str, ...]) -> tuple[str, ...]:
    """Return the NPQs that the last turn to name any lists side by side; empty if it does not."""
    for turn in reversed(history):
        said = _ASIDE.sub(" ", turn)
        spans = npq_spans(said)
        if spans:
            between = [said[end:start] for (_, _, end), (_, start, _) in pairwise(spans)]
            beside = bool(between) and all(_BESIDE.fullmatch(words) for words in between)
            return tuple(dict.fromkeys(npq for npq, _, _ in spans)) if beside else ()
    return ()


_OF_THOSE = re.compile(
    r"\b(?:which|who|what|any|none|some|all|most|how many)\b.{0,12}\bof (?:those|these|them)\b"
    r"(?=\W*$|\W*(?:is|are|was|were|do|does|did|can|could|will|would|should|have|has|that|which|"
    r"offers?|runs?|covers?|suits?|needs?|counts?|starts?|takes?|costs?|apply|applies|get|gets|"
    r"free|funded|longer|shorter|cheaper|easier|best|online|open)\b)",
    re.I,
)
_SAME_AGAIN = re.compile(
    r"^\W*(?:so |ok |and )*(?:what|how) about\b|^\W*and (?:for|in|if|at|with|the)\b"
    r"|^\W*same\b|^\W*which\b.{0,12}$"
    r"|\b(?:is|are|was|would|will|does|do)\b (?:it|that|this|they|the (?:answer|rules?|same))\b"
    r".{0,12}\b(?:same|different|apply|true)\b.{0,8}\b(?:for|in|at|if|with|to|of)\b",
    re.I,
)
_WHAT_IF = re.compile(r"^\W*(?:so |and |but |ok |yes )*(?:what|even) if\b", re.I)
_HAS_IT = re.compile(r"\W*(?:(?:i|we|she|he)(?:'ve)? )?(?:have|has|had|got|did|hold|holds)\b", re.I)
_AND = re.compile(r"^\W*(?:and|but)\b", re.I)
_ASKED_OF = re.compile(
    r"\b(?:how (?:long|much|many)|when|length|duration|costs?|prices?|fees?|who (?:runs|marks))\b",
    re.I,
)
_TOO = re.compile(r"\b(?:too|also|as well|same|either|instead)\b", re.I)
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
_IN_PLACE = re.compile(r"\b(?:that one|this one|the one)\b", re.I)
_THAT_ONE = re.compile(rf"{_IN_PLACE.pattern}|\b(?:it|that|this)\b", re.I)
_WHICH_NPQ = re.compile(
    r"\b(?:which|what)(?:'s| is)?(?: the)?(?: best| right)? (?:npq|one|course|qualification)\b",
    re.I,
)
_GROUP = re.compile(r"\b(?:(?:specialist|leadership|lead)\s+)?(?:npqs|providers)\b", re.I)
_TELLS = re.compile(
    r"^(?:\W*(?:oh|ah|sorry|apologies|actually|oops|wait|ok|well|no|to clarify|to be clear|"
    r"by the way|for context|just to add|my mistake|(?:and )?i (?:should(?: have|'ve)?|forgot to|"
    r"meant to|need to|must) (?:say|said|add|added|mention|mentioned))\b)*\W*"
    r"(?:i am|i'm|im|i work|we are|we're|it's|its|it is|my school|a |an |in a|at a|"
    r"state|maintained|primary|secondary|yes|no)\b",
    re.I,
)
_QUESTION = re.compile(
    r"^\W*(?:what|which|who|when|where|why|how|is|are|am|do|does|did|can|could|will|would|should)\b",
    re.I,
)
_ASKS_ANEW = re.compile(rf"{_QUESTION.pattern}|^\W*(?:tell|explain|describe|list|give)\b", re.I)


def _asks(turn: str) -> bool:
    return "?" in turn or _QUESTION.match(turn) is not None


def asks_which(text: str, history: tuple[str, ...]) -> str | None:
    """Return the last turn, if it asked which NPQ and "that one" now means the answer to it."""
    last = next(reversed([turn for turn in history if turn.strip()]), "")
    said = " ".join((*history, text))
    refers = _THAT_ONE.search(text) is not None and not find_npqs(said)
    return last if refers and _WHICH_NPQ.search(last) else None


def meaning_that(text: str, name: str) -> str:
    """Return a follow-up with what "that one" means in its place."""
    put = _IN_PLACE.sub(name, text, count=1)
    return put if put != text else f"{text} ({name})"


def _by_its_shape(text: str, history: tuple[str, ...], turns: list[str]) -> Standalone | None:
    """Return what "the second one", "was it always?" or "I meant the fee" takes over."""
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
    if _THEN.match(text):
        return Standalone(history, last)
    return _of_those(text, history, turns)


def _of_those(text: str, history: tuple[str, ...], turns: list[str]) -> Standalone | None:
    """Return the last question for a bare "which of those?", or the group that it asked for."""
    of_those = _OF_THOSE.search(text)
    if of_those is None or len(find_npqs(text)) > 1 or stems(text[: of_those.start()]):
        return None
    last = next(filter(_asks, reversed(turns)), turns[-1])
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
