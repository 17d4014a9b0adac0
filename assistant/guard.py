"""The first step: refuse what cannot be a question, set aside orders to the assistant."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from langdetect import DetectorFactory, LangDetectException, detect_langs

from assistant.records import Record, policy
from corpus.errors import QuestionRejected
from corpus.instructions import gives_orders
from corpus.repair import repair
from corpus.sentences import split_sentences
from index.npqs import find_npqs
from index.terms import english_words, words

_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_WIDE = re.compile("[\uff01-\uff5e]+")
# A word of Latin and Cyrillic or Greek letters is Latin: "NРQH" with a Cyrillic Р.
_MIXED = re.compile(
    r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])[A-Za-z\u0370-\u03ff\u0400-\u04ff]+\b"
)
_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXSIJaeopcyxsijABEZHIKMNOPTYXo"
)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\s]{0,400}\)")
_BLOCK = re.compile(r"<([a-z][\w-]{2,30})\b[^<>]{0,200}>(.{1,2000}?)</\1\s*>", re.I | re.DOTALL)
_MACHINE_BLOCK = re.compile(
    r"^(?:system|admin|administrator|developer|dev|root|assistant|instructions?|prompt|override|"
    r"im_start|tool|function|policy|rules?|config|command)",
    re.I,
)
_BRACKETED = re.compile(r"\[[^\[\]]{5,400}\]|\([^()]{5,400}\)|\{[^{}]{5,400}\}")
_REPORTS = re.compile(
    r"\b(?:report(?:ing|ed)? (?:it|this|that|her|him|them|a|an|the|my|someone|something|to)"
    r"|suspect\w*|whistle-?blow\w*|accus\w+|dealt with|raise (?:a|my) concern)\b"
    r"|\bwho (?:do|should|can) (?:i|we) report\b"
    r"|\bhow (?:do|can|should) (?:i|we) (?:own up|come clean)\b",
    re.I,
)
_ASKS = re.compile(
    r"\?|^\W*(?:please |also |then )*(?:how|what|which|when|who|where|why|explain|is|are|do|does|"
    r"can|could|tell (?:me|us) (?:how|what|which|when|who|where|why|whether|if|about|more))\b",
    re.I,
)
_AND_ASKS = re.compile(
    r",?\s+(?:and|then|also|but)\s+(?=(?:please |also |then )*(?:tell|say|what|how|which|when|who|"
    r"where|is|are|do|does|can|could|write|make|forge|help)\b)",
    re.I,
)
_CAPITALISED = re.compile(r"\b[A-Z\u00c0-\u00de][^\W\d_]+")  # a name, if not an English word
# Words that hold English sentences together, and are words of hardly any other language.
_ONLY_ENGLISH = frozenset(
    words(
        "the is are how what can does did my of to it with you which who when if there this that"
        " get have not and from would should could will been"
    )
)
_TELLING = 0.25
_LATIN_SHARE = 0.6
_SHORT = 6
_SHORT_ENGLISH = 0.6
_SURELY_ENGLISH = 0.9
_SURELY_OTHER = 0.95


class Guarded(Record):
    """The readable question, the sentences set aside, and whether it is English.

    `misconduct`: one of them asks for misconduct or harm, not only orders the assistant about.
    """

    text: str
    set_aside: tuple[str, ...] = ()
    english: bool = True
    misconduct: bool = False


def clean(text: str) -> str:
    """Return text without invisible characters, markup and runs of white space."""
    text = repair(unicodedata.normalize("NFC", text)).text.replace("’", "'")
    text = _WIDE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = _MIXED.sub(lambda m: m[0].translate(_LOOK_ALIKES), text)
    text = _TAG.sub(" ", _SCRIPT.sub(" ", text))
    text = _LINK.sub(r"\1", text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def guard(text: str, *, max_chars: int) -> Guarded:
    """Check and clean a question; raise `QuestionRejected` with a sentence for the person."""
    if len(text) > max_chars:
        raise QuestionRejected(
            f"That is {len(text):,} characters. The limit is {max_chars:,}: "
            "please shorten it to your question."
        )
    blocks = [block for block in _BLOCK.finditer(text) if _MACHINE_BLOCK.match(block.group(1))]
    for block in blocks:
        text = text.replace(block.group(), " ")
    cleaned = clean(text)
    if not blocks and not any(c.isalnum() for c in cleaned):
        raise QuestionRejected("There is no question to answer. Type a question about NPQs.")
    # Who tells of misconduct to report it, or to own up to it, asks for none.
    reports = _REPORTS.search(cleaned) is not None
    kept: list[str] = []
    aside: list[str] = [clean(block.group(2)) for block in blocks]
    for remark in _BRACKETED.findall(cleaned):
        if gives_orders(remark[1:-1]):
            cleaned = cleaned.replace(remark, " ")
            aside.append(remark[1:-1])
    for span in split_sentences(cleaned):
        for piece in _pieces(cleaned[span.start : span.end]):
            refused = surely_refused(piece) and not reports
            (aside if gives_orders(piece) or refused else kept).append(piece)
    misconduct = not reports and any(surely_refused(piece) for piece in aside)
    if misconduct and not any(_ASKS.search(sentence) for sentence in kept):
        aside, kept = [*aside, *kept], []
    return Guarded(
        text="\n".join(kept),
        set_aside=tuple(aside),
        english=is_english(cleaned),
        misconduct=misconduct,
    )


@cache
def _refused() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.I | re.S) for each in policy("decline")["surely_refused"])


def surely_refused(text: str) -> bool:
    """Say whether a text asks for misconduct or harm in plain words."""
    return any(pattern.search(text) for pattern in _refused())


def _pieces(sentence: str) -> list[str]:
    """Part a sentence at "and tell me", where one part is set aside and another is not."""
    parts = _AND_ASKS.split(sentence)
    refused = [gives_orders(part) or surely_refused(part) for part in parts]
    asking = all(no or _ASKS.search(part) for no, part in zip(refused, parts, strict=True))
    return parts if any(refused) and not all(refused) and asking else [sentence]


def is_english(text: str) -> bool:
    """Judge by script, then by the share of English words, then by langdetect where in doubt."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if letters and latin < _LATIN_SHARE * len(letters):
        return False
    plain = re.sub(r"\b(?:[A-Z]{2,}s?|npqs?\w*)\b", " ", text)
    plain = _CAPITALISED.sub(lambda m: m[0] if m[0].lower() in english_words() else " ", plain)
    tokens = [word for word in words(plain) if word.isalpha() and len(word) > 1]
    telling = [word for word in tokens if word in _ONLY_ENGLISH]
    if len(set(telling)) >= 2 and len(telling) >= _TELLING * len(tokens):
        return True
    accented = sum(any(ord(c) > 127 for c in word) for word in plain.lower().split())
    count = len(tokens) + accented
    known = sum(word in english_words() or bool(find_npqs(word)) for word in tokens)
    enough = _SURELY_ENGLISH if count >= _SHORT else _SHORT_ENGLISH
    if not count or (known >= enough * count and not accented):
        return True
    DetectorFactory.seed = 0
    try:
        likely = detect_langs(text)[0]
    except LangDetectException:
        return True
    return bool(likely.lang == "en" or likely.prob < _SURELY_OTHER)
