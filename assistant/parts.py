"""Split a message into the separate questions it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.comparisons import compared_apart
from assistant.question_spans import run_on
from corpus.sentences import split_sentences
from index.npqs import find_npqs
from index.terms import stems

_QUOTE = re.compile(r"^\s*(?:>+|[-*•]|\d{1,2}[.)]|\(?[a-h]\)|q\d*[:.)])\s*", re.I)
_INLINE = re.compile(r"(?:^|(?<=\s))(?:\(?[a-h]\)|\(?[1-9]\)|[1-9]\.(?=\s))\s+", re.I | re.M)
_HEADER = re.compile(r"^(?:fw|fwd|re|from|to|sent|subject|cc|date)\s*:", re.I)
_ASKS = re.compile(
    r"\?\s*$|^(?:whether|what|which|who|when|where|why|how|is|are|am|do|does|did|can|could|will|would|should|"
    r"must|may|has|have)\b",
    re.I,
)
_REQUEST = re.compile(
    r"\b(?:please|could you|can you|i(?:'d| would) like to|i want to|need to|trying to|wondering|"
    r"advise|let me know|tell me|explain|confirm|list|find out|know)\b",
    re.I,
)
_BREAKS_OFF = re.compile(r"(?:n.?t|\bnot|\bcannot)\W*$", re.I)  # "the school can't"
_REQUEST_TOPICS = re.compile(
    r"\b(?:advise|help|info|information|guidance|know)\s+(?:me |us |her |him )?"
    r"(?:on|about|with)\s+(.+)$",
    re.I,
)
_PROBLEM = re.compile(
    r"\b(?:(?:does|do|did|has|have|is|are)(?:n.?t| not)|doesn.?t|don.?t|can.?t|"
    r"cannot|lost|no|without|missing|never)\b",
    re.I,
)
# "or is it ...?" is the other side of one question, "or when ...?" is another.
_JOIN = re.compile(
    r"(?:,|;|\?)?\s+(?:or\s+(?=(?:what|which|who|whom|when|where|why|how|must|may|has|have)\b)|(?:and|plus|also)\s+"
    r"(?=(?:what|which|who|whom|when|where|why|how|if|whether)\b"
    r"|(?:is|are|am|do|does|did|can|could|will|would|should|must|may|has|have) (?:i|we|you|u|he|"
    r"she|it|they|there|that|this|these|those|the|my|our|your|his|her|their|an?|any|all|both|"
    r"someone|people|dfe)\b"
    r"|(?:is|are|does|did|can|could|will|would(?! (?:love|like|prefer))|should|must|has) \w))",
    re.I,
)
_SAYS_OF_SOMEBODY = re.compile(r"\W*(?:i|we|she|he|they|my|our|his|her)\b", re.I)
_IS_IT_NOW = re.compile(r"(?:is|are|does|do) (?:it|they|that)(?: still)?(?: now| today)?\W*", re.I)
_WAS = re.compile(r"^\W*(was|were|did)\b", re.I)
TODAY = {"was": "is", "were": "are", "did": "do"}
_THEN = re.compile(r"\s*\b(?:back )?in (?:(?:spring|summer|autumn) )?20\d\d(?:[/-]\d\d)?\b", re.I)
_LISTED = re.compile(r"\s*[,;]\s+(?=(?:what|which|who|whom|when|where|why|how|whether)\b)", re.I)
_TAIL = re.compile(r"[\s,;]+(?:and|or)?[\s,;]*$")
_CLOSE = re.compile(
    r"^(?:thanks|thank you|many thanks|(?:(?:kind|warm|best) )?regards|best wishes|cheers|yours)\b",
    re.I,
)
_THANKS = re.compile(r"[^?]{0,40}\bthank(?:s| you)\b[^?]{0,20}", re.I)
_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|"
    r"to whom it may concern)\b[^?.:]{0,30}[,.!:-]*)",
    re.I,
)
# Stems of a question that only asks what to make of the sentence before it.
_LEANING = frozenset(
    stems(
        "am right correct true ok okay fine sure wrong allowed possible advice advise thought idea"
    )
    + stems("case mean happen next sense worth matter believe agree problem")
    + ["n't"]
)
_LONG = 25
_AROUND = 90  # words; the embedding model reads about twice as many
_TELLS_SOMETHING = 4  # words
_LEAST_TOLD = 3
_SIGNATURE = 8  # words of a line of a signature, at most
_MOST = 12


_PERSON = r"(?:i|we|he|she|they|it|you)\b"
_THEN_ASKS = re.compile(
    r",?\s+(?!do it\b)"
    r"(?=(?:(?:can|could|do|does|did|will|would|should|am|is|are|must|may|might|have|has)"
    rf" {_PERSON}|is (?:that|this) (?:allowed|right|true|possible|fund(?:ed|able)|covered|free)\b"
    r"|(?:is|are|does|do|can|will|would) (?:the )?(?:npq\w*|ehco|senco npq|course)\b \w"
    r"|(?:what|which|who|when|where|why|how)(?: (?:long|much|many|often|npq\w*|one))?"
    r" (?:can|could|do|does|did|will|would|should|am|is|are|must|have|has)"
    rf" (?:{_PERSON}|the |my |our )))",
    re.I,
)
_TELLS = re.compile(
    r"(?!\W*(?:(?:and|but|so|or|also|ok|hi|hello|please)\W+)*(?:if|when|once|since|because|as|after"
    r"|before|unless|although|though|given|now|seeing|assuming|supposing|provid\w+|even|while|whether|what|which|who|where|why|how|is|are|am|do"
    r"|does|did|can|could|will|would|should|must|may|has|have|tell|explain|not only)\b)"
    r"(?!.*\b(?:if|whether|what|which|who|when|where|why|how|know|ask|asking|wonder\w*|check|sure"
    r"|confirm|or|nor|neither|than|that|and|but|so|to|not)\W*$)[^.?!;:\n]+",
    re.I,
)


class Part(NamedTuple):
    """A question of a message; `lead` is context it leans on from the words before it."""

    text: str
    lead: str = ""
    first: bool = True


def stopped(text: str) -> str:
    """Return a message with the stop that its writer left out before the question.

    "i work in a pru can i get npqh funded" tells first and asks then; "what if i fail can i resit"
    does not.
    """
    if re.search(r"[.?!;:\n](?=.)", text, re.S):
        return text
    for asks in _THEN_ASKS.finditer(text):
        told, asked = text[: asks.start()], text[asks.end() :]
        whole = min(len(told.split()), len(asked.split())) >= _LEAST_TOLD and bool(stems(told))
        if whole and _TELLS.fullmatch(told):
            return f"{told}. {asked}"
    return text


def split_parts(text: str) -> list[Part]:
    """Return the questions of a message, in order; the whole message where there is one.

    A question joined by "and" to another, and each question of a pasted email, is a part
    of its own, with the NPQ named earlier as its lead where it names none.
    """
    written = _sentences(text)
    compared = compared_apart(text, written)[:_MOST]
    if compared:
        return [Part(question) for question in compared]
    sentences, joined = _leaning_joined(written)
    questions = [s for s in sentences if _ASKS.search(s)]
    if len(questions) >= 2 or (questions and len(text.split()) > _LONG):
        pieces = questions
    elif not questions and len(text.split()) > _LONG:
        pieces = _requests(sentences)
    else:
        pieces = []
    if len(text.split()) > _LONG:
        pieces += [s for s in _problems(sentences) if s not in pieces]
    if len(pieces) < 2:
        whole = text.strip() if len(text.split()) <= _LONG else (pieces or [text])[0]
        pieces = [whole] if whole in joined else _split(whole)
        if len(pieces) > 1 and any(len(stems(piece)) < 1 for piece in pieces):
            pieces = [text]
    else:
        pieces = [b for piece in pieces for b in ([piece] if piece in joined else _split(piece))]
    if len(pieces) == 1:
        parted = run_on(pieces[0])
        pieces = parted if all(stems(piece) for piece in parted) else pieces
    pieces = [_TAIL.sub("", piece).strip() for piece in pieces if stems(piece)][:_MOST] or [text]
    return _with_leads(pieces, text)


def _split(piece: str) -> list[str]:
    """Split what is joined by "and", and the clauses of a request: "tell me what, whether, how"."""
    bits = _of_today(_JOIN.split(piece))
    if len(bits) > 1 and _SAYS_OF_SOMEBODY.match(bits[0]) and not _ASKS.search(bits[0]):
        bits = [piece]
    if not _REQUEST.search(piece):
        return bits
    return [bit for joined in bits for bit in _LISTED.split(joined)]


def substance(text: str) -> str:
    """Return a message without its greeting and whatever stands from its thanks on.

    The whole of it, if nothing else is left.
    """
    kept: list[str] = []
    for line in text.splitlines():
        closes = _CLOSE.match(line.strip()) or _THANKS.fullmatch(line.strip())
        if kept and closes and "?" not in line:
            break
        if not _GREETING.fullmatch(line.strip()) and not _HEADER.match(line):
            kept.append(line)
    left = "\n".join(kept).strip()
    return left if stems(left) else text


def said_around(question: str, message: str, *, alone: bool) -> str:
    """Return what a message says besides one of its questions; "" for a question made of it.

    All of it if the question is `alone`, or else what is told before it and asks nothing.
    Of a long message the last words are kept.
    """
    sentences = _sentences(substance(message))
    own = [_overlap(sentence, question) for sentence in sentences]
    if not any(own):
        return ""
    told = sentences if alone else [s for s in sentences[: own.index(True)] if not _ASKS.search(s)]
    words = " ".join(s for s in told if not _overlap(s, question)).split()
    return " ".join(words[-_AROUND:]) if len(words) >= _TELLS_SOMETHING else ""


def _overlap(one: str, other: str) -> bool:
    one, other = " ".join(one.split()), " ".join(other.split())
    return one in other or other in one


def _sentences(text: str) -> list[str]:
    text = _INLINE.sub("\n", text) if len(_INLINE.findall(text)) >= 2 else text
    lines = (_QUOTE.sub("", line) for line in _unsigned(text.splitlines()))
    body = "\n".join(line for line in lines if line.strip() and not _HEADER.match(line))
    return [body[span.start : span.end] for span in split_sentences(body)]


def _unsigned(lines: Iterable[str]) -> Iterator[str]:
    """Give lines without a sign-off and the short lines of a signature that follow it."""
    said = signed = False
    for line in lines:
        closes = _CLOSE.match(line.strip()) is not None and "?" not in line
        signed = (signed and not _says(line)) or (closes and said)
        if not closes and not signed:
            said = said or bool(line.strip())
            yield line


def _says(line: str) -> bool:
    """Say whether a line below a sign-off is more than a name, a post or an address."""
    ends = line.rstrip().endswith((".", "?", "!", ":"))
    asks = _ASKS.search(line) or _REQUEST.search(line) or _HEADER.match(line)
    return ends or asks is not None or len(line.split()) > _SIGNATURE


def _leaning_joined(sentences: list[str]) -> tuple[list[str], set[str]]:
    """Join a question that says nothing by itself ("Am I right?") to the sentence before it.

    Returned with the sentences that came of it.
    """
    out: list[str] = []
    joined: set[str] = set()
    for sentence in sentences:
        leans = sentence.rstrip().endswith("?") and not set(stems(sentence)) - _LEANING
        if leans and out and (out[-1] in joined or not out[-1].rstrip().endswith("?")):
            joined.discard(out[-1])
            out[-1] = f"{out[-1]} {sentence}"
            joined.add(out[-1])
        else:
            out.append(sentence)
    return out, joined


def _requests(sentences: list[str]) -> list[str]:
    """Take the topics of a request made without a question mark: "advise on X and Y"."""
    out: list[str] = []
    for sentence in sentences:
        topics = _REQUEST_TOPICS.search(sentence)
        if topics:
            out += [t for t in re.split(r"\s*(?:\+|,|;|\band\b|&)\s*", topics.group(1)) if t]
        elif _REQUEST.search(sentence):
            out.append(sentence)
    return out


def _problems(sentences: list[str]) -> list[str]:
    """Take clauses of a pasted case that tell a difficulty: "doesn't know her TRN"."""
    clauses = (c for s in sentences if not _ASKS.search(s) for c in re.split(r"[,;:]\s+", s))
    return [
        c
        for c in clauses
        if _PROBLEM.search(c)
        and not _BREAKS_OFF.search(c)
        and 2 <= len(stems(c)) <= 6
        and len(c.split()) <= 10
    ]


def _of_today(bits: list[str]) -> list[str]:
    """Put "and is it now?" behind a question of the past as that question of today."""
    if len(bits) == 2 and _IS_IT_NOW.fullmatch(bits[1]) and _WAS.match(bits[0]):
        today = _WAS.sub(lambda was: TODAY[was[1].lower()], _THEN.sub("", bits[0]), count=1)
        return [bits[0], f"{today.rstrip(' ?,')} now"]
    return bits


def _with_leads(pieces: list[str], text: str) -> list[Part]:
    parts: list[Part] = []
    named = [find_npqs(piece) for piece in pieces]
    whole = sorted(find_npqs(text))
    for number, piece in enumerate(pieces):
        lead = ""
        if not named[number] and piece.strip() != text.strip():
            before = next((sorted(n) for n in reversed(named[:number]) if n), whole)
            lead = ", ".join(before[:2])
            if not lead and number and len(stems(piece)) <= 2:
                lead = pieces[0].rstrip("?")
        parts.append(Part(piece, lead, first=number == 0 or not lead))
    return parts
