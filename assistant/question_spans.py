"""Where a message asks something: the words of each separate question, as they stand.

"I was wondering whether part-timers can apply, and who pays" asks "whether part-timers can
apply" and "who pays". Told by a small model that reads the message (`index/tagger.py`), trained
by `evals/fit_questions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus.sentences import Span
from index.embedding import Vectors
from index.tagger import Tagger, Text
from index.words import shapes_of, word_spans

WEIGHTS = Path(__file__).with_name("question_spans.npz")
NO, FIRST, MORE = range(3)
"""Labels of words: none of a question, its first, a further one."""
_LEAST_LETTERS = 4
_LEAST_WORDS = 3
_TURN, _SHORT = 0.5, 1.5  # what turns cost, as log-chances: to begin or end, to end at once
_SPLIT = re.compile(
    r"\?[\s\"”’)]+(?=\w)"
    r"|\n[ \t]*(?:[-*•][ \t]+|\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)][ \t]*)(?=\w)"  # a next item
)
_NEXT_MARK = re.compile(r"\s*\n\s*\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})$", re.I)
_JOINS_ON = re.compile(r"[\s,]+(?:or|and|but)[\s,]*$", re.I)
_THANKS = re.compile(
    r"(?<![\s,.;-])(?:[\s,.;-]+(?:thanks|thank you|thx|tia|cheers|"
    r"(?:many|kind|best|warm) (?:thanks|regards))(?:\s+\S+){0,4}"
    r"|\s*[,.;-]\s*(?-i:ta)(?:\s+\S+)?|[\s,]+(?:please|pls))$",
    re.I,
)
# "How long is it - is it 18 months": a guess at the answer is no question of its own.
_GUESS = re.compile(r"[\s,]*(?:[-–—]|\bie\b|\bi\.e\.)[\s,]*", re.I)
_GOES_ON = r"(?:,(?= (?:as|which|like|if|when|while|since|because|though)\b) [^?.!;,:\n]{1,60})?"
_REST = re.compile(rf"(?:{_GOES_ON}| [^?.!;,:\n]{{1,60}}{_GOES_ON})\?")
_LAST_WORDS = re.compile(
    r" (?!(?:Thank|Many|Kind|Best|Warm|Cheers|Regards|Yours|Please|Also|And|But|Or|If|So|I|We|You"
    r"|He|She|It|They|My|Our|The|This|That|There)\w*\b)"
    r"[A-Z][\w'’-]*(?: [\w'’-]+){0,2}(?=[.?!]|\s*(?:\n|$))"
)
_RUNS_ON = re.compile(r"\s+(?:(?:and|also|plus|then|&)\s+)*", re.I)
_SPACE = re.compile(r"[ \t]*")
_COMMA = re.compile(r",?[ \t]+")
# An alternative: "... or does it"; its "or" may be the first of its words.
_OR = re.compile(r"[\s,;–—-]*\bor[\s,]+(?i:\w.{0,2})?|[\s,;–—-]*or ", re.I)
_BRACKETS = re.compile(r"[ \t]*\([^()\n]{1,60}\)\s*")
_TOLD_IF = re.compile(
    r"\b(?:tell (?:me|us)|know|ask(?:ed|ing)?|check|see|confirm|say|advise|clarify"
    r"|wonder(?:ed|ing)?|sure|find out|understand)\s+$",
    re.I,
)
# What a condition goes on with: "If she starts and then leaves, who pays?"
_AND_THEN = re.compile(r"\s+(?:and|or|but)\b[^.?!;\n]{1,60},\s+", re.I)
# What a claim goes on with: "they can take it in autumn and it won't cost anything"
_AND = re.compile(r"\s+and\s+", re.I)
_CLAIMS_ON = re.compile(
    r"(?:it|they|he|she|we|i|there|that)(?:['’](?:s|re|ll|d|ve)"
    r"| (?:\w+n['’]t|is|are|will|would|can|could|must|have|has|does|do))\b",
    re.I,
)
_PUT_ANEW = re.compile(r"(?:what|which|who|whom|whose|when|where|why|how|whether|if)\b", re.I)
_ASKS_PLAINLY = re.compile(
    r"(?:is|are|am|was|were|do|does|did|can|could|will|would|should|shall|must|may|has|have|had)"
    r"(?:n['’]?t)? (?:i|we|you|u|he|she|it|they|there|that|this|these|those|the|my|our|your|his|"
    r"her|their|a|an|any|all|both|someone|people|npq\w*|ehco|(?-i:[A-Z])\w+)\b",
    re.I,
)
_EACH_PLAINLY = re.compile(rf"(?={_ASKS_PLAINLY.pattern})", re.I)


@cache
def tagger() -> Tagger:
    """Return the model, loaded when it is first asked."""
    return Tagger(WEIGHTS)


def with_shapes(text: str) -> Text:
    """Return a text with what is seen of its words."""
    words = word_spans(text)
    return Text(text, words, shapes_of(text, words))


def question_spans(text: str) -> list[Span]:
    """Return the questions of a text in order; none where it asks nothing."""
    read = with_shapes(text)
    return spans_of(read, tagger().chances(read)) if read.words else []


def run_on(text: str) -> list[str]:
    """Part questions that follow each other without a mark: "how do i appeal is there a fee"."""
    if len(_EACH_PLAINLY.findall(text)) < 2:  # most questions; they need no model
        return [text]
    cuts = [0]
    spans = question_spans(text)
    for before, span in pairwise(spans):
        plainly = all(_is_put(text[each.start : each.end]) for each in (before, span))
        if plainly and _RUNS_ON.fullmatch(text[before.end : span.start]):
            cuts.append(span.start)
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], None], strict=True)]


def _is_put(text: str) -> bool:
    """Say whether a question is whole: "how do i appeal", not "how many marks" nor "if she can"."""
    opens = _PUT_ANEW.match(text) is not None and not text.lower().startswith(("if", "whether"))
    whole = _asks(text) or (opens and _ASKS_PLAINLY.search(text) is not None)
    return whole and len(text.split()) >= _LEAST_WORDS


def spans_of(read: Text, chances: Vectors) -> list[Span]:
    """Return what the likeliest labels say, shape of the chances (words, 3)."""
    out: list[Span] = []
    for (start, end), label in zip(read.words, _likeliest(chances), strict=True):
        if label == FIRST:
            out.append(Span(start, end))
        elif label == MORE:
            out[-1] = out[-1]._replace(end=end)
    whole = _to_their_marks(read.text, out)
    parted = [piece for span in whole for piece in _parted(read.text, span)]
    return [span for span in _joined(read.text, parted) if span.end - span.start >= _LEAST_LETTERS]


def _to_their_marks(text: str, spans: list[Span]) -> list[Span]:
    """Draw a question on to the question mark, or the end of a name, a few words behind it."""
    out: list[Span] = []
    following = len(text)
    for span in reversed(spans):
        rest = _REST.match(text, span.end, following)
        name = _LAST_WORDS.match(text, span.end, following)
        end = rest.end() - 1 if rest else name.end() if name else span.end
        out.append(span._replace(end=end))
        following = span.start
    return out[::-1]


def _parted(text: str, span: Span) -> Iterator[Span]:
    """Part a question at a mark and an item of a list inside it; leave out thanks at its end."""
    start = span.start
    for mark in [*_SPLIT.finditer(text, span.start, span.end), None]:
        end = mark.start() if mark else span.end
        said = text[start:end]
        ends = _THANKS.search(said) or _NEXT_MARK.search(said) or _JOINS_ON.search(said)
        yield Span(start, start + ends.start() if ends and ends.start() else end)
        start = mark.end() if mark else end


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Join to a question its alternative, a guess at its answer, and what stands before it.

    "Do I claim it or does it come by itself" is one question, "if I fail, do I get another go"
    too; so is what brackets part.
    """
    out: list[Span] = []
    for span in spans:
        before = text[: out[-1].start] if out else ""
        between = text[out[-1].end : span.start] if out else ""
        said, last = text[span.start : span.end], text[slice(*out[-1])] if out else ""
        joins = (
            _BRACKETS.fullmatch(between)
            or _OR.fullmatch(f"{between}{said[:3]}")
            or (_COMMA.fullmatch(between) and not _is_whole(last, before))
            or (_GUESS.fullmatch(between) and _asks(said))
            or (_AND_THEN.fullmatch(between) and _begins_if(last, before))
            or (_AND.fullmatch(between) and _CLAIMS_ON.match(said) and not _PUT_ANEW.search(last))
            or (_SPACE.fullmatch(between) and not (_PUT_ANEW.match(said) or _asks(said)))
        )
        if out and joins:
            out[-1] = out[-1]._replace(end=span.end)
        else:
            out.append(span)
    return out


def _is_whole(text: str, before: str) -> bool:
    """Say whether words ask something by themselves: not "if so", nor "in the assessment".

    Behind "tell me", "if" begins a question.
    """
    if _begins_if(text, before):
        return False
    return (
        _PUT_ANEW.search(text) is not None or _asks(text) or _ASKS_PLAINLY.search(text) is not None
    )


def _begins_if(text: str, before: str) -> bool:
    """Say whether words are a condition: not behind "tell me", where "if" means "whether"."""
    return re.match(r"(?:if|once)\b", text, re.I) is not None and not _TOLD_IF.search(before)


def _asks(text: str) -> bool:
    return _ASKS_PLAINLY.match(text) is not None


def _likeliest(chances: Vectors) -> list[int]:
    """Return the likeliest labels in a row (Viterbi 1967): MORE only follows FIRST or MORE."""
    steps = np.full((3, 3), 0.0, dtype=np.float32)
    steps[NO, MORE] = -np.inf
    steps[FIRST, FIRST] = steps[FIRST, NO] = -_SHORT
    steps[MORE, FIRST] = steps[MORE, NO] = steps[NO, FIRST] = -_TURN
    logs = np.log(np.maximum(chances, 1e-6))
    best = logs[0] + np.array([0.0, 0.0, -np.inf])
    came = np.zeros((len(logs), 3), dtype=np.int64)
    for row in range(1, len(logs)):
        tried = best[:, None] + steps
        came[row] = tried.argmax(axis=0)
        best = tried.max(axis=0) + logs[row]
    labels = [int(best.argmax())]
    for row in range(len(logs) - 1, 0, -1):
        labels.append(int(came[row, labels[-1]]))
    return labels[::-1]
