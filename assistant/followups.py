"""Make a follow-up stand alone by taking from earlier turns only what it lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.carried import carried
from assistant.comparisons import attribute_asked, npq_name
from assistant.providers import asked_of_provider
from assistant.records import policy
from assistant.shapes import (
    IT,
    QUESTION,
    SPOKEN_OF,
    Standalone,
    asks,
    by_its_shape,
    npq_label,
    spoken_of,
)
from corpus.instructions import gives_orders
from index.npqs import find_npqs, npq_spans, with_npq, without_npqs
from index.terms import stems

_ANAPHORA = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|one|ones|he|she|there|same|both|either|"
    r"instead|also|too|as well|else|other|another|then)\b"
    r"|^\W*(?:so|and|but|or|no|yes|ok|what about|how about)\b(?! year| term| autumn| month)",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n")  # also before a small letter, as people type
_DOUBTS = re.compile(
    r"\W*(?:(?:so|and|but|ok|hm+|wait|sorry|no)\W+)*(?:(?:are )?(?:you|u) "
    r"(?:really |quite |absolutely |100% )?(?:sure|certain|positive)(?: (?:about|of) \w+)?"
    r"|really(?: though)?|seriously|for real"
    r"|is (?:that|this|it) (?:really |definitely |actually |still |all )?"
    r"(?:right|true|correct|so|the case|accurate|up[- ]to[- ]date|current)"
    r"|(?:who |according to )?says? (?:who|whom|what)|who says(?: so| that)?|according to who"
    r"|where (?:does|did|do) (?:\w+|the guidance) (?:say|get) (?:that|so|this|it)(?: from)?"
    r"|(?:what(?:'s| is) (?:the|your) )?(?:source|evidence|proof)s?(?: for (?:that|this))?"
    r"|(?:can|could|would) (?:you|u) (?:double[- ]?)?check(?: (?:that|this|it|again))*"
    r"|(?:that|this|it) (?:can'?t|cannot) be right|how do (?:you|u) know(?: that| this)?)\W*",
    re.I,
)
_FEW = 6  # words behind "and", of which the last NPQ is meant
_SHORT = 15  # words of a turn that only tells something, taken over whole by "what if ...?"
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


def standalone(text: str, history: tuple[str, ...]) -> Standalone:
    """Decide, for this turn, what to take over: an item of a list, the last turn, or words.

    What a follow-up points at by its shape ("the second one", "and for NPQH?", "it's a
    nursery") is read by patterns; which words of earlier turns it needs, by a model
    (`assistant/carried.py`).
    """
    told = map(_without_orders, history)
    history = tuple(turn for turn in told if QUESTION.match(turn) or set(stems(turn)) - _COURTESY)
    if not history:
        return Standalone()
    turns = [_ASIDE.sub(" ", turn).strip() for turn in history]
    if _DOUBTS.fullmatch(text) and asks(turns[-1]):
        doubted = standalone(turns[-1], history[:-1])
        return Standalone(history, instead=doubted.apply(turns[-1]))
    shaped = by_its_shape(text, history, turns)
    if shaped is not None:
        return shaped
    spoken = spoken_of(turns)
    again = attribute_asked(text, *spoken) if len(spoken) == 1 else ""
    again = again or _asked_again(text, turns)
    if again:
        return Standalone(history, instead=again)
    named = find_npqs(text)
    if len(named) > 1 or (named and not (_ANAPHORA.search(text) or _WHAT_IF.match(text))):
        return Standalone(history)
    pieces = _lacking(text, turns)
    if IT.search(text):  # of the NPQs spoken of one after the other, the last
        pieces = [each for each in pieces if not find_npqs(each) or find_npqs(each) & spoken]
    if _WHAT_IF.match(text) and not asks(turns[-1]) and len(turns[-1].split()) <= _SHORT:
        pieces = [turns[-1]]
    leans = IT.search(text) or (_AND.match(text) and len(text.split()) <= _FEW)
    if leans and not find_npqs(" ".join((text, *pieces))):
        pieces += [npq_label(npq) for npq in sorted(spoken)[:SPOKEN_OF]]
    if not pieces and not named and _THING.search(text) and asks(turns[-1]):
        pieces = [turns[-1].rstrip(" ?.!")]
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
    if _WHICH_NPQ.search(question):  # not one that there is no longer
        pieces = [
            piece for piece in pieces if not find_npqs(piece) & set(policy("writing")["gone"])
        ]
    if _ASKED_OF.search(question):
        pieces = [_ASKED_OF.sub(" ", piece).strip(" ,;?") for piece in pieces]
    return [piece for piece in pieces if set(stems(piece)) - held]


def _with(question: str, pieces: Sequence[str]) -> str:
    return f"{question} ({', '.join(pieces)})" if pieces else question


def _asked_again(text: str, turns: list[str]) -> str:
    """Return the last question as it is asked of another NPQ, or with what is told now."""
    places = [number for number, turn in enumerate(turns) if asks(turn) and not _swaps(turn)]
    named = find_npqs(text)
    bare = _names_only(text)
    tells_of_none = bare and not asks(text) and not find_npqs(turns[-1])
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
        put = " and ".join(map(npq_name, sorted(named)))
        if len(find_npqs(last)) == 1:
            return _with(with_npq(last, put), pieces)
        if _ANY_NPQ.search(last) and not find_npqs(last):
            return _with(_ANY_NPQ.sub(put, last, count=1), pieces)
        labels = [npq_label(npq) for npq in sorted(named)]
        return "" if find_npqs(last) else _with(last, [*labels, *pieces])
    did = _HAS_IT.match(text) and named - find_npqs(last) and not asks(text)
    tells = did or (_TELLS.match(text) and not named and not _asks_as_well(text))
    since = turns[places[-1] + 1 :]
    if tells and all(_TELLS.match(turn) for turn in since):
        return _with(" ".join([*map(_ended, (last, *since)), text]), _lacking(last, before))
    return ""


def _asks_as_well(text: str) -> bool:
    """Say whether a turn that tells something asks something too: "I'm in Year 2, is that ok"."""
    return "?" in text or _ASKS_WITHIN.search(text) is not None


def _names_only(text: str) -> bool:
    """Say whether a turn only names an NPQ of which the question before is asked again."""
    left = stems(without_npqs(_SAME_AGAIN.sub(" ", text)))
    bare = all(stem in _FILLER for stem in left) and not _HAS_IT.match(text)
    return bare and bool(find_npqs(text))


def _swaps(turn: str) -> bool:
    """Say whether an earlier turn was itself such a one: "and NPQH?", "what about NPQSL"."""
    again = _SAME_AGAIN.search(turn) is not None or QUESTION.match(turn) is None
    return again and _names_only(turn)


def _ended(turn: str) -> str:
    """Return a turn with a stop at its end."""
    turn = turn.strip()
    return turn if turn.endswith((".", "?", "!")) else f"{turn}{'?' if asks(turn) else '.'}"


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


_SAME_AGAIN = re.compile(
    r"^\W*(?:so |ok |and )*(?:what|how) about\b|^\W*and (?:for|in|if|at|with|the)\b"
    r"|^\W*same\b|^\W*which\b.{0,12}$"
    r"|\b(?:is|are|was|would|will|does|do)\b (?:it|that|this|they|the (?:answer|rules?|same))\b"
    r".{0,12}\b(?:same|different|apply|true)\b.{0,8}\b(?:for|in|at|if|with|to|of)\b",
    re.I,
)
_WHAT_IF = re.compile(r"^\W*(?:so |and |but |ok |yes )*(?:what|even) if\b", re.I)
_THING = re.compile(
    r"\b(?:mine|(?:lost|lose|get|have|need|want|order|replace) (?:it|one|them|another))\b"
    r"|\b(?:a new|another|a second) one\b|\bhow (?:many times|often)\W*$",
    re.I,
)
_ANY_NPQ = re.compile(r"\b(?:an?|any|the) npq\b(?! \w)", re.I)
_HAS_IT = re.compile(r"\W*(?:(?:i|we|she|he)(?:'ve)? )?(?:have|has|had|got|did|hold|holds)\b", re.I)
_AND = re.compile(r"^\W*(?:and|but)\b", re.I)
_ASKED_OF = re.compile(
    r"\b(?:how (?:long|much|many)|when|length|duration|costs?|prices?|fees?|who (?:runs|marks))\b",
    re.I,
)
_TOO = re.compile(r"\b(?:too|also|as well|same|either|instead)\b", re.I)
_IN_PLACE = re.compile(r"\b(?:that one|this one|the one)\b", re.I)
_BESIDE_NAMED = re.compile(
    r"\b(?:that|this|it)(?: one)?\b(?= (?:and|or|vs|versus|against)\b)"
    r"|(?<=\band )(?:that|this|it)(?: one)?\b|(?<=\bthan )(?:that|this|it)(?: one)?\b"
    r"|(?<=\bor )(?:that|this|it)(?: one)?\b"
    r"|\b(?:that|this|it)(?: one)?\b"
    r"(?= (?:\w+ )?(?:shorter|longer|cheaper|dearer|harder|easier|better) than\b)",
    re.I,
)
_OPENS_WITH = re.compile(r"(?:The |An? )?(?:NPQ (?:in|for) )?", re.I)
_THAT_ONE = re.compile(rf"{_IN_PLACE.pattern}|\b(?:it|that|this)\b", re.I)
_WHICH_NPQ = re.compile(
    r"\b(?:which|what)(?:'s| is)?(?: the)?(?: best| right)? (?:npq|one|course|qualification)\b",
    re.I,
)
_TELLS = re.compile(
    r"^(?:\W*(?:oh|ah|sorry|apologies|actually|oops|wait|ok|well|no|to clarify|to be clear|"
    r"by the way|for context|just to add|my mistake|(?:and )?i (?:should(?: have|'ve)?|forgot to|"
    r"meant to|need to|must) (?:say|said|add|added|mention|mentioned))\b)*\W*"
    r"(?:i am|i'm|im|i work|we are|we're|it's|its|it is|my school|a |an |in a|at a|"
    r"state|maintained|primary|secondary|yes|no)\b",
    re.I,
)
_ASKS_WITHIN = re.compile(
    r"\b(?:is|does|do|did|can|could|would|will|should|am|are|has|have)"
    r" (?:that|this|it|i|we|they|there)\b"
    r"|\b(?:what|how|when|who|where|which|why)"
    r" (?:happens?|do|does|can|should|would|will|is|are|much|long)\b",
    re.I,
)
_ASKS_ANEW = re.compile(rf"{QUESTION.pattern}|^\W*(?:tell|explain|describe|list|give)\b", re.I)


def asks_which(text: str, history: tuple[str, ...]) -> str | None:
    """Return the turns from the one that asked which NPQ, if "that" now means the answer to it.

    Of a follow-up that names an NPQ itself, only "that and NPQH" or the like does.
    """
    turns = [turn for turn in history if turn.strip()]
    places = [place for place, turn in enumerate(turns) if _WHICH_NPQ.search(turn)]
    if not places or find_npqs(" ".join(turns)):
        return None
    pointed = _BESIDE_NAMED if find_npqs(text) else _THAT_ONE
    if pointed.search(text) is None:
        return None
    since = [turn for turn in turns[places[-1] + 1 :] if not asks(turn)]
    return ". ".join(turn.strip(" .") for turn in (turns[places[-1]], *since))


def asked_before(text: str, history: tuple[str, ...]) -> str | None:
    """Return the last turn, if a short "is that free" must mean what only its answer named."""
    last = next(reversed([turn for turn in history if turn.strip()]), "")
    short = len(text.split()) <= _FEW and _THAT_ONE.search(text) is not None
    named = find_npqs(" ".join((*history, text)))
    return last if short and asks(last) and not named else None


def subject_of(sentence: str) -> str | None:
    """Return the NPQ that a sentence begins with, and is about: "The headship NPQ (NPQH) ..."."""
    first = next(iter(npq_spans(sentence)), None)
    return first[0] if first and _OPENS_WITH.fullmatch(sentence[: first[1]]) else None


def meaning_that(text: str, name: str) -> str:
    """Return a follow-up with what "that one" means in its place."""
    pointed = _BESIDE_NAMED if find_npqs(text) else _IN_PLACE
    put = pointed.sub(name, text, count=1)
    return put if put != text else f"{text} ({name})"
