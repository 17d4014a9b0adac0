"""The questions of a mail, in order: numbered, lettered, in bullets or buried in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from assistant.desk.asked_in import (
    INDIRECT,
    asks_nothing,
    plainly_asked,
    whole,
    with_items,
    with_tails,
    with_who_is_right,
)
from assistant.desk.telling import last_words, pattern, row, spoken_of, told_first
from assistant.permission import held_npqs
from assistant.question_spans import question_spans
from corpus.sentences import Span, split_sentences
from index.npqs import find_npqs, without_npqs
from index.terms import stems

_WRAPPED = 55
_ENDS = re.compile(r"[.!?:;…|][\"'”’)\]]*$")
_LONG_TOPIC = 4
_TOPIC_JOIN = re.compile(r"\s*(?:[,;+&]|\band\b)\s*")
_NEW_PARAGRAPH = re.compile(r"\n[ \t]*$")
_IF_SO = re.compile(r"\bif (?:so|not|yes|no)\b\W*$", re.I)
_THANKS = re.compile(r"(?:(?:many|big|huge) )?(?:thanks|thank you)\b", re.I)


class RawQuestion(NamedTuple):
    """A question as written; `context` is the statement before it that it may lean on.

    `beside`: it is asked in the same sentence as the question before.
    """

    text: str
    context: str
    npqs: tuple[str, ...]
    beside: bool = False

    @property
    def only_names_npqs(self) -> bool:
        """Whether this is no sentence, only the name of an NPQ: "NPQ for leading literacy?"."""
        bare = without_npqs(self.text)
        return pattern("opens").match(self.text) is None and not set(stems(bare)) - {"npq"}

    def is_topic_of(self, other: RawQuestion) -> bool:
        """Say whether this is no sentence, only words of which another question has some."""
        if pattern("opens").match(self.text) or INDIRECT.match(self.text):
            return False
        ours, theirs = (set(stems(without_npqs(each.text))) for each in (self, other))
        return bool((ours - {"npq"}) & theirs)


def find_questions(body: str) -> list[RawQuestion]:
    """Return what a mail asks, each question once; a mail that asks nothing gives none."""
    text = unwrapped(body)
    mail = _Mail(text, with_items(text, question_spans(text)))
    sentences = split_sentences(text)
    for sentence, after in zip_longest(sentences, sentences[1:]):
        mail.read(sentence, after)
    return _each_once(_without_headings(mail.found, text), body)


class _Mail:
    """A mail read sentence by sentence: what it has asked, and what it speaks of by then."""

    def __init__(self, text: str, spans: list[Span]) -> None:
        self.text = text
        self.found: list[RawQuestion] = []
        self._spans = spans
        self._named: tuple[str, ...] = ()
        self._all_named: list[str] = []
        self._before, self._earlier, self._last, self._done = "", "", "", 0

    def read(self, sentence: Span, after: Span | None) -> None:
        """Take the questions of a sentence, and what it tells of those behind it."""
        said = self.text[sentence.start : sentence.end]
        own = self._asked_in(sentence)
        if _NEW_PARAGRAPH.search(self.text[self._done : sentence.start]) and not _marked(said):
            self._earlier, self._before = self._before, ""
        self._done = sentence.end
        if own:
            self._take(own, sentence, after)
        elif self._last and pattern("confirms_alone").fullmatch(said):
            told = pattern("lead_in").sub("", self._last)
            self.found.append(RawQuestion(f"{told} {said}", "", self._named))
        self._named = spoken_of(said) or self._named or _npqs_in(said)
        self._all_named += _npqs_in(said)
        tells = not own and not (pattern("pleasantry").match(said) or _THANKS.match(said))
        self._last = said if tells else ""
        if tells:
            self._before = last_words(f"{self._before} {said}")

    def _asked_in(self, sentence: Span) -> list[Span]:
        """Return what is asked inside a sentence, without what only seems to ask."""
        text = self.text
        inside = (s for s in self._spans if s.start < sentence.end and s.end > sentence.start)
        own = [span for span in inside if span.start >= self._done]
        own = [span._replace(start=max(span.start, sentence.start)) for span in own]
        following = text[sentence.end :].lstrip()
        if "?" not in text[slice(*sentence)] and pattern("in_particular").match(following):
            return []
        own = [span for span in own if not asks_nothing(text, sentence, span)]
        own = with_who_is_right(text, sentence, own) or plainly_asked(text, sentence)
        own = with_tails(text, sentence, own)
        if own:
            own[0] = whole(text, sentence, own[0])
        own = _conditions_joined(text, sentence, own)
        if own and pattern("waits").fullmatch(text[sentence.start : own[0].start]):
            own[0] = own[0]._replace(start=sentence.start)
        return own

    def _take(self, own: list[Span], sentence: Span, after: Span | None) -> None:
        """Keep the questions of a sentence with what is told before each."""
        text, said = self.text, self.text[slice(*sentence)]
        told = (
            row(said, own, text) or told_first(text[sentence.start : own[0].start]) or self._before
        )
        if pattern("which_is_right").search(said):
            told = told or self._earlier
        for number, span in enumerate(own):
            if number:
                last = own[number - 1]
                between = told_first(text[last.end : span.start].lstrip(" ?!."))
                if follows := _IF_SO.search(text[last.end : span.start]):
                    span = span._replace(start=last.end + follows.start())
                waits = pattern("waits").match(text[last.start : last.end])
                told = between or (f"{waits.group().rstrip(' ,')}." if waits else told)
            near = _npqs_in(text[sentence.start : span.start])
            for piece in _worded(text, span, said, after):
                of_all = tuple(dict.fromkeys(self._all_named))
                npqs = _npqs_in(piece)
                lead = of_all if _means_all(piece) else near or self._named
                self.found.append(RawQuestion(piece, told, npqs or lead, beside=number > 0))
                ahead = tuple(npq for npq in npqs if npq not in held_npqs(piece))
                self._named = ahead or self._named or npqs


def _conditions_joined(text: str, sentence: Span, own: list[Span]) -> list[Span]:
    """Join a condition to what is asked under it: "if my school changes, does that matter?"."""
    out: list[Span] = []
    for span in own:
        last = out[-1] if out else None
        if last is not None and pattern("condition").match(text[slice(*last)]):
            indirect = pattern("asks_first").search(text[sentence.start : last.start])
            asks = pattern("opens").match(text[slice(*span)])
            if indirect is None and asks and "?" not in text[last.end : span.start]:
                out[-1] = last._replace(end=span.end)
                continue
        out.append(span)
    return out


def unwrapped(body: str) -> str:
    """Join the lines that a mail program broke; list items and paragraphs stay apart."""
    out: list[str] = []
    last = ""
    for line in body.split("\n"):
        bare = line.strip()
        if bare and last and not pattern("marks").match(bare) and _goes_on(last, bare):
            out[-1] = f"{out[-1]} {bare}"
        else:
            out.append(line.rstrip())
        last = bare
    return "\n".join(out)


def _goes_on(last: str, text: str) -> bool:
    """Say whether a line only goes on from the last, which was broken to fit a width."""
    if len(last) < _WRAPPED and pattern("opens").match(text) and not last.endswith(","):
        return False
    return not _ENDS.search(last) and (text[:1].islower() or len(last) >= _WRAPPED)


def _npqs_in(text: str) -> tuple[str, ...]:
    return tuple(sorted(find_npqs(text)))


def _marked(said: str) -> bool:
    return pattern("marks").match(said) is not None


def _worded(text: str, span: Span, said: str, after: Span | None) -> Iterator[str]:
    """Yield a question with its mark, as it stands; what is only to be confirmed is so asked."""
    piece = _without_quotes(" ".join(text[span.start : span.end].split()))
    piece = pattern("lead_in").sub("", piece) or piece
    piece = pattern("trails").sub("", piece) or piece
    if pattern("opens").match(piece) or INDIRECT.match(piece):
        yield f"{piece}?"
    elif pattern("states").match(piece):
        tag = text[after.start : after.end] if after else ""
        if tag.endswith("?") and pattern("tag_alone").match(tag):
            yield f"{piece}. {tag}"
        elif pattern("to_confirm").search(said):
            claim = pattern("tag_again").sub("", piece.removeprefix("that "))
            yield f"Is it right that {claim}?"
        elif not (said.startswith(piece) and "?" not in said):  # or it only tells
            yield f"{piece}?"
    else:
        yield from _topics(piece)


def _without_quotes(piece: str) -> str:
    """Return a piece without the marks around it; a quotation that it opens is closed."""
    bare = piece.strip("\"“”*' ")
    return f'{bare}"' if bare.count('"') % 2 else bare


def _topics(piece: str) -> Iterator[str]:
    """Part "on the cost and the length", but not the name of an NPQ."""
    bare = pattern("topic_frame").sub("", pattern("preposition").sub("", piece))
    bare = piece if pattern("opens").match(bare) else bare
    parts = [part for part in _TOPIC_JOIN.split(bare) if stems(part) or find_npqs(part)]
    parted = frozenset(npq for part in parts for npq in find_npqs(part))
    side_by_side = re.search(r"\b(?:between|versus|vs)\b", bare, re.I)
    if (
        side_by_side
        or parted != find_npqs(bare)
        or any(len(part.split()) > _LONG_TOPIC for part in parts)
    ):
        parts = [bare]
    yield from (f"{part.strip()}?" for part in parts)


def _without_headings(found: list[RawQuestion], text: str) -> list[RawQuestion]:
    """Leave out a title that stands by itself above, or right before, what is asked."""
    titles = [q for q in found if _is_title(q.text.rstrip("?"), text)]
    return [q for q in found if q not in titles] if len(titles) == 1 < len(found) else found


def _is_title(piece: str, text: str) -> bool:
    place = text.find(piece)
    if place < 0 or pattern("opens").match(piece) or pattern("states").match(piece):
        return False
    line = text[text.rfind("\n", 0, place) + 1 :].split("\n", 1)[0]
    alone = line.strip(" .:-") == piece and not pattern("marks").match(line)
    return alone or re.match(r"[ \t]*[-–—:][ \t]", text[place + len(piece) :]) is not None


def _means_all(text: str) -> bool:
    return (
        re.search(r"\b(?:both|each|those|these|all (?:of them|three|four|two))\b", text, re.I)
        is not None
    )


def _each_once(found: list[RawQuestion], body: str) -> list[RawQuestion]:
    seen: dict[str, RawQuestion] = {}
    for question in found:
        seen.setdefault(" ".join(re.findall(r"\w+", question.text.lower())), question)
    # "My question is about EHCO." only says what the questions around it are about.
    telling = [q for q in seen.values() if _tells_more_than_its_npq(q.text)]
    named = {npq for q in telling for npq in find_npqs(q.text)}
    # "And NPQSL?" asks the question before of another one.
    anew = [q for q in seen.values() if q.text in body and find_npqs(q.text) - named]
    kept = [q for q in seen.values() if q in telling or (telling and q in anew)]
    return kept or list(seen.values())


def _tells_more_than_its_npq(text: str) -> bool:
    """Say whether a question is more than "EHCO?": "do I need the NPQ for SENCOs?" is."""
    whole = not find_npqs(text) or pattern("opens").match(text) is not None
    return whole or bool(stems(without_npqs(text)))
