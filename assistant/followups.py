"""Make a follow-up stand alone by taking from earlier turns only what it lacks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from index.terms import find_npqs, npq_policy, npq_spans, stems, with_npq, without_npqs

_ANAPHORA = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|one|ones|he|she|there|same|both|either|"
    r"instead|also|too|else|other|another|then)\b"
    r"|^\W*(?:so|and|but|or|no|yes|ok|what about|how about)\b(?! year| term| autumn| month)",
    re.I,
)
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "last": -1, "former": 1, "latter": -1,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"\bthe ({'|'.join(_ORDINALS)})(?: (?:one|item|option|npq|course|point))?\b", re.I
)
_NUMBERED = re.compile(r"(?:^|[\s,;:(])(\d{1,2})[.)]?\s+([A-Za-z][^,;\n()]{2,60})")
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
    | {"much", "long", "talk", "ask", "bit", "detail"}
)


_COURTESY = frozenset(
    stems("thanks thank cheers ok okay great good brilliant perfect lovely right yes no hi hello")
)


_OWN_WORDS = 1  # behind "which of those", from so many the last question is answered already


class Standalone(NamedTuple):
    """What a follow-up takes from earlier turns; `instead` is the last one on another NPQ."""

    context: tuple[str, ...] = ()
    npqs: tuple[str, ...] = ()
    before: str = ""
    item: str = ""
    instead: str = ""

    def apply(self, text: str) -> str:
        """Return a question of the follow-up as it reads on its own."""
        if self.instead:
            return self.instead
        added = [npq_label(npq) for npq in self.npqs] + ([self.item] if self.item else [])
        out = f"{text.rstrip()} ({', '.join(added)})" if added else text
        return f"{self.before} {out}".strip() if self.before else out


def npq_label(npq: str) -> str:
    """Return how an NPQ is written out: leading literacy (NPQLL)."""
    label = str(npq_policy()[npq]["label"])
    return f"NPQ for SENCOs, {npq}" if npq == "NPQSENCO" else f"{label}, {npq}"


def standalone(text: str, history: tuple[str, ...]) -> Standalone:
    """Decide, for this turn, what to take over: an item of a list, NPQs, or the last turn.

    A question with words of its own takes at most the NPQ; one that is nearly all
    reference ("is that still true?") takes the whole last turn.
    """
    history = tuple(turn for turn in history if set(stems(turn)) - _COURTESY)
    if not history:
        return Standalone()
    own = [stem for stem in stems(text) if stem not in _FILLER and not stem.isdigit()]
    shaped = _by_its_shape(text, history)
    if shaped is not None:
        return shaped
    if re.search(r"\bnpqs\b", text, re.I) and len(own) >= 2:
        return Standalone(history)
    named = find_npqs(text)
    refers = bool(_ANAPHORA.search(text))
    left = stems(without_npqs(_SAME_AGAIN.sub(" ", text)))
    only_npq = bool(named) and all(stem in _FILLER for stem in left)
    reply = only_npq and (
        _SAME_AGAIN.search(text) is not None or ("?" not in text and not _ASKS_ANEW.match(text))
    )
    several = len(named) > 1 and len(own) > len(named)
    if named and not reply and (len(own) > len(named) + 1 or several or not refers):
        return Standalone(history)
    turns = [_ASIDE.sub(" ", turn).strip() for turn in history]
    earlier = _spoken_of(turns)
    npqs = () if named else tuple(sorted(earlier))[:3]
    content = [stem for stem in own if stem.upper() not in named]
    asked = [turn for turn in turns if "?" in turn or _QUESTION.match(turn)]
    if _SAME_AGAIN.search(text) or only_npq:
        before = asked[-1] if asked else turns[-1]
        if only_npq and len(named) == len(find_npqs(before)) == 1:
            return Standalone(history, instead=with_npq(before, npq_label(*named)))
        return Standalone(history, (), without_npqs(before) if named else before)
    if asked and asked[-1] == turns[-1] and _TELLS.match(text) and "?" not in text:
        return Standalone(history, (), turns[-1])
    thin = len(content) <= 1 and not _names_topic(text)
    if thin or (refers and len(content) <= 2 and not npqs and not _names_topic(text)):
        return Standalone(history, npqs if not find_npqs(turns[-1]) else (), turns[-1])
    if not refers and len(content) >= 4:
        return Standalone(history)
    return Standalone(history, npqs)


def _spoken_of(turns: list[str]) -> frozenset[str]:
    """Return the NPQs that "it" means: of the last turn that names one.

    Where that turn itself says "it" ("can I do it beside NPQH?"), an earlier one is meant.
    """
    named = [(turn, find_npqs(turn)) for turn in reversed(turns) if find_npqs(turn)]
    for place, (turn, npqs) in enumerate(named):
        if place + 1 == len(named) or not re.search(r"\b(?:it|them)\b", turn, re.I):
            return npqs
    return frozenset()


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
    r"|^\W*(?:and |but )?what if (?:it|i|we|they|she|he|my|the)\b.{0,60}$"
    r"|^\W*same\b|^\W*which\b.{0,12}$"
    r"|\b(?:is|are|was|would|will|does|do)\b (?:it|that|this|they|the (?:answer|rules?|same))\b"
    r".{0,12}\b(?:same|different|apply|true)\b.{0,8}\b(?:for|in|at|if|with|to|of)\b",
    re.I,
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
_THAT_ONE = re.compile(r"\b(?:that one|this one|the one|it|that|this)\b", re.I)
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
_TOPIC = re.compile(
    r"\b(?:fund\w*|free|cost\w*|pay\w*|paid|fees?|price|long|months?|hours?|assess\w*|words?|exam|"
    r"defer\w*|withdraw\w*|appl\w+|regist\w+|eligib\w+|provider\w*|start\w*|deadline|"
    r"qualif\w+|pass|fail\w*|cover\w*|learn|content|certificate|mandatory|compulsory|scholarship)\b",
    re.I,
)


def _names_topic(text: str) -> bool:
    return _TOPIC.search(text) is not None


def asks_which(text: str, history: tuple[str, ...]) -> str | None:
    """Return the last turn, if it asked which NPQ and "that one" now means the answer to it."""
    last = next(reversed([turn for turn in history if turn.strip()]), "")
    said = " ".join((*history, text))
    refers = _THAT_ONE.search(text) is not None and not find_npqs(said)
    return last if refers and _WHICH_NPQ.search(last) else None


def _by_its_shape(text: str, history: tuple[str, ...]) -> Standalone | None:
    """Return what "the second one", "was it always?" or "I meant the fee" takes over."""
    item = _item(text, history)
    if item:
        return Standalone(history, (), "", item)
    last = _ASIDE.sub(" ", history[-1]).strip()
    meant = _MEANT.match(text)
    if meant is not None and not find_npqs(text) and len(find_npqs(last)) == 1:
        about = f"{meant['what']} of {npq_label(*find_npqs(last))}"
        return Standalone(history, instead=with_npq(last, about))
    if _THEN.match(text):
        return Standalone(history, (), last)
    return _of_those(text, history)


def _of_those(text: str, history: tuple[str, ...]) -> Standalone | None:
    """Return the last question for a bare "which of those?", or the group that it asked for."""
    of_those = _OF_THOSE.search(text)
    if of_those is None or len(find_npqs(text)) > 1 or stems(text[: of_those.start()]):
        return None
    turns = [_ASIDE.sub(" ", turn).strip() for turn in history]
    asked = [turn for turn in turns if "?" in turn or _QUESTION.match(turn)]
    last = (asked or turns)[-1]
    group = _GROUP.search(last)
    if group is not None and len(stems(text[of_those.end() :])) >= _OWN_WORDS:
        return Standalone(history, (), "", f"the {group.group()}")
    return Standalone(history, (), last)


def _item(text: str, history: tuple[str, ...]) -> str:
    """Return the item of the last numbered list that an ordinal points at, or nothing."""
    wanted = _ORDINAL.search(text)
    if wanted is None:
        return ""
    number = _ORDINALS[wanted.group(1).lower()]
    for turn in reversed(history):
        items = {int(n): item.strip() for n, item in _NUMBERED.findall(turn)}
        if len(items) >= 2:
            return str(items.get(max(items) if number == -1 else number, ""))
    return ""
