"""The questions of a mail, in order: numbered, lettered, in bullets or buried in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from assistant.desk.records import desk_policy
from corpus.sentences import split_sentences
from index.terms import find_npqs, stems, without_npqs

_WRAPPED = 55
_CELLS = 3  # of a row of a table
_RUN_ON = 20  # words without a stop
_FRAME_WORDS = 24
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_FINAL_MARK = re.compile(r"\?[\"'”’)\]]*(?:\s*\([^()]*\)\.?)?$")
_TOPIC_JOIN = re.compile(r"\s*(?:[,;+&]|\band\b)\s*")


class Entry(NamedTuple):
    """A paragraph or a list item of a mail, its lines joined."""

    text: str
    listed: bool


class RawQuestion(NamedTuple):
    """A question as written; `context` is the statement before it that it may lean on."""

    text: str
    context: str
    npqs: tuple[str, ...]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(desk_policy("questions")[name], re.I)


@cache
def _indirect() -> re.Pattern[str]:
    """A need ("I am unsure") with the indirect question behind it ("whether she can")."""
    policy = desk_policy("questions")
    return re.compile(rf"\b(?:{'|'.join(policy['needs'])})(?:{policy['indirect']})", re.I)


def find_questions(body: str) -> list[RawQuestion]:
    """Return what a mail asks, each question once; a mail that asks nothing gives none."""
    found: list[RawQuestion] = []
    named: tuple[str, ...] = ()
    all_named: list[str] = []
    asked_before = False
    for entry in entries(body):
        before = ""
        sentences = [_without_marks(s) for s in _sentences(entry)]
        for place, sentence in enumerate(sentences):
            told = asked_before and not any(_opens(other) for other in sentences)
            pieces = list(_asked(sentence, listed=entry.listed, introduced=told))
            after = "".join(sentences[place + 1 : place + 2])
            if "?" not in sentence and _pattern("in_particular").match(after):
                pieces = []
            for piece in pieces:
                npqs = tuple(sorted(find_npqs(piece)))
                lead = tuple(dict.fromkeys(all_named)) if _means_all(piece) else named
                found.append(RawQuestion(piece, before, npqs or lead))
                named = npqs or named
            named = tuple(sorted(find_npqs(sentence))) or named
            all_named += sorted(find_npqs(sentence))
            if pieces:
                before = ""
            elif not _pattern("pleasantry").match(sentence):
                before = sentence
            if not entry.listed and place == len(sentences) - 1:
                asked_before = _introduces(sentence)
    return _each_once(found, body)


def entries(body: str) -> list[Entry]:
    """Join the lines that a mail program broke, and part list items from paragraphs."""
    marks = _pattern("inline_marks")
    lines: list[str] = []
    for line in _plain_lines(body):
        inline = marks.findall(line)
        lines += marks.sub("\n- ", line).split("\n") if len(inline) >= 2 else [line]
    out: list[Entry] = []
    gap, last = True, ""
    for line in lines:
        bare = line.strip()
        if not bare:
            gap = True
            continue
        mark = _pattern("marks").match(bare)
        text = bare[mark.end() :] if mark else bare
        joins = not gap and not mark and out and _goes_on(last, text)
        if joins:
            out[-1] = Entry(f"{out[-1].text} {text}", out[-1].listed)
        elif text:
            out.append(Entry(text, bool(mark)))
        gap, last = False, bare
    return out


def _plain_lines(body: str) -> Iterator[str]:
    """Yield the lines of a mail, rows of a table and run-on text told as sentences."""
    for line in body.split("\n"):
        cells = [cell.strip() for cell in re.split(r"\||\t", line.strip("| ")) if cell.strip()]
        if len(cells) >= _CELLS and re.search(r"\||\t", line):
            yield from _told_row(cells)
        elif len(line.split()) >= _RUN_ON and not re.search(r"[.?!;:](?:\s|$)", line):
            run_on = _pattern("run_on_tail").sub("", line)
            yield from _pattern("run_on").sub("\n- ", run_on).split("\n")
        else:
            yield line


def _told_row(cells: list[str]) -> Iterator[str]:
    """Yield what a row says and then what it asks, as a paragraph of its own."""
    if sum(bool(_pattern("heads").fullmatch(cell)) for cell in cells) > 1:
        return
    asked = [cell for cell in cells if _opens(cell)]
    said = ", ".join(cell for cell in cells if cell not in asked)
    told = [f"{said}."] if said.strip("-: ,") else []
    if told or asked:
        yield ""
        yield " ".join([*told, *(f"{cell[:1].upper()}{cell[1:].rstrip('?.')}?" for cell in asked)])


def _goes_on(last: str, text: str) -> bool:
    """Say whether a line only goes on from the last, which was broken to fit a width."""
    if len(last) < _WRAPPED and _pattern("opens").match(text) and not last.endswith(","):
        return False
    return not _ENDS.search(last) and (text[:1].islower() or len(last) >= _WRAPPED)


def _sentences(entry: Entry) -> list[str]:
    text = _pattern("salutation_inline").sub("", entry.text)
    if _pattern("salutation").match(text):
        return []
    return [text[span.start : span.end] for span in split_sentences(text)]


def _without_marks(sentence: str) -> str:
    """Drop quotation marks around a sentence, and "First," or "Also" before it."""
    bare = sentence.strip().strip('"“”* ')
    return _pattern("lead_in").sub("", bare).strip() or bare


def _asks_nothing(sentence: str, *, marked: bool) -> bool:
    """Say whether a sentence is only polite, an order, or passes on the mail below."""
    if _pattern("pleasantry").match(sentence) or _pattern("passes_on").search(sentence):
        return True
    if not (stems(sentence) or _opens(sentence)):
        return True
    ordered = _pattern("imperative").match(sentence) or _pattern("no_need").search(sentence)
    return bool(ordered) and not marked


def _asked(sentence: str, *, listed: bool, introduced: bool) -> Iterator[str]:
    """Yield the questions of a sentence."""
    marked = _FINAL_MARK.search(sentence) is not None
    if _asks_nothing(sentence, marked=marked):
        return
    opens = _opens(sentence)
    if opens and not marked and not listed and _pattern("statement").match(sentence):
        opens = False
    framed = _framed(sentence)
    claimed = _pattern("claims").match(sentence)
    if claimed is not None:
        yield f"Is it right that {claimed['asked']}?"
    elif framed is not None:
        yield from _split(framed)
    elif marked or opens or (listed and _after_colon(sentence, dash=True) != sentence):
        yield from _split(_after_colon(sentence, dash=listed))
    elif worry := _pattern("worries").search(sentence):
        yield from _split(worry["asked"])
    else:
        topic = _pattern("topics").search(sentence)
        if topic:
            yield from _topics(topic["asked"])
        elif listed and (introduced or re.match(r"(?:whether|if)\b", sentence, re.I)):
            yield from _split(sentence)


def _opens(sentence: str) -> bool:
    return "?" in sentence or _pattern("opens").match(sentence) is not None


def _framed(sentence: str) -> str | None:
    """Return the question inside "could you tell me whether ...", or nothing."""
    found = _indirect().search(sentence)
    if found is None or len(sentence[: found.start("asked")].split()) > _FRAME_WORDS:
        return None
    states = _pattern("statement").match(sentence) and "?" not in sentence
    if _pattern("opens").match(sentence) and not states and not _asks_us(sentence):
        return None
    return found["asked"].strip()


def _asks_us(sentence: str) -> bool:
    """Say whether a question is only a request to the reader: "could you tell me ..."."""
    return re.match(
        r"(?:and |but |so |also |then )*(?:can|could|would|will|might|may|do|does|is it possible)\b"
        r"(?: \w+){0,2} (?:you|someone|anyone|i|we|it)\b",
        sentence,
        re.I,
    ) is not None and not re.match(
        r"(?:can|could|may|do|would) (?:i|we)\b(?! (?:ask|check|just))", sentence, re.I
    )


def _after_colon(sentence: str, *, dash: bool) -> str:
    """Return what is asked behind "Two things from her:", in a list behind "Certificates -" too."""
    mark = r"(?::| [-–—])\s" if dash else r":\s"
    head, *rest = re.split(mark, sentence, maxsplit=1)
    tail = "".join(rest).strip("\"“”' ")
    asks = _pattern("opens").match(tail) and not _pattern("opens").match(head)
    return tail if asks else sentence


def _split(text: str) -> Iterator[str]:
    """Part questions joined by "and", and the clauses of a list: "what, whether, how"."""
    pieces: list[str] = []
    for joined in _pattern("joins").split(_pattern("tag").sub("", text.rstrip("\"”' "))):
        for piece in _pattern("lists").split(joined):
            if pieces and (
                _pattern("keeps").match(piece)
                or len(stems(piece)) < 1
                or _pattern("subordinate").match(pieces[-1])
            ):
                pieces[-1] = f"{pieces[-1]}, {piece}"
            elif piece.strip():
                pieces.append(piece)
    for piece in pieces:
        bare = re.sub(r"[,;]?\s+(?:and|or)\s*$", "", piece.strip().rstrip("?.!,;: "))
        yield f"{bare.rstrip('?.!,;: ')}?"


def _topics(text: str) -> Iterator[str]:
    """Part "the cost and the length", but not the name of an NPQ."""
    text = _pattern("topic_tail").sub("", _pattern("topic_frame").sub("", text)).rstrip(". ")
    if ";" in text:
        pieces = [p for p in re.split(r"\s*;\s*(?:and\s+)?", text) if stems(p)]
        yield from (f"{piece.strip().rstrip('?.!,;: ')}?" for piece in pieces)
        return
    pieces = [p for p in _TOPIC_JOIN.split(text) if stems(p)]
    whole = find_npqs(text)
    parted = frozenset(npq for piece in pieces for npq in find_npqs(piece))
    if parted != whole or any(len(piece.split()) > 6 for piece in pieces):
        pieces = [text]
    for piece in pieces:
        yield f"{piece.strip().rstrip('?.!,;: ')}?"


def _introduces(sentence: str) -> bool:
    """Say whether a paragraph announces a list of questions."""
    return re.search(
        r"\b(?:questions?|quer(?:y|ies)|know|tell|advise|confirm|clarify|ask(?:ed|ing)?|answers?|"
        r"wondering|following|these|information|details|points|help|understand|need)\b[^.?!]*[:?.\-–]*\s*$",
        sentence,
        re.I,
    ) is not None and bool(re.search(r"[:\-–]\s*$|\b(?:following|these|below)\b", sentence, re.I))


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
    telling = [q for q in seen.values() if not find_npqs(q.text) or stems(without_npqs(q.text))]
    named = {npq for q in telling for npq in find_npqs(q.text)}
    # "And NPQSL?" asks the question before of another one.
    anew = [q for q in seen.values() if q.text in body and find_npqs(q.text) - named]
    kept = [q for q in seen.values() if q in telling or (telling and q in anew)]
    return kept or list(seen.values())
